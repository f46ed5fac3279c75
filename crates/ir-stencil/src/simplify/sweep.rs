//! Sweeps without intervals that have no level, and without carries that nothing reads.

use super::own_box;
use crate::boxes::{bounds, is_surely_empty};
use crate::ops::{Kernel, Stage, Sweep, Yield, YieldParts};
use mlir_shim::ir::{Attr, Builder, Op, OpState, Region, Rewriter, Value};

/// Kernels stay as they are: what stands in them was chosen together with their schedules.
pub fn simplify<'c>(sweep: Sweep<'c>, rewriter: &Rewriter<'c>) -> bool {
    sweep.0.ancestor(Kernel::NAME).is_none()
        && (drop_empty_intervals(sweep, rewriter) || drop_unused_carries(sweep, rewriter))
}

fn drop_empty_intervals<'c>(sweep: Sweep<'c>, rewriter: &Rewriter<'c>) -> bool {
    let intervals = sweep.intervals();
    let is_empty = |op: Op<'c>| own_box(op).is_some_and(|levels| is_surely_empty(&levels));
    let empty: Vec<_> = intervals.iter().filter(|own| is_empty(own.0)).collect();
    if empty.len() == intervals.len() {
        rewriter.replace(sweep.0, &sweep.inits());
        return true;
    }
    for interval in &empty {
        rewriter.erase(interval.0);
    }
    !empty.is_empty()
}

/// Whether an operand is a carry that a stage writes.
fn is_written((user, operand): (Op<'_>, usize)) -> bool {
    Stage::is(user) && user.segment_range(0).contains(&operand)
}

fn drop_unused_carries<'c>(sweep: Sweep<'c>, rewriter: &Rewriter<'c>) -> bool {
    let (carries, results) = (sweep.carries(), sweep.results());
    let is_read = |number: usize| {
        let mut uses = carries[number].uses().into_iter();
        !results[number].is_unused() || !uses.all(is_written)
    };
    let kept: Vec<bool> = (0..carries.len()).map(is_read).collect();
    // A sweep without a used result is dead code, which MLIR removes by itself.
    if kept.iter().all(|kept| *kept) || results.iter().all(|result| result.is_unused()) {
        return false;
    }
    let dropped: Vec<Value<'c>> = select(&carries, &kept, false);
    for interval in sweep.intervals() {
        for stage in interval.stages() {
            drop_writes(stage, &dropped, rewriter);
        }
        if interval.stages().is_empty() {
            rewriter.erase(interval.0);
        }
    }
    if sweep.intervals().is_empty() {
        rewriter.replace(sweep.0, &sweep.inits());
    } else {
        with_carries(sweep, &kept, rewriter);
    }
    true
}

/// Those of the values that are kept, or those that are not.
fn select<'c>(values: &[Value<'c>], kept: &[bool], which: bool) -> Vec<Value<'c>> {
    let chosen = values.iter().zip(kept).filter(|(_, kept)| **kept == which);
    chosen.map(|(value, _)| *value).collect()
}

/// The stage without what it writes to some carries; nothing where it does nothing else.
fn drop_writes<'c>(stage: Stage<'c>, dropped: &[Value<'c>], rewriter: &Rewriter<'c>) {
    let op = stage.0;
    let writes = stage.writes();
    let is_kept = |number: usize| {
        writes
            .get(number)
            .is_none_or(|(to, _)| !dropped.contains(to))
    };
    if (0..writes.len()).all(is_kept) {
        return;
    }
    let numbers: Vec<usize> = (0..writes.len())
        .filter(|number| is_kept(*number))
        .collect();
    if numbers.is_empty() && op.result_count() == 0 {
        rewriter.erase(op);
        return;
    }
    let carries: Vec<Value<'c>> = numbers.iter().map(|number| writes[*number].0).collect();
    let offsets: Vec<i64> = numbers.iter().map(|number| writes[*number].1).collect();
    let body = stage.body();
    let terminator = body
        .terminator()
        .expect("verified: a body ends with a yield");
    let yielded = terminator.operands().into_iter().enumerate();
    let yielded: Vec<Value<'c>> = yielded
        .filter(|(number, _)| is_kept(*number))
        .map(|(_, value)| value)
        .collect();
    let (region, block) = Region::with_block(&[], op.location());
    let state = like(op, &["offsets"])
        .segments(&[&carries, &bounds(op)])
        .results(
            &op.results()
                .iter()
                .map(|result| result.ty())
                .collect::<Vec<_>>(),
        )
        .attr("offsets", Attr::i64_array(op.context(), &offsets))
        .region(region);
    let new = state
        .detached()
        .expect("a stage that writes less is well formed");
    let inside = Builder::at_end(block, terminator.location());
    let end = inside.build(Yield::state(&inside, YieldParts { values: &yielded }));
    rewriter.insert_before(new, op);
    rewriter.erase(terminator);
    rewriter.inline_block_before(body, end, &[]);
    rewriter.replace(op, &new.results());
}

/// The sweep with some of its carries; nothing uses the others any more.
fn with_carries<'c>(sweep: Sweep<'c>, kept: &[bool], rewriter: &Rewriter<'c>) {
    let op = sweep.0;
    let results = sweep.results();
    let inits = select(&sweep.inits(), kept, true);
    let types: Vec<_> = inits.iter().map(|init| init.ty()).collect();
    let bounds = bounds(op);
    let region = Region::take(op.region(0));
    let block = region.block().expect("verified: a sweep has a body");
    for number in (0..kept.len()).rev().filter(|number| !kept[*number]) {
        block.erase_argument(number);
    }
    let state = like(op, &[])
        .segments(&[&inits, &bounds])
        .results(&types)
        .region(region);
    let new = state
        .detached()
        .expect("a sweep with fewer carries is well formed");
    rewriter.insert_before(new, op);
    let mut fresh = new.results().into_iter();
    let replacements: Vec<Value<'c>> = (0..results.len())
        .filter_map(|number| match kept[number] {
            true => fresh.next(),
            // Nothing uses what is dropped, so that any value may stand for it.
            false => Some(new.result(0)),
        })
        .collect();
    rewriter.replace(op, &replacements);
}

/// The start of an operation with the attributes of another, but for some and the sizes of groups.
fn like<'c>(op: Op<'c>, without: &[&str]) -> OpState<'c> {
    let attributes = op.attributes().into_iter();
    attributes
        .filter(|(name, _)| *name != "operandSegmentSizes" && !without.contains(name))
        .fold(
            OpState::new(op.name(), op.location()),
            |state, (name, value)| state.attr(name, value),
        )
}
