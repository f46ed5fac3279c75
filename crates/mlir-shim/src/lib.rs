//! The bridge between fvopt and MLIR.
//!
//! Everything that needs `unsafe` or a raw `Mlir*` handle is here; the other
//! crates deny `unsafe` and see only the types of this one:
//!
//! - [`ir`]: small copyable handles to operations, values, blocks, types and
//!   attributes, and a builder;
//! - [`hooks`]: how a dialect's verifiers, folds and canonicalizations, written
//!   in Rust, reach MLIR;
//! - [`pass`]: how a pass written in Rust becomes one that textual pipelines know;
//! - [`diagnostic`]: emitting with notes, and collecting into owned values;
//! - [`tools`]: `mlir-opt` and the language server with our dialects;
//! - [`engine`]: machine code in memory;
//! - [`libm`]: the one math library that the interpreter and compiled code call;
//! - [`memory`]: how much of it is in use;
//! - [`nesting`], [`stack`]: how deep programs may nest, and threads for what recurses.
//!
//! **Invariant of the handles.** A handle is valid while the IR it points into
//! lives and the operation was not erased. Erasing is the one thing that a
//! program must get right by itself, as in MLIR's own interfaces; the lifetime
//! `'c` only ties handles to their context.

mod bytecode;
pub mod diagnostic;
pub mod engine;
mod ffi;
pub mod hooks;
pub mod ir;
pub mod libm;
pub mod memory;
pub mod nesting;
mod pages;
pub mod pass;
mod pool;
pub mod stack;
pub mod tools;

pub use melior;

use melior::dialect::DialectRegistry;
use std::sync::Once;

/// Adds the stencil and the program dialect to a registry. Their hooks must be
/// set (see [`hooks`]) before a context loads them; `ir_program::register` does both.
pub fn register_dialects(registry: &DialectRegistry) {
    // SAFETY: the registry outlives the call, and the callee only adds to it.
    unsafe { ffi::fvoptRegisterDialects(registry.to_raw()) }
}

/// Registers upstream's passes, once however often it is called. `canonicalize` is without the
/// patterns that change values ([`pass::UNSOUND_PATTERNS`]), also where it was registered before.
pub fn register_upstream_passes() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        melior::utility::register_all_passes();
        pass::guard_canonicalizer();
    });
}
