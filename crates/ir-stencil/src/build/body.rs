//! What stands in bodies: access, access_dyn, index, yield.

use super::{Built, finish_leaf, finish_value, not_a, positions};
use crate::boxes::SsaBox;
use crate::ops::{Access, AccessDyn, Index, Yield};
use fvopt_boxes::Axis;
use mlir_shim::ir::{Attr, Builder, EnumKind, Ty, Value};

fn element<'c>(name: &str, temp: Value<'c>) -> Built<Ty<'c>> {
    match temp.ty().shaped() {
        Some(shape) if !shape.is_field => Ok(shape.element),
        _ => Err(not_a(name, "temp", temp)),
    }
}

/// `stencil.access`: an offset for every axis of the temp, an index for every data dimension.
pub fn access<'c>(
    builder: &Builder<'c>,
    temp: Value<'c>,
    offset: &[i64],
    components: &[Value<'c>],
) -> Built<Value<'c>> {
    let element = element(Access::NAME, temp)?;
    let state = builder
        .op(Access::NAME)
        .operands(&[temp])
        .operands(components)
        .attr("offset", Attr::i64_array(builder.context(), offset))
        .results(&[element]);
    finish_value(builder, state)
}

/// Where on k an `access_dyn` reads.
#[derive(Clone, Copy, Debug)]
pub enum DynamicPosition<'b, 'c> {
    /// At the point's level plus the value, clamped to the extent (both ends included).
    Relative(Value<'c>, (i64, i64)),
    /// At the level that the value gives, clamped to the box; to the memory where that is the
    /// whole space.
    Absolute(Value<'c>, &'b SsaBox<'c>),
}

/// `stencil.access_dyn`: an offset for i and j where the temp has them.
pub fn access_dyn<'c>(
    builder: &Builder<'c>,
    temp: Value<'c>,
    offset: &[i64],
    position: DynamicPosition<'_, 'c>,
    components: &[Value<'c>],
) -> Built<Value<'c>> {
    let element = element(AccessDyn::NAME, temp)?;
    let context = builder.context();
    let (value, extent, levels) = match position {
        DynamicPosition::Relative(value, (low, high)) => (value, Some([low, high]), None),
        DynamicPosition::Absolute(value, levels) => (value, None, Some(levels)),
    };
    let state = builder
        .op(AccessDyn::NAME)
        .segments(&[&[temp], &[value], positions(levels), components])
        .attr("offset", Attr::i64_array(context, offset))
        .optional_attr(
            "extent",
            extent.map(|extent| Attr::i64_array(context, &extent)),
        )
        .optional_attr("box", super::box_attr(context, levels))
        .results(&[element]);
    finish_value(builder, state)
}

/// `stencil.index`
pub fn index<'c>(builder: &Builder<'c>, axis: Axis) -> Built<Value<'c>> {
    let context = builder.context();
    let axis = Attr::enumeration(context, EnumKind::Axis, axis.index() as u32);
    let index = Ty::scalar(context, mlir_shim::ir::Scalar::Index);
    let state = builder.op(Index::NAME).attr("axis", axis);
    finish_value(builder, state.results(&[index]))
}

/// `stencil.yield`; the builders of applies and stages add it by themselves.
pub fn yield_values<'c>(builder: &Builder<'c>, values: &[Value<'c>]) -> Built<Yield<'c>> {
    finish_leaf(builder, builder.op(Yield::NAME).operands(values)).map(Yield)
}
