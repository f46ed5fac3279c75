//! What is known about values when compiling.

use mlir_shim::ir::Value;

/// The integer (or index, or truth value) of an `arith.constant`.
pub fn constant_integer(value: Value<'_>) -> Option<i64> {
    let op = value.defining_op()?;
    if !op.is("arith.constant") {
        return None;
    }
    op.attr("value")?.as_integer()
}
