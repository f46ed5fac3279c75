//! Canonicalizations of the program dialect.

use crate::ops::{Alloc, For, If, Swap, Yield};
use ir_stencil::ops::{Kernel, Store};
use ir_stencil::values::constant_integer;
use mlir_shim::ir::{Op, Rewriter};

/// Simplifies an operation.
///
/// - a branch on a constant is the body that runs;
/// - a loop over a range that is constant and empty is its initial values;
/// - a swap of a field with itself goes;
/// - an allocation that is written and never read goes, with the stores to it.
///
/// Values that a loop carries or a branch gives and that nobody uses, or that never change, are
/// upstream's to remove: the two say where control flows (`RegionBranchOpInterface`).
pub fn canonicalize<'c>(op: Op<'c>, rewriter: &Rewriter<'c>) -> bool {
    match op.name() {
        If::NAME => inline_taken(If(op), rewriter).is_some(),
        For::NAME => drop_empty_loop(For(op), rewriter).is_some(),
        Swap::NAME => drop_self_swap(Swap(op), rewriter),
        Alloc::NAME => drop_dead_allocation(Alloc(op), rewriter),
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

fn drop_self_swap<'c>(swap: Swap<'c>, rewriter: &Rewriter<'c>) -> bool {
    let is_one = swap.first() == swap.second();
    if is_one {
        rewriter.erase(swap.0);
    }
    is_one
}

/// A store beyond the allocation, which is an error when it runs, goes like any other, as a load
/// without uses does. Kernels stay as they are: their stores decide what else may stand in them.
fn drop_dead_allocation<'c>(alloc: Alloc<'c>, rewriter: &Rewriter<'c>) -> bool {
    let users: Vec<Op<'c>> = alloc
        .result()
        .uses()
        .iter()
        .map(|(user, _)| *user)
        .collect();
    let is_store = |user: &Op<'c>| Store::is(*user) && user.ancestor(Kernel::NAME).is_none();
    // Without any use it is dead code, which MLIR removes by itself.
    if users.is_empty() || !users.iter().all(is_store) {
        return false;
    }
    for store in users {
        rewriter.erase(store);
    }
    rewriter.erase(alloc.0);
    true
}
