//! Writing kernels.

use ir_stencil::{
    boxes::SsaBox,
    ops::{Schedule, ScheduleAttr, shaped},
    types::temp_of,
};
use mlir_shim::ir::{Block, Builder, Op, Region, Value};

/// An empty kernel before an operation, and its body.
pub fn kernel<'c>(before: Op<'c>, schedule: &Schedule) -> (Op<'c>, Block<'c>) {
    let builder = Builder::before(before);
    let (region, block) = Region::with_block(&[], before.location());
    let kernel = builder.build(
        builder
            .op("stencil.kernel")
            .attr("schedule", schedule.attr(before.location()))
            .region(region),
    );
    (kernel, block)
}

/// `stencil.load` of a part of a field.
pub fn load<'c>(builder: &Builder<'c>, field: Value<'c>, part: &SsaBox<'c>) -> Value<'c> {
    let shape = shaped(field);
    let ty = temp_of(builder.location(), &shape);
    let part = part.project(shape.axes);
    builder
        .build(
            builder
                .op("stencil.load")
                .operands(&[field])
                .operands(&part.positions)
                .attr("box", part.attr(builder.context()))
                .results(&[ty]),
        )
        .result(0)
}

/// `stencil.undef` of the type of a temp.
pub fn undef<'c>(builder: &Builder<'c>, like: Value<'c>) -> Value<'c> {
    builder
        .build(builder.op("stencil.undef").results(&[like.ty()]))
        .result(0)
}

/// `stencil.insert` of all components.
pub fn insert<'c>(
    builder: &Builder<'c>,
    source: Value<'c>,
    destination: Value<'c>,
    place: &SsaBox<'c>,
) -> Value<'c> {
    builder
        .build(
            builder
                .op("stencil.insert")
                .segments(&[&[source], &[destination], &[], &place.positions])
                .attr("box", place.attr(builder.context()))
                .results(&[destination.ty()]),
        )
        .result(0)
}

/// `stencil.store`.
pub fn store<'c>(
    builder: &Builder<'c>,
    temp: Value<'c>,
    field: Value<'c>,
    components: &[Value<'c>],
    place: &SsaBox<'c>,
) -> Op<'c> {
    builder.build(
        builder
            .op("stencil.store")
            .segments(&[&[temp], &[field], components, &place.positions])
            .attr("box", place.attr(builder.context())),
    )
}
