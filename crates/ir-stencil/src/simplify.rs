//! Folds and canonicalizations of the stencil dialect.

mod sweep;

use crate::boxes::{SsaBox, is_surely_empty};
use crate::ops::{Apply, Insert, Store, Sweep, Yield, YieldParts};
use fvopt_boxes::{IndexBox, PlacedBox};
use mlir_shim::ir::{Builder, Op, OpState, Region, Rewriter, Value};

/// The box of an operation that must have one, its positions equal where their values are.
fn own_box(op: Op<'_>) -> Option<IndexBox> {
    let PlacedBox {
        index_box,
        positions,
    } = SsaBox::of(op)?.0;
    (index_box.position_count() <= positions.len())
        .then(|| SsaBox::new(index_box, positions).0.index_box)
}

/// The value that the only result may be replaced by.
///
/// - an insert on an empty box is its destination;
/// - an insert of a temp into itself is that temp;
/// - an insert on the whole space, of all components, is its source.
pub fn fold<'c>(op: Op<'c>) -> Option<Value<'c>> {
    let insert = Insert::cast(op)?;
    let index_box = own_box(op)?;
    let (source, destination) = (insert.source(), insert.destination());
    if is_surely_empty(&index_box) || source == destination {
        Some(destination)
    } else if index_box == IndexBox::whole() && insert.components().is_empty() {
        Some(source)
    } else {
        None
    }
}

/// Simplifies an operation.
///
/// - a store on an empty box goes;
/// - results of an apply that nothing uses go (an apply without used results is
///   dead code, which MLIR removes by itself);
/// - intervals of a sweep that have no level go; without any other a sweep is its initial temps;
/// - carries that nothing reads go, with what is written to them.
pub fn canonicalize<'c>(op: Op<'c>, rewriter: &Rewriter<'c>) -> bool {
    match op.name() {
        Store::NAME => erase_empty_store(op, rewriter),
        Apply::NAME => drop_unused_results(op, rewriter).is_some(),
        Sweep::NAME => sweep::simplify(Sweep(op), rewriter),
        _ => false,
    }
}

fn erase_empty_store<'c>(op: Op<'c>, rewriter: &Rewriter<'c>) -> bool {
    let empty = own_box(op).is_some_and(|index_box| is_surely_empty(&index_box));
    if empty {
        rewriter.erase(op);
    }
    empty
}

fn drop_unused_results<'c>(op: Op<'c>, rewriter: &Rewriter<'c>) -> Option<()> {
    let results = op.results();
    let used: Vec<_> = results.iter().filter(|value| !value.is_unused()).collect();
    if used.is_empty() || used.len() == results.len() {
        return None;
    }
    let body = op.body()?;
    let terminator = body.terminator().filter(|last| Yield::is(*last))?;
    let yielded = terminator.operands();
    let mut kept = Vec::new();
    let mut next = 0;
    for result in &results {
        let components = result.ty().shaped()?.components();
        let own = yielded.get(next..next + components)?;
        if !result.is_unused() {
            kept.extend_from_slice(own);
        }
        next += components;
    }
    let types: Vec<_> = used.iter().map(|value| value.ty()).collect();
    let (region, block) = Region::with_block(&[], op.location());
    let mut state = OpState::new(op.name(), op.location())
        .operands(&op.operands())
        .results(&types)
        .region(region);
    for (name, attribute) in op.attributes() {
        state = state.attr(name, attribute);
    }
    let new = state.detached().ok()?;
    let inside = Builder::at_end(block, terminator.location());
    let new_terminator = inside.build(Yield::state(&inside, YieldParts { values: &kept }));
    rewriter.insert_before(new, op);
    rewriter.erase(terminator);
    rewriter.inline_block_before(body, new_terminator, &[]);
    let mut fresh = new.results().into_iter();
    let replacements: Vec<_> = results
        .iter()
        .filter_map(|value| {
            // Nothing uses what is dropped, so that any value may stand for it.
            if value.is_unused() {
                Some(new.result(0))
            } else {
                fresh.next()
            }
        })
        .collect();
    rewriter.replace(op, &replacements);
    Some(())
}
