//! Frozen programs: compiled once, bound once, called often.
//!
//! An [`Artifact`] is a compiled program: machine code and a [`Manifest`] that says what it takes, what it
//! needs and what it was made for. It can be written and loaded, by any process, and needs no compiler:
//! nothing of MLIR is in this crate. [`Artifact::bind`] checks arguments once; [`Binding::call`] then runs
//! the code with no further checks, look-ups or allocations of its own. A [`cache::Cache`] keeps artifacts
//! by what they were made from, for all processes.

pub mod abi;
mod arguments;
mod artifact;
mod binding;
pub mod cache;
mod compiled;
mod container;
mod error;
pub mod export;
mod field;
mod foreign;
mod host;
mod link;
mod manifest;
mod required;
mod rows;
mod running;
mod scratch;
mod signature;
mod statistics;
pub mod target;
mod trust;
mod written;

pub use arguments::{Argument, Pattern, check_parts, check_types, equal, integers};
pub use artifact::{Artifact, Image, Variant};
pub use binding::Binding;
pub use compiled::{Compiled, Files};
pub use error::Error;
pub use field::FieldMemory;
pub use host::{Callback, HostArray, HostFunctions, NoHost};
pub use link::{Linkage, archive, link};
pub use manifest::{Manifest, ObjectFile, Processor, VERSION as MANIFEST_VERSION};
pub use required::Required;
pub use signature::{ArgumentType, FieldShape, Signature};
pub use statistics::Statistics;
pub use target::{Cpu, Strategy, Target};
