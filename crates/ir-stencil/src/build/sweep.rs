//! Sweeps: sweep, interval, stage.

use super::{Built, body, finish, terminate};
use crate::boxes::SsaBox;
use crate::ops::{
    Direction, Interval, IntervalParts, Stage, StageParts, Sweep, SweepParts, Yield, YieldParts,
};
use mlir_shim::ir::{Builder, Ty, Value};

/// `stencil.sweep`; the contents (intervals) get the carries.
pub fn sweep<'c>(
    builder: &Builder<'c>,
    direction: Direction,
    initial: &[Value<'c>],
    index_box: Option<&SsaBox<'c>>,
    contents: impl FnOnce(&Builder<'c>, &[Value<'c>]) -> Built<()>,
) -> Built<Sweep<'c>> {
    let types: Vec<Ty> = initial.iter().map(|value| value.ty()).collect();
    let (region, block, inside) = body(builder, &types);
    let parts = SweepParts {
        direction,
        inits: initial,
        index_box,
        results: &types,
        body: region,
    };
    finish(builder, Sweep::state(builder, parts), |_| {
        contents(&inside, &block.arguments())
    })
    .map(Sweep)
}

/// `stencil.interval`; the contents are stages.
pub fn interval<'c>(
    builder: &Builder<'c>,
    index_box: &SsaBox<'c>,
    contents: impl FnOnce(&Builder<'c>) -> Built<()>,
) -> Built<Interval<'c>> {
    let (region, _, inside) = body(builder, &[]);
    let parts = IntervalParts {
        index_box,
        body: region,
    };
    finish(builder, Interval::state(builder, parts), |_| {
        contents(&inside)
    })
    .map(Interval)
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
    let (carries, offsets): (Vec<Value>, Vec<i64>) = writes.iter().copied().unzip();
    let (region, _, inside) = body(builder, &[]);
    let parts = StageParts {
        writes: &carries,
        offsets: &offsets,
        index_box,
        results,
        body: region,
    };
    finish(builder, Stage::state(builder, parts), |_| {
        let values = &values(&inside)?;
        terminate(&inside, Yield::state(&inside, YieldParts { values }))
    })
    .map(Stage)
}
