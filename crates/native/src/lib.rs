//! Compiled programs as a process has them.
//!
//! What a compiled program needs while it runs, and what calls it; nothing of MLIR, so that a process which
//! only runs programs starts in milliseconds:
//!
//! - [`Function`], [`Frame`], [`Host`]: calls by the memory ABI;
//! - [`SharedObject`]: code that was linked earlier, perhaps by another process;
//! - [`Buffer`]: memory of fields; and the memory that programs take while they run;
//! - [`libm`]: the one math library that the interpreter and compiled code call;
//! - [`set_threads`]: LLVM's OpenMP library;
//! - [`cpu`]: what the processor of this machine has;
//! - [`Scalar`], [`Symbol`], [`Diagnostic`]: words that all crates share.

mod buffer;
pub mod cpu;
mod diagnostic;
mod frame;
mod function;
mod host;
mod image;
pub mod libm;
mod openmp;
mod pages;
mod pool;
mod scalar;
mod shared_object;
mod symbol;

pub use buffer::{Buffer, read, write};
pub use diagnostic::{Diagnostic, Severity};
pub use frame::Frame;
pub use function::{Code, Entry, Function};
pub use host::{HOST_PANICKED, Host};
pub use openmp::{library as openmp_library, set_threads};
pub use scalar::Scalar;
pub use shared_object::SharedObject;
pub use symbol::Symbol;

use std::fmt;

/// Why code could not be made, loaded or run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EngineError(pub String);

impl fmt::Display for EngineError {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for EngineError {}

/// Where the LLVM is that fvopt was built with; empty where that was not known.
pub const LLVM_PREFIX: &str = env!("FVOPT_LLVM_PREFIX");

/// The user that this process acts for.
pub fn user() -> u32 {
    // SAFETY: it cannot fail and touches nothing.
    unsafe { libc::geteuid() }
}

/// The functions of this process that compiled code calls, with their addresses: the host's, those of
/// memory, and libm's. Code that is linked into a shared object has its own, which lead here.
pub fn symbols() -> impl Iterator<Item = (&'static str, *mut ())> {
    let symbols = libm::addresses().into_iter().chain(pool::addresses());
    symbols.chain(host::addresses())
}
