//! Compiling a program, binding arguments, calling it.
//!
//! A [`Compiler`] makes an [`Artifact`] of an entry of a module, for a [`Target`]: data and machine
//! code, which need the module no more and go to any thread. [`Artifact::bind`] checks arguments
//! once: types, allocations, overlap. [`Binding::call`] then runs the code with no further checks,
//! look-ups or allocations of its own. Artifacts and what is done with them are `fvopt_frozen`, which
//! needs no MLIR.
//!
//! A [`Program`] is for those who have the module at hand: it tells what an entry needs before anything
//! is compiled, and compiles artifacts when something is bound, also those in which arguments are one field.

mod canonical;
mod compiler;
mod ir;
mod program;
mod versions;

pub use compiler::{Compiler, identity as compiler_identity, load};
pub use fvopt_frozen::export::library_name;
pub use fvopt_frozen::{
    Argument, ArgumentType, Artifact, Binding, Compiled, Cpu, Error, FieldMemory, FieldShape,
    HostArray, HostFunctions, NoHost, Signature, Statistics, Strategy, Target, cache,
};
pub use ir::{shape_of, signature_of};
pub use program::Program;
pub use versions::Versions;
