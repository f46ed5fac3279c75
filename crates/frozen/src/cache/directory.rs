//! A store in a folder.
//!
//! ```text
//! v1/objects/ab/ab12…     an artifact, by its key
//! v1/temporary/           what is being written, until it is renamed
//! v1/locks/ab12…          held by the process that makes an artifact
//! v1/uses                 keys in the order in which they were used
//! ```
//!
//! What is under a key's name is whole: it was written elsewhere, synchronized, and renamed. Recency is an order
//! of lines in a file, so that no clock has to be right. An artifact is code: a folder that anybody can write, and
//! objects of another user than the folder's, are refused.

use super::{
    Key, StoreError,
    lock::{self, Locks},
    store::{Entry, Store},
};
use crate::trust::{self, Refused};
use std::{
    any::Any,
    collections::HashMap,
    fs::{self, DirBuilder, File},
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

/// The version of the layout: another one is another folder.
const LAYOUT: &str = "v1";
/// The bytes that a store keeps unless it is told otherwise.
const LIMIT: u64 = 1 << 30;
/// The record of uses is written anew, with each key once, when it has grown by this many bytes.
const RECORD_PART: u64 = 1 << 18;

/// A store in a folder of the file system.
#[derive(Clone, Debug)]
pub struct DirectoryStore {
    root: PathBuf,
    /// Whose objects are trusted, besides the system's.
    owner: u32,
    is_writable: bool,
    limit: u64,
    locks: Locks,
}

impl DirectoryStore {
    /// The store of a folder of this user's, which is made where it is not there. It keeps as many bytes as
    /// `FVOPT_CACHE_LIMIT` says (such as `500M` or `2G`), and 1 GiB otherwise.
    pub fn create(folder: &Path) -> Result<Self, StoreError> {
        let limit = match std::env::var("FVOPT_CACHE_LIMIT") {
            Ok(text) => parse_bytes(&text).ok_or_else(|| {
                StoreError(format!(
                    "FVOPT_CACHE_LIMIT is `{text}`, which is no number of bytes such as 500M or 2G"
                ))
            })?,
            Err(_) => LIMIT,
        };
        let root = folder.join(LAYOUT);
        make_folder(&root).map_err(|error| problem("make", &root, &error))?;
        let owner = fvopt_native::user();
        for path in [folder, &root] {
            check_folder(path, owner)?;
        }
        Ok(Self {
            root,
            owner,
            is_writable: true,
            limit,
            locks: Locks::Files,
        })
    }

    /// The store of a folder that is only read, and whose owner is trusted: one who names it names whose code
    /// runs.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let root = folder.join(LAYOUT);
        let data = fs::metadata(&root).map_err(|error| problem("read", &root, &error))?;
        for path in [folder, &root] {
            check_folder(path, data.uid())?;
        }
        Ok(Self {
            root,
            owner: data.uid(),
            is_writable: false,
            limit: LIMIT,
            locks: Locks::Files,
        })
    }

    /// The same store with another limit of its size, in bytes.
    pub fn with_limit(self, limit: u64) -> Self {
        Self { limit, ..self }
    }

    /// The same store with leases in the place of locks, as it works on file systems that have none.
    pub fn with_leases(self) -> Self {
        Self {
            locks: Locks::Leases,
            ..self
        }
    }

    /// The most bytes that it keeps.
    pub fn limit(&self) -> u64 {
        self.limit
    }

    /// The bytes under a key, like [`Store::get`], which does not count as a use.
    pub fn peek(&self, key: &Key) -> Result<Option<Vec<u8>>, StoreError> {
        let path = self.object(key);
        match trust::read(&path, Some(self.owner)) {
            Ok((bytes, _)) => Ok(Some(bytes)),
            Err(Refused::Io(error)) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(problem) => Err(refused(&path, problem)),
        }
    }

    fn object(&self, key: &Key) -> PathBuf {
        let text = key.text();
        self.root.join("objects").join(&text[..2]).join(&text)
    }

    fn record(&self) -> PathBuf {
        self.root.join("uses")
    }

    /// Writes down that a key was used; it does not matter much where that fails.
    fn note_use(&self, key: &Key) {
        let mut options = File::options();
        let options = options.append(true).create(true).mode(0o600);
        let Ok(mut file) = options.open(self.record()) else {
            return;
        };
        // One write, so that lines of several processes do not mix.
        let line = format!("{key}\n");
        if file.write_all(line.as_bytes()).is_ok()
            && let Ok(data) = file.metadata()
        {
            let before = data.len().saturating_sub(line.len() as u64);
            if before / RECORD_PART != data.len() / RECORD_PART {
                self.shorten_record();
            }
        }
    }

    /// Keys in the order of their last uses.
    fn uses(&self) -> Vec<Key> {
        let text = fs::read(self.record()).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<Key> = text.lines().filter_map(|line| line.parse().ok()).collect();
        let mut last: HashMap<Key, usize> = HashMap::new();
        for (number, key) in lines.iter().enumerate() {
            last.insert(*key, number);
        }
        let keys = lines.iter().enumerate();
        keys.filter(|(number, key)| last[*key] == *number)
            .map(|(_, key)| *key)
            .collect()
    }

    /// Writes a file beside the others and then gives it its name.
    fn publish(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let _span = tracing::info_span!("publish").entered();
        let folder = self.root.join("temporary");
        make_folder(&folder)?;
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("{}-{number}", lock::process_name());
        let temporary = folder.join(name);
        let mut options = File::options();
        let options = options.write(true).create_new(true).mode(0o600);
        let mut file = options.open(&temporary)?;
        // As long as it is locked, nobody takes it for what a dead process left behind.
        let _ = file.try_lock();
        let written = (|| {
            file.write_all(bytes)?;
            file.sync_all()?;
            let parent = path.parent().unwrap_or(&self.root);
            make_folder(parent)?;
            fs::rename(&temporary, path)?;
            // The name lasts as well; some file systems cannot promise that.
            let _ = File::open(parent).and_then(|folder| folder.sync_all());
            Ok(())
        })();
        if written.is_err() {
            let _ = fs::remove_file(&temporary);
        }
        written
    }

    /// Removes what dead processes left behind.
    fn remove_left_behind(&self) {
        let Ok(files) = fs::read_dir(self.root.join("temporary")) else {
            return;
        };
        for file in files.flatten() {
            let is_dead = File::open(file.path()).is_ok_and(|file| file.try_lock().is_ok());
            if is_dead {
                let _ = fs::remove_file(file.path());
            }
        }
    }

    /// Removes entries, the one that was used longest ago first, until the rest takes no more bytes than this;
    /// but not the one that is to be kept. Gives the removed ones.
    pub fn shrink(&self, limit: u64, kept: Option<&Key>) -> Result<Vec<Entry>, StoreError> {
        let entries = self.entries()?;
        let mut whole: u64 = entries.iter().map(|entry| entry.bytes).sum();
        let mut removed = Vec::new();
        for entry in entries {
            if whole <= limit {
                break;
            }
            if Some(&entry.key) != kept {
                self.remove(&entry.key)?;
                whole -= entry.bytes;
                removed.push(entry);
            }
        }
        self.remove_left_behind();
        self.shorten_record();
        Ok(removed)
    }

    /// Writes the record of uses anew, each key once, and only those that are there.
    fn shorten_record(&self) {
        let keys = self.uses().into_iter();
        let lines: Vec<String> = keys
            .filter(|key| self.object(key).exists())
            .map(|key| format!("{key}\n"))
            .collect();
        // Uses that others write down meanwhile are lost: an entry may then seem older than it is.
        let _ = self.publish(&self.record(), lines.concat().as_bytes());
    }

    /// After an entry was added: room for it, where it takes more than there may be.
    fn keep_small(&self, key: &Key) -> Result<(), StoreError> {
        // Looks at all entries for each one that is added: adding one takes a compilation.
        let sizes = self.sizes()?;
        let whole: u64 = sizes.values().sum();
        if whole > self.limit {
            // Some room at once, so that not every addition has to look for some.
            self.shrink(self.limit / 10 * 9, Some(key))?;
        }
        Ok(())
    }

    fn sizes(&self) -> Result<HashMap<Key, u64>, StoreError> {
        let mut sizes = HashMap::new();
        let objects = self.root.join("objects");
        let folders = match fs::read_dir(&objects) {
            Ok(folders) => folders,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(sizes),
            Err(error) => return Err(problem("read", &objects, &error)),
        };
        for folder in folders.flatten() {
            let Ok(files) = fs::read_dir(folder.path()) else {
                continue;
            };
            for file in files.flatten() {
                let key = file.file_name().to_str().and_then(|name| name.parse().ok());
                if let (Some(key), Ok(data)) = (key, file.metadata()) {
                    sizes.insert(key, data.len());
                }
            }
        }
        Ok(sizes)
    }
}

