//! Where artifacts are kept.

use super::Key;
use std::{any::Any, fmt};

/// Something that keeps bytes under keys, for many processes at once. [`super::DirectoryStore`] is one; others
/// can be plugged in with [`super::Cache::new`].
///
/// What [`Self::put`] was given is what [`Self::get`] gives, whole, or nothing: never a part.
pub trait Store: Send + Sync {
    /// What it is, for messages.
    fn name(&self) -> String;

    /// The bytes under a key, where there are any. Counts as a use of them.
    fn get(&self, key: &Key) -> Result<Option<Vec<u8>>, StoreError>;

    /// Keeps bytes under a key, in the place of those that are there.
    fn put(&self, key: &Key, bytes: &[u8]) -> Result<(), StoreError>;

    /// Forgets a key; it need not be there.
    fn remove(&self, key: &Key) -> Result<(), StoreError>;

    /// What it holds, the one that was used last at the end.
    fn entries(&self) -> Result<Vec<Entry>, StoreError>;

    /// Waits until no other process works on a key, and then keeps others waiting until the result is
    /// dropped, or this process ends. A store that has no locks gives one that keeps nobody waiting: then
    /// several processes do the same work, and each stores the same.
    fn lock(&self, key: &Key) -> Result<Box<dyn Any + Send>, StoreError> {
        let _ = key;
        Ok(Box::new(()))
    }
}

/// An entry of a store.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Its key.
    pub key: Key,
    /// Its size.
    pub bytes: u64,
}

/// Why a store could not do what it was asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StoreError(pub String);

impl fmt::Display for StoreError {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for StoreError {}
