//! The discardable attributes with the prefix of the stencil dialect.

use crate::verify::violation::{Check, require};
use mlir_shim::ir::{Attr, Op};

/// On an `scf.for`: how many iterations are handled at once.
pub const VECTOR: &str = "stencil.vector";

/// stencil_attribute_c1, stencil_attribute_c2
pub(crate) fn verify<'c>(op: Op<'c>, name: &str, value: Attr<'c>) -> Check<'c> {
    require(name == VECTOR, op, "stencil_attribute_c1", || {
        format!("the stencil dialect has no attribute `{name}`; its one is `{VECTOR}`")
    })?;
    let is_number = op.is("scf.for") && value.as_integer().is_some();
    require(is_number, op, "stencil_attribute_c2", || {
        format!(
            "`{VECTOR}` is a number of iterations and stands on an `scf.for`, but it is {value} here"
        )
    })
}
