//! Sweeps: sweep, interval, stage.

use super::{Built, body, box_attr, finish, positions, terminate};
use crate::boxes::SsaBox;
use crate::ops::{Direction, Interval, Stage, Sweep, Yield};
use mlir_shim::ir::{Attr, Builder, Ty, Value};

/// `stencil.sweep`; the contents (intervals) get the carries.
pub fn sweep<'c>(
    builder: &Builder<'c>,
    direction: Direction,
    initial: &[Value<'c>],
    index_box: Option<&SsaBox<'c>>,
    contents: impl FnOnce(&Builder<'c>, &[Value<'c>]) -> Built<()>,
) -> Built<Sweep<'c>> {
    let context = builder.context();
    let types: Vec<Ty> = initial.iter().map(|value| value.ty()).collect();
    let (region, block, inside) = body(builder, &types);
    let state = builder
        .op(Sweep::NAME)
        .segments(&[initial, positions(index_box)])
        .attr("direction", direction.attr(context))
        .optional_attr("box", box_attr(context, index_box))
        .results(&types)
        .region(region);
    finish(builder, state, |_| contents(&inside, &block.arguments())).map(Sweep)
}

/// `stencil.interval`; the contents are stages.
pub fn interval<'c>(
    builder: &Builder<'c>,
    index_box: &SsaBox<'c>,
    contents: impl FnOnce(&Builder<'c>) -> Built<()>,
) -> Built<Interval<'c>> {
    let (region, _, inside) = body(builder, &[]);
    let state = builder
        .op(Interval::NAME)
        .operands(&index_box.positions)
        .attr("box", index_box.attr(builder.context()))
        .region(region);
    finish(builder, state, |_| contents(&inside)).map(Interval)
}

/// `stencil.stage`; writes are carries with their k offsets. The body gives a
/// value for every write, then one for every result.
pub fn stage<'c>(
    builder: &Builder<'c>,
    writes: &[(Value<'c>, i64)],
    index_box: Option<&SsaBox<'c>>,
    results: &[Ty<'c>],
    values: impl FnOnce(&Builder<'c>) -> Built<Vec<Value<'c>>>,
) -> Built<Stage<'c>> {
    let context = builder.context();
    let (carries, offsets): (Vec<Value>, Vec<i64>) = writes.iter().copied().unzip();
    let (region, _, inside) = body(builder, &[]);
    let state = builder
        .op(Stage::NAME)
        .segments(&[&carries, positions(index_box)])
        .attr("offsets", Attr::i64_array(context, &offsets))
        .optional_attr("box", box_attr(context, index_box))
        .results(results)
        .region(region);
    finish(builder, state, |_| {
        terminate(&inside, Yield::NAME, &values(&inside)?)
    })
    .map(Stage)
}
