//! Memory: alloc, view, swap.

use crate::ops::{Alloc, AllocParts, Swap, SwapParts, View, ViewParts};
use fvopt_boxes::Axes;
use ir_stencil::boxes::SsaBox;
use ir_stencil::build::{Built, finish_leaf, finish_value, not_a};
use mlir_shim::ir::{BuildError, Builder, Ty, Value};

/// `program.alloc` of a field type.
pub fn alloc<'c>(builder: &Builder<'c>, ty: Ty<'c>, index_box: &SsaBox<'c>) -> Built<Value<'c>> {
    let parts = AllocParts {
        index_box,
        result: ty,
    };
    finish_value(builder, Alloc::state(builder, parts))
}

/// What a view fixes.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Part<'c> {
    /// The position on k.
    Level(Value<'c>),
    /// The index of the first data dimension.
    Component(Value<'c>),
}

/// `program.view`; gives a field of the type less what is fixed.
pub fn view<'c>(builder: &Builder<'c>, field: Value<'c>, part: Part<'c>) -> Built<Value<'c>> {
    let Some(mut shape) = field.ty().shaped().filter(|shape| shape.is_field) else {
        return Err(not_a(View::NAME, "field", field));
    };
    let (level, component) = match part {
        Part::Level(value) => {
            shape.axes = shape.axes - Axes::K;
            (Some(value), None)
        }
        Part::Component(value) => {
            if !shape.data.is_empty() {
                shape.data.remove(0);
            }
            (None, Some(value))
        }
    };
    let result = Ty::field(
        builder.location(),
        shape.axes,
        &shape.data,
        shape.element,
        None,
    );
    let result = result.ok_or_else(|| BuildError("a view's type cannot be made".into()))?;
    let parts = ViewParts {
        field,
        level,
        component,
        result,
    };
    finish_value(builder, View::state(builder, parts))
}

/// `program.swap`
pub fn swap<'c>(builder: &Builder<'c>, first: Value<'c>, second: Value<'c>) -> Built<Swap<'c>> {
    finish_leaf(builder, Swap::state(builder, SwapParts { first, second })).map(Swap)
}
