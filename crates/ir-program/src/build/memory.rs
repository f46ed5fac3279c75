//! Memory: alloc, view, swap.

use crate::ops::{Alloc, Swap, View};
use ir_stencil::boxes::SsaBox;
use ir_stencil::build::{Built, finish_leaf, finish_value, not_a};
use mlir_shim::ir::{BuildError, Builder, Ty, Value};

/// `program.alloc` of a field type.
pub fn alloc<'c>(builder: &Builder<'c>, ty: Ty<'c>, index_box: &SsaBox<'c>) -> Built<Value<'c>> {
    let state = builder
        .op(Alloc::NAME)
        .operands(&index_box.positions)
        .attr("box", index_box.attr(builder.context()))
        .results(&[ty]);
    finish_value(builder, state)
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
    const K: u32 = 1 << 2;
    let Some(mut shape) = field.ty().shaped().filter(|shape| shape.is_field) else {
        return Err(not_a(View::NAME, "field", field));
    };
    let [mut level, mut component]: [&[Value]; 2] = [&[], &[]];
    match &part {
        Part::Level(value) => {
            shape.axes &= !K;
            level = std::slice::from_ref(value);
        }
        Part::Component(value) => {
            if !shape.data.is_empty() {
                shape.data.remove(0);
            }
            component = std::slice::from_ref(value);
        }
    }
    let result = Ty::field(
        builder.location(),
        shape.axes,
        &shape.data,
        shape.element,
        None,
    );
    let result = result.ok_or_else(|| BuildError("a view's type cannot be made".into()))?;
    let state = builder
        .op(View::NAME)
        .segments(&[&[field], level, component])
        .results(&[result]);
    finish_value(builder, state)
}

/// `program.swap`
pub fn swap<'c>(builder: &Builder<'c>, first: Value<'c>, second: Value<'c>) -> Built<Swap<'c>> {
    finish_leaf(builder, builder.op(Swap::NAME).operands(&[first, second])).map(Swap)
}
