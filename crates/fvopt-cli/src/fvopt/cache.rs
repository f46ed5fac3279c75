//! `fvopt cache`, and the cache of the other commands.

use crate::error::CliError;
use clap::{Args, Subcommand};
use fvopt_runtime::{
    Artifact, Error,
    cache::{Cache, DirectoryStore, Key, Store, StoreError, is_off, parse_bytes, private_folder},
};
use std::process::ExitCode;

/// The cache of the environment, unless it is not wanted: by the option, or by `FVOPT_CACHE=off`.
pub fn of_environment(no_cache: bool) -> Option<Cache> {
    (!no_cache && !is_off()).then(Cache::of_environment)
}

/// Look after the cache of compiled programs.
///
/// Compiled programs are kept by a hash of all that their code depends on, in the folder FVOPT_CACHE_DIR, or
/// `fvopt` in the folder for caches (XDG_CACHE_HOME, ~/.cache). Folders in FVOPT_CACHE_LAYERS are read as well,
/// and never written. FVOPT_CACHE_LIMIT bounds the size (default 1G), FVOPT_CACHE=off turns it off.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  fvopt cache list\n  fvopt cache show 3f2a\n  fvopt cache verify\n  fvopt cache prune --limit 200M\n  fvopt cache clear"
)]
pub struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// List the entries, the one that was used last at the end.
    List,
    /// Show the manifest of an entry.
    Show {
        /// Its key, or how that begins.
        key: String,
    },
    /// Check that every entry is whole, and remove those that are not; exit with 1 where some were not. Entries of
    /// another version of fvopt are left alone.
    Verify,
    /// Remove the entries that were used longest ago until the rest is small enough.
    Prune {
        /// How many bytes may be left, such as 200M or 2G.
        #[arg(long, value_name = "BYTES", value_parser = limit)]
        limit: Option<u64>,
    },
    /// Remove all entries.
    Clear,
}

fn limit(text: &str) -> Result<u64, String> {
    parse_bytes(text)
        .ok_or_else(|| format!("`{text}` is no number of bytes such as 1000, 200M or 2G"))
}

impl From<StoreError> for CliError {
    fn from(error: StoreError) -> Self {
        Self::new(error.to_string())
    }
}

/// Runs the command.
pub fn run(options: &Options) -> Result<ExitCode, CliError> {
    let folder = private_folder().ok_or_else(|| {
        CliError::new("there is no folder for the cache: set FVOPT_CACHE_DIR or HOME")
    })?;
    let store = DirectoryStore::create(&folder)?;
    match &options.command {
        Command::List => list(&store)?,
        Command::Show { key } => show(&store, key)?,
        Command::Verify => return verify(&store),
        Command::Prune { limit } => {
            let limit = limit.unwrap_or(store.limit());
            let removed = store.shrink(limit, None)?;
            let bytes: u64 = removed.iter().map(|entry| entry.bytes).sum();
            println!("removed {} of {bytes} bytes", counted(removed.len()));
        }
        Command::Clear => {
            let entries = store.entries()?;
            for entry in &entries {
                store.remove(&entry.key)?;
            }
            store.shrink(0, None)?;
            println!("removed {}", counted(entries.len()));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn list(store: &DirectoryStore) -> Result<(), CliError> {
    let entries = store.entries()?;
    for entry in &entries {
        let what = match store
            .peek(&entry.key)?
            .map(|bytes| Artifact::manifest_of(&bytes))
        {
            None => continue,
            Some(Err(Error::Version(_))) => "of another version of fvopt".to_string(),
            Some(Err(_)) => "damaged".to_string(),
            Some(Ok(manifest)) => {
                let domain = match manifest.target.domain {
                    Some([i, j, k]) => format!("{i}x{j}x{k}"),
                    None => "any domain".into(),
                };
                format!(
                    "@{}  {domain}  {}",
                    manifest.signature.entry, manifest.processor.name
                )
            }
        };
        println!("{}  {:>9}  {what}", &entry.key.text()[..16], entry.bytes);
    }
    let bytes: u64 = entries.iter().map(|entry| entry.bytes).sum();
    println!(
        "{}, {bytes} of at most {} bytes, in {}",
        counted(entries.len()),
        store.limit(),
        store.name()
    );
    Ok(())
}

fn counted(entries: usize) -> String {
    match entries {
        1 => "1 entry".into(),
        entries => format!("{entries} entries"),
    }
}

/// The entry whose key begins like this.
fn find(store: &DirectoryStore, start: &str) -> Result<Key, CliError> {
    let entries = store.entries()?;
    let mut found = entries
        .iter()
        .filter(|entry| entry.key.text().starts_with(start));
    match (found.next(), found.next()) {
        (Some(entry), None) => Ok(entry.key),
        (None, _) => Err(CliError::new(format!(
            "no entry has a key that begins with `{start}`; see `fvopt cache list`"
        ))),
        (Some(first), Some(second)) => Err(CliError::new(format!(
            "several keys begin with `{start}`, among them {} and {}: give more of it",
            first.key, second.key
        ))),
    }
}

fn show(store: &DirectoryStore, start: &str) -> Result<(), CliError> {
    let key = find(store, start)?;
    let gone = || CliError::new(format!("the entry {key} is gone"));
    let bytes = store.peek(&key)?.ok_or_else(gone)?;
    print!("{}", Artifact::manifest_text(&bytes)?);
    Ok(())
}

fn verify(store: &DirectoryStore) -> Result<ExitCode, CliError> {
    let entries = store.entries()?;
    let (mut damaged, mut others) = (0, 0);
    for entry in &entries {
        let Some(bytes) = store.peek(&entry.key)? else {
            continue;
        };
        let key = Some(entry.key.text());
        let problem = match Artifact::manifest_of(&bytes) {
            Ok(manifest) if manifest.key == key => continue,
            // Another version that shares this cache knows what to do with it.
            Err(Error::Version(_)) => {
                others += 1;
                continue;
            }
            Ok(_) => "it was made from something else".to_string(),
            Err(error) => error.with_sources(),
        };
        println!("{}: {problem}; removed", entry.key);
        store.remove(&entry.key)?;
        damaged += 1;
    }
    let others = match others {
        0 => String::new(),
        others => format!(", {others} of another version of fvopt"),
    };
    println!("{}, {damaged} damaged{others}", counted(entries.len()));
    Ok(ExitCode::from(u8::from(damaged > 0)))
}
