//! Frozen programs: artifacts as bytes and files, keys, and the cache.

mod artifacts;
mod cached;
mod harness;
mod keys;
