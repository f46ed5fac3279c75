//! What stands in bodies: access, access_dyn, index, yield.

use super::{Built, finish_leaf, finish_value, not_a};
use crate::boxes::SsaBox;
use crate::ops::{
    Access, AccessDyn, AccessDynParts, AccessParts, Index, IndexParts, Yield, YieldParts,
};
use fvopt_boxes::Axis;
use mlir_shim::ir::{Builder, Scalar, Ty, Value};

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
    let parts = AccessParts {
        temp,
        components,
        offset,
        result: element(Access::NAME, temp)?,
    };
    finish_value(builder, Access::state(builder, parts))
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
    let (value, extent, levels) = match position {
        DynamicPosition::Relative(value, (low, high)) => (value, Some([low, high]), None),
        DynamicPosition::Absolute(value, levels) => (value, None, Some(levels)),
    };
    let parts = AccessDynParts {
        temp,
        position: value,
        components,
        offset,
        extent: extent.as_ref().map(|extent| &extent[..]),
        index_box: levels,
        result: element(AccessDyn::NAME, temp)?,
    };
    finish_value(builder, AccessDyn::state(builder, parts))
}

/// `stencil.index`
pub fn index<'c>(builder: &Builder<'c>, axis: Axis) -> Built<Value<'c>> {
    let parts = IndexParts {
        axis,
        result: Ty::scalar(builder.context(), Scalar::Index),
    };
    finish_value(builder, Index::state(builder, parts))
}

/// `stencil.yield`; the builders of applies and stages add it by themselves.
pub fn yield_values<'c>(builder: &Builder<'c>, values: &[Value<'c>]) -> Built<Yield<'c>> {
    finish_leaf(builder, Yield::state(builder, YieldParts { values })).map(Yield)
}
