//! Which accesses of a body decide a value that it yields, whatever the data.

use ir_stencil::ops::AnyAccess;
use mlir_shim::ir::{Op, Value};
use std::collections::HashSet;

/// The accesses at constant offsets, to temps without components, of which a value that a body
/// yields is computed for certain: through everything but the sides of a selection and what stands
/// in branches and loops.
pub(super) fn certain_accesses<'c>(op: Op<'c>, yielded: usize) -> Vec<AnyAccess<'c>> {
    let Some(body) = op.body() else {
        return Vec::new();
    };
    let mut left: Vec<Value<'c>> = Vec::new();
    left.extend(body.terminator().map(|last| last.operand(yielded)));
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    while let Some(value) = left.pop() {
        let Some(op) = value.defining_op() else {
            continue;
        };
        if op.block() != Some(body) || !seen.insert(op) {
            continue;
        }
        if op.is("stencil.access") {
            let access = AnyAccess(op);
            if access.components().is_empty() {
                found.push(access);
            }
        } else if op.is("arith.select") || op.is("scf.if") {
            left.push(op.operand(0));
        } else if op.region_count() == 0 {
            left.extend(
                op.operands()
                    .into_iter()
                    .filter(|operand| !operand.ty().is_temp()),
            );
        }
    }
    found
}
