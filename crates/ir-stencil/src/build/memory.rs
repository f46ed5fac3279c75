//! Functions, fields and kernels: func, return, load, store, allocation, kernel.

use super::{
    Built, body, box_attr, finish, finish_leaf, finish_value, not_a, positions, terminate,
};
use crate::boxes::SsaBox;
use crate::ops::{Allocation, Func, Kernel, Load, Return, Schedule, ScheduleAttr, Store};
use crate::types::check_schedule;
use fvopt_boxes::Axis;
use mlir_shim::ir::{Attr, BuildError, Builder, EnumKind, Scalar, Ty, Value};

/// `stencil.func`; the body gets the arguments, and `stencil.return` is added to it.
pub fn func<'c>(
    builder: &Builder<'c>,
    name: &str,
    arguments: &[Ty<'c>],
    contents: impl FnOnce(&Builder<'c>, &[Value<'c>]) -> Built<()>,
) -> Built<Func<'c>> {
    let context = builder.context();
    let (region, block, inside) = body(builder, arguments);
    let function_type = Attr::ty(Ty::function(context, arguments, &[]));
    let state = builder
        .op(Func::NAME)
        .attr("sym_name", Attr::string(context, name))
        .attr("function_type", function_type)
        .region(region);
    finish(builder, state, |_| {
        contents(&inside, &block.arguments())?;
        terminate(&inside, Return::NAME, &[])
    })
    .map(Func)
}

/// `stencil.return`; the builder of functions adds it by itself.
pub fn return_op<'c>(builder: &Builder<'c>) -> Built<Return<'c>> {
    finish_leaf(builder, builder.op(Return::NAME)).map(Return)
}

/// `stencil.load`; gives the contents as a temp of the field's axes, data dimensions and elements.
pub fn load<'c>(
    builder: &Builder<'c>,
    field: Value<'c>,
    index_box: Option<&SsaBox<'c>>,
) -> Built<Value<'c>> {
    let temp = field
        .ty()
        .shaped()
        .filter(|shape| shape.is_field)
        .and_then(|shape| Ty::temp(builder.location(), shape.axes, &shape.data, shape.element));
    let Some(temp) = temp else {
        return Err(not_a(Load::NAME, "field", field));
    };
    let state = builder
        .op(Load::NAME)
        .operands(&[field])
        .operands(positions(index_box))
        .optional_attr("box", box_attr(builder.context(), index_box))
        .results(&[temp]);
    finish_value(builder, state)
}

/// `stencil.store`; without components all of them are written.
pub fn store<'c>(
    builder: &Builder<'c>,
    temp: Value<'c>,
    field: Value<'c>,
    components: &[Value<'c>],
    index_box: &SsaBox<'c>,
) -> Built<Store<'c>> {
    let groups: [&[Value]; 4] = [&[temp], &[field], components, &index_box.positions];
    let state = builder
        .op(Store::NAME)
        .segments(&groups)
        .attr("box", index_box.attr(builder.context()));
    finish_leaf(builder, state).map(Store)
}

/// `stencil.allocation`; gives the low and the high end.
pub fn allocation<'c>(
    builder: &Builder<'c>,
    field: Value<'c>,
    axis: Axis,
) -> Built<(Value<'c>, Value<'c>)> {
    let context = builder.context();
    let index = Ty::scalar(context, Scalar::Index);
    let axis = Attr::enumeration(context, EnumKind::Axis, axis.index() as u32);
    let state = builder
        .op(Allocation::NAME)
        .operands(&[field])
        .attr("axis", axis)
        .results(&[index, index]);
    finish_leaf(builder, state).map(|op| (op.result(0), op.result(1)))
}

/// `stencil.kernel`
pub fn kernel<'c>(
    builder: &Builder<'c>,
    schedule: &Schedule,
    contents: impl FnOnce(&Builder<'c>) -> Built<()>,
) -> Built<Kernel<'c>> {
    let letter = |axis: &usize| ['i', 'j', 'k'].get(*axis).copied().unwrap_or('?');
    let order: String = schedule.order.iter().map(letter).collect();
    let parallel = order.get(schedule.parallel.clone()).unwrap_or("more");
    check_schedule(&order, parallel, &schedule.tile, schedule.vector).map_err(BuildError)?;
    let (region, _, inside) = body(builder, &[]);
    let state = builder
        .op(Kernel::NAME)
        .attr("schedule", schedule.attr(builder.location()))
        .region(region);
    finish(builder, state, |_| contents(&inside)).map(Kernel)
}