impl Store for DirectoryStore {
    fn name(&self) -> String {
        self.root.display().to_string()
    }

    fn get(&self, key: &Key) -> Result<Option<Vec<u8>>, StoreError> {
        let bytes = self.peek(key)?;
        if bytes.is_some() && self.is_writable {
            self.note_use(key);
        }
        Ok(bytes)
    }

    fn put(&self, key: &Key, bytes: &[u8]) -> Result<(), StoreError> {
        let path = self.object(key);
        let published = self.publish(&path, bytes);
        published.map_err(|error| problem("write", &path, &error))?;
        self.note_use(key);
        self.keep_small(key)
    }

    fn remove(&self, key: &Key) -> Result<(), StoreError> {
        let path = self.object(key);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(problem("remove", &path, &error))
            }
            _ => Ok(()),
        }
    }

    fn entries(&self) -> Result<Vec<Entry>, StoreError> {
        let mut sizes = self.sizes()?;
        let used = self.uses().into_iter();
        let used: Vec<Entry> = used
            .filter_map(|key| {
                let bytes = sizes.remove(&key)?;
                Some(Entry { key, bytes })
            })
            .collect();
        // What nobody wrote down a use of is the oldest.
        let rest = sizes.into_iter();
        let mut entries: Vec<Entry> = rest.map(|(key, bytes)| Entry { key, bytes }).collect();
        entries.sort_by_key(|entry| entry.key);
        entries.extend(used);
        Ok(entries)
    }

    fn lock(&self, key: &Key) -> Result<Box<dyn Any + Send>, StoreError> {
        let folder = self.root.join("locks");
        let path = folder.join(key.text());
        let locked = make_folder(&folder).and_then(|()| self.locks.acquire(&path));
        locked.map_err(|error| problem("lock", &path, &error))
    }
}

fn problem(what: &str, path: &Path, error: &io::Error) -> StoreError {
    StoreError(format!("cannot {what} {}: {error}", path.display()))
}

/// A folder of this user's alone, with those above it.
fn make_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Refuses a folder that others than its owner can write to.
fn check_folder(path: &Path, owner: u32) -> Result<(), StoreError> {
    trust::check_folder(path, owner).map_err(|problem| refused(path, problem))
}

fn refused(path: &Path, problem_with: Refused) -> StoreError {
    match problem_with {
        Refused::Io(error) => problem("read", path, &error),
        Refused::Untrusted(problem) => StoreError(problem),
    }
}

/// `500M`, `2G`, `1000`.
pub fn parse_bytes(text: &str) -> Option<u64> {
    let text = text.trim();
    let (number, unit) = match text.char_indices().last()? {
        (end, 'k' | 'K') => (&text[..end], 1 << 10),
        (end, 'm' | 'M') => (&text[..end], 1 << 20),
        (end, 'g' | 'G') => (&text[..end], 1 << 30),
        _ => (text, 1),
    };
    number.trim().parse::<u64>().ok()?.checked_mul(unit)
}
