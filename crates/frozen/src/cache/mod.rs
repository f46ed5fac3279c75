//! The cache: artifacts by what they were made from, for all processes of a user or of a cluster.
//!
//! A cache is a store that is written, and below it any number that are only read. What is wrong with it never
//! keeps a program from running: a damaged entry is forgotten and made again, and a store that cannot be
//! used is passed over. [`Cache::problems`] tells.

mod directory;
mod key;
mod lock;
mod store;

pub use directory::{DirectoryStore, parse_bytes};
pub use key::{Key, KeyBuilder};
pub use store::{Entry, Store, StoreError};

use crate::{Artifact, Error};
use std::{
    any::Any,
    ffi::OsString,
    fmt,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

/// Artifacts by key. Clones share it.
#[derive(Clone)]
pub struct Cache(Arc<Layers>);

impl fmt::Debug for Cache {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        let names: Vec<String> = self.stores().map(Store::name).collect();
        write!(formatter, "Cache({})", names.join(", "))
    }
}

struct Layers {
    private: Option<Box<dyn Store>>,
    shared: Vec<Box<dyn Store>>,
    problems: Mutex<Vec<String>>,
}

/// The result of asking for a key that is not there: others wait for whoever has it.
pub struct Reservation {
    _lock: Option<Box<dyn Any + Send>>,
}

/// What a cache has under a key.
pub enum Lookup {
    /// An artifact.
    Hit(Artifact),
    /// Nothing; the caller makes it and gives it to [`Cache::put`].
    Miss(Reservation),
}

impl Cache {
    /// A cache of a store that is written, and others that are only read, the first asked first.
    pub fn new(private: Option<Box<dyn Store>>, shared: Vec<Box<dyn Store>>) -> Self {
        Self(Arc::new(Layers {
            private,
            shared,
            problems: Mutex::default(),
        }))
    }

    /// The cache that the environment names; one without stores where that says `FVOPT_CACHE=off`. Folders `FVOPT_CACHE_LAYERS` (separated by colons, only read) below
    /// the folder [`private_folder`], which is made where it is not there. A folder that cannot serve is
    /// passed over.
    pub fn of_environment() -> Self {
        if is_off() {
            return Self::new(None, Vec::new());
        }
        let mut problems = Vec::new();
        let mut keep = |store: Result<DirectoryStore, StoreError>| match store {
            Ok(store) => Some(Box::new(store) as Box<dyn Store>),
            Err(StoreError(problem)) => {
                problems.push(problem);
                None
            }
        };
        let private = private_folder().and_then(|folder| keep(DirectoryStore::create(&folder)));
        let shared = shared_folders()
            .into_iter()
            .filter_map(|folder| keep(DirectoryStore::open(&folder)))
            .collect();
        let cache = Self::new(private, shared);
        problems.into_iter().for_each(|problem| cache.note(problem));
        cache
    }

    /// The stores, the one that is written first.
    pub fn stores(&self) -> impl Iterator<Item = &dyn Store> {
        let Layers {
            private, shared, ..
        } = &*self.0;
        private.iter().chain(shared).map(|store| &**store)
    }

    /// The store that is written.
    pub fn private(&self) -> Option<&dyn Store> {
        self.0.private.as_deref()
    }

    /// What went wrong since it was last asked.
    pub fn problems(&self) -> Vec<String> {
        let problems = self.0.problems.lock();
        std::mem::take(&mut *problems.unwrap_or_else(PoisonError::into_inner))
    }

    fn note(&self, problem: String) {
        tracing::debug!("{problem}");
        let problems = self.0.problems.lock();
        let mut problems = problems.unwrap_or_else(PoisonError::into_inner);
        if !problems.contains(&problem) {
            problems.push(problem);
        }
    }

    /// The artifact under a key, if there is one that can be used here.
    pub fn get(&self, key: &Key) -> Option<Artifact> {
        self.stores().find_map(|store| {
            let bytes = match store.get(key) {
                Ok(bytes) => bytes?,
                Err(error) => {
                    self.note(format!("the cache cannot be read: {error}"));
                    return None;
                }
            };
            match open(key, &bytes) {
                Ok(artifact) => Some(artifact),
                Err(error) => {
                    self.note(format!(
                        "the entry {key} of {} cannot be used, and is made again: {}",
                        store.name(),
                        error.with_sources()
                    ));
                    None
                }
            }
        })
    }

    /// The artifact under a key; or the right to make it: a process that asks meanwhile waits until the
    /// artifact is there or its maker is not.
    pub fn lookup(&self, key: &Key) -> Lookup {
        if let Some(artifact) = self.get(key) {
            return Lookup::Hit(artifact);
        }
        let Some(private) = self.private() else {
            return Lookup::Miss(Reservation { _lock: None });
        };
        let lock = match private.lock(key) {
            Ok(lock) => lock,
            Err(error) => {
                self.note(format!("the cache cannot be locked: {error}"));
                return Lookup::Miss(Reservation { _lock: None });
            }
        };
        // Another process may have made it while this one waited.
        let again = match private.get(key) {
            Ok(Some(bytes)) => open(key, &bytes).ok(),
            _ => None,
        };
        match again {
            Some(artifact) => Lookup::Hit(artifact),
            None => Lookup::Miss(Reservation { _lock: Some(lock) }),
        }
    }

    /// Keeps an artifact under its key and lets those go on that wait for it.
    pub fn put(&self, key: &Key, artifact: &Artifact, reservation: Reservation) {
        if let Some(private) = self.private() {
            let kept = artifact.to_bytes().map_err(|error| error.with_sources());
            let kept = kept.and_then(|bytes| {
                let put = private.put(key, &bytes);
                put.map_err(|error| error.to_string())
            });
            if let Err(problem) = kept {
                self.note(format!(
                    "the compiled program cannot be kept in the cache: {problem}"
                ));
            }
        }
        drop(reservation);
    }
}

/// Reads an entry, which must be the one that was asked for.
fn open(key: &Key, bytes: &[u8]) -> Result<Artifact, Error> {
    let artifact = Artifact::from_bytes(bytes)?;
    match artifact.manifest().key.as_deref() == Some(key.text().as_str()) {
        true => Ok(artifact),
        false => Err(Error::Artifact("it was made from something else".into())),
    }
}

/// Whether the environment turns caches off: `FVOPT_CACHE=off`.
pub fn is_off() -> bool {
    std::env::var_os("FVOPT_CACHE").is_some_and(|value| value == "off")
}

/// The folder of the cache that is written: `FVOPT_CACHE_DIR`, or `fvopt` in the folder for caches of the
/// XDG convention; nothing where neither is known.
pub fn private_folder() -> Option<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    if let Some(folder) = variable("FVOPT_CACHE_DIR") {
        return Some(folder.into());
    }
    let caches = variable("XDG_CACHE_HOME")
        .map(PathBuf::from)
        // The convention says that others are to be ignored.
        .filter(|folder| folder.is_absolute());
    let caches = caches.or_else(|| Some(PathBuf::from(variable("HOME")?).join(".cache")));
    Some(caches?.join("fvopt"))
}

/// The folders of caches that are only read.
pub fn shared_folders() -> Vec<PathBuf> {
    let folders: OsString = std::env::var_os("FVOPT_CACHE_LAYERS").unwrap_or_default();
    let folders = std::env::split_paths(&folders);
    folders
        .filter(|folder| !folder.as_os_str().is_empty())
        .collect()
}
