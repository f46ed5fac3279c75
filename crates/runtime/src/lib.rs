//! Compiling a program, binding arguments to it, calling it.
//!
//! A [`Compiler`] makes an [`Artifact`] of an entry of a module, for a [`Target`]: data and machine
//! code, which need the module no more and go to any thread. [`Artifact::bind`] checks arguments
//! once: types, allocations, overlap. [`Binding::call`] then runs the code with no further checks,
//! look-ups or allocations of its own.
//!
//! A [`Program`] is for those who have the module at hand: it tells what an entry needs before anything
//! is compiled, and compiles artifacts when something is bound, also those in which arguments are one field.

mod arguments;
mod artifact;
mod binding;
mod compiler;
mod error;
mod field;
mod host;
mod program;
mod required;
mod rows;
mod running;
mod signature;
mod statistics;

pub use arguments::Argument;
pub use artifact::Artifact;
pub use binding::Binding;
pub use compiler::Compiler;
pub use error::Error;
pub use field::FieldMemory;
pub use fvopt_lowering::target::{Cpu, Target};
pub use host::{HostArray, HostFunctions, NoHost};
pub use program::Program;
pub use signature::{ArgumentType, FieldShape, Signature};
pub use statistics::Statistics;
