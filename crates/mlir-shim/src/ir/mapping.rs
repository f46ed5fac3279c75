//! Cloning with values replaced.

use super::{Op, Value};
use crate::ffi;
use std::{ffi::c_void, marker::PhantomData};

/// A map from values to values that clones follow and extend.
pub struct Mapping<'c>(*mut c_void, PhantomData<&'c ()>);

impl<'c> Mapping<'c> {
    /// An empty map.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        // SAFETY: a fresh object, owned.
        Self(unsafe { ffi::fvoptMappingCreate() }, PhantomData)
    }

    /// Uses of `from` become uses of `to` in clones made later.
    pub fn map(&mut self, from: Value<'c>, to: Value<'c>) {
        // SAFETY: the map is alive.
        unsafe { ffi::fvoptMappingMap(self.0, from.0, to.0) }
    }

    /// What the value maps to; itself where it is not mapped.
    pub fn lookup(&self, from: Value<'c>) -> Value<'c> {
        // SAFETY: the map is alive.
        Value::from_raw(unsafe { ffi::fvoptMappingLookup(self.0, from.0) })
    }

    /// A detached deep copy; its results are entered into the map.
    pub fn clone_op(&mut self, op: Op<'c>) -> Op<'c> {
        // SAFETY: the map and the operation are alive.
        Op::from_raw(unsafe { ffi::fvoptMappingClone(self.0, op.0) })
    }
}

impl Drop for Mapping<'_> {
    fn drop(&mut self) {
        // SAFETY: owned, destroyed once.
        unsafe { ffi::fvoptMappingDestroy(self.0) }
    }
}
