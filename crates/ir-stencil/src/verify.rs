//! The numbered constraints of the stencil dialect.

use mlir_shim::ir::{Op, Rewriter, Value};

/// Verifies an operation without looking into its regions.
pub fn verify(_op: Op<'_>) -> bool {
    true
}

/// Verifies what depends on the regions of an operation.
pub fn verify_regions(_op: Op<'_>) -> bool {
    true
}

/// The value that the only result may be replaced by.
pub fn fold<'c>(_op: Op<'c>) -> Option<Value<'c>> {
    None
}

/// Simplifies an operation.
pub fn canonicalize<'c>(_op: Op<'c>, _rewriter: &Rewriter<'c>) -> bool {
    false
}
