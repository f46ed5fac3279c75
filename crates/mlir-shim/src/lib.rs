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
//! - [`engine`]: machine code, as objects and in memory;
//! - [`libm`]: the one math library that the interpreter and compiled code call;
//! - [`memory`]: how much of it is in use;
//! - [`nesting`], [`stack`]: how deep programs may nest, and threads for what recurses.
//!
//! **Invariant of the handles.** `Op<'c>` and its like are copies of a pointer, and `'c` is the time
//! for which what they point to is alive: handles begin at a borrow of the module that owns the
//! IR ([`ir::OwnedModule::op`], [`ir::Op::of_module`], [`ir::Op::of_melior`]) or at a function that
//! MLIR calls with it (a pass, a hook), and every other handle comes from one of those. So safe code
//! cannot keep one beyond its module (a test of the crate `fvopt` shows that this does not compile).
//!
//! Handles that own are types of their own and are not copied: `OwnedModule`, [`ir::Mapping`], and
//! melior's `Operation`, which [`ir::Op::adopt`] takes and [`ir::Op::into_melior`], which is `unsafe`,
//! gives. A detached operation that nobody inserts is leaked, which is safe.
//!
//! One thing no lifetime says: what is erased ([`ir::Op::erase`], [`ir::Rewriter`]), and what was moved
//! into another module that dies first ([`ir::Op::move_to_end`]). After either, handles to the operation
//! and to what it holds must not be used, as in MLIR's own interfaces and in melior's. To prove
//! that to the compiler would take a mutable borrow of the whole module wherever one operation is
//! looked at, and passes hold many handles while they rewrite. Results that are still used stop an
//! erasure with a panic, which is how most mistakes of this kind show.

mod bytecode;
pub mod diagnostic;
pub mod engine;
mod ffi;
pub mod hooks;
pub mod ir;
pub mod memory;
pub mod nesting;
pub mod pass;
pub mod stack;
pub mod tools;

pub use fvopt_native::libm;
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
