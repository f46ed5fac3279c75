//! What MLIR calls: the dialect's hooks.

use crate::verify;
use mlir_shim::hooks::{self, Dialect, DialectHooks};

/// Sets the hooks of the program dialect; once however often it is called.
pub fn set() {
    hooks::set_dialect_hooks(
        Dialect::Program,
        DialectHooks {
            verify: verify::verify,
            verify_regions: |_| true,
            verify_symbol_uses: verify::verify_symbol_uses,
            verify_attribute: verify::verify_attribute,
            fold: |_| None,
            canonicalize: verify::canonicalize,
        },
    );
}
