//! Temps from temps: apply, insert, undef.

use super::{Built, body, box_attr, finish, finish_value, positions, terminate};
use crate::boxes::SsaBox;
use crate::ops::{Apply, Insert, Undef, Yield};
use mlir_shim::ir::{Builder, Ty, Value};

/// `stencil.apply`; the body gives a value for every component of every result.
pub fn apply<'c>(
    builder: &Builder<'c>,
    index_box: Option<&SsaBox<'c>>,
    results: &[Ty<'c>],
    values: impl FnOnce(&Builder<'c>) -> Built<Vec<Value<'c>>>,
) -> Built<Apply<'c>> {
    let (region, _, inside) = body(builder, &[]);
    let state = builder
        .op(Apply::NAME)
        .operands(positions(index_box))
        .optional_attr("box", box_attr(builder.context(), index_box))
        .results(results)
        .region(region);
    finish(builder, state, |_| {
        terminate(&inside, Yield::NAME, &values(&inside)?)
    })
    .map(Apply)
}

/// `stencil.insert`; without components all of them are replaced.
pub fn insert<'c>(
    builder: &Builder<'c>,
    source: Value<'c>,
    destination: Value<'c>,
    components: &[Value<'c>],
    index_box: &SsaBox<'c>,
) -> Built<Value<'c>> {
    let groups: [&[Value]; 4] = [&[source], &[destination], components, &index_box.positions];
    let state = builder
        .op(Insert::NAME)
        .segments(&groups)
        .attr("box", index_box.attr(builder.context()))
        .results(&[destination.ty()]);
    finish_value(builder, state)
}

/// `stencil.undef`
pub fn undef<'c>(builder: &Builder<'c>, ty: Ty<'c>) -> Built<Value<'c>> {
    finish_value(builder, builder.op(Undef::NAME).results(&[ty]))
}
