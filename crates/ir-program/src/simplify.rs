//! Canonicalizations of the program dialect.

use crate::ops::{For, If, Yield};
use ir_stencil::values::constant_integer;
use mlir_shim::ir::{Op, Rewriter};

/// Simplifies an operation.
///
/// - a branch on a constant is the body that runs;
/// - a loop over a range that is constant and empty is its initial values.
pub fn canonicalize<'c>(op: Op<'c>, rewriter: &Rewriter<'c>) -> bool {
    match op.name() {
        If::NAME => inline_taken(If(op), rewriter).is_some(),
        For::NAME => drop_empty_loop(For(op), rewriter).is_some(),
        _ => false,
    }
}

fn inline_taken<'c>(branch: If<'c>, rewriter: &Rewriter<'c>) -> Option<()> {
    let op = branch.0;
    let taken = if constant_integer(branch.condition())? != 0 {
        Some(branch.then_block())
    } else {
        branch.else_block()
    };
    let Some(body) = taken else {
        rewriter.erase(op);
        return Some(());
    };
    let terminator = body.terminator().filter(|last| Yield::is(*last))?;
    let values = terminator.operands();
    rewriter.inline_block_before(body, op, &[]);
    rewriter.replace(op, &values);
    rewriter.erase(terminator);
    Some(())
}

fn drop_empty_loop<'c>(loop_op: For<'c>, rewriter: &Rewriter<'c>) -> Option<()> {
    let [low, high, step] = loop_op.range().map(constant_integer);
    // A step that is not positive is an error when it runs, and stays.
    if high? <= low? && step? > 0 {
        rewriter.replace(loop_op.0, &loop_op.inits());
        Some(())
    } else {
        None
    }
}
