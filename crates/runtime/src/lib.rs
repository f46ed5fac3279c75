//! Compiling a program, binding arguments to it, calling it.
//!
//! [`Program`] compiles an entry of a module, for a domain or for any.
//! [`Program::bind`] checks the arguments once: types, allocations, overlap; it
//! compiles a variant with unified arguments where one field is passed twice.
//! [`Binding::call`] then runs the code with no further checks of its own.

mod binding;
mod compile;
mod error;
mod field;
mod host;
mod required;
mod rows;
mod running;
mod signature;
mod statistics;
mod variant;

pub use binding::{Argument, Binding};
pub use compile::{Options, Program};
pub use error::Error;
pub use field::FieldMemory;
pub use host::{HostArray, HostFunctions, NoHost};
pub use signature::{ArgumentType, FieldShape, Signature};
pub use statistics::Statistics;
