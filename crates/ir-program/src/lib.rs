//! The program dialect as Rust sees it, and the registration of both dialects.
//!
//! As in `ir_stencil`: [`ops`] has a handle type per operation, [`verify`] the
//! numbered constraints of `dialects/program/*.td`.

pub mod attributes;
pub mod build;
pub mod hooks;
pub mod nesting;
pub mod ods;
pub mod ops;
pub mod simplify;
pub mod verify;

use mlir_shim::melior::{Context, dialect::DialectRegistry};

/// Adds the stencil and program dialects to a registry and sets their hooks.
pub fn register(registry: &DialectRegistry) {
    ir_stencil::hooks::set();
    hooks::set();
    mlir_shim::register_dialects(registry);
}

/// Adds both dialects to a context of the caller's and loads them with the
/// upstream dialects that bodies use (`arith`, `math`, `scf`).
pub fn load(context: &Context) {
    let registry = DialectRegistry::new();
    register(&registry);
    context.append_dialect_registry(&registry);
    for name in ["arith", "math", "scf", "stencil", "program"] {
        context.get_or_load_dialect(name);
    }
}
