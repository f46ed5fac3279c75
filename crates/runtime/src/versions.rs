//! The versions of what makes code.

use crate::compiler::COMPILER;
use fvopt_frozen::{MANIFEST_VERSION, abi};
use mlir_shim::engine;

/// The versions of all that makes code and calls it: a part of the key of a compiled program.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Versions {
    /// The compiler, its version and a hash of its sources.
    pub compiler: String,
    /// LLVM.
    pub llvm: String,
    /// The memory ABI.
    pub abi: u32,
    /// The manifest.
    pub manifest: u32,
}

impl Versions {
    /// Those of this process.
    pub fn of_this() -> Self {
        Self {
            compiler: COMPILER.into(),
            llvm: engine::llvm_version().into(),
            abi: abi::VERSION,
            manifest: MANIFEST_VERSION,
        }
    }
}
