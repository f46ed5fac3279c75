//! Functions, fields and kernels: func, return, load, store, allocation, kernel.

use super::{Built, body, finish, finish_leaf, finish_value, not_a, terminate};
use crate::boxes::SsaBox;
use crate::ops::{
    Allocation, AllocationParts, Func, FuncParts, Kernel, KernelParts, Load, LoadParts, Return,
    Schedule, Store, StoreParts,
};
use crate::types::check_schedule;
use fvopt_boxes::Axis;
use mlir_shim::ir::{BuildError, Builder, Scalar, Ty, Value};

/// `stencil.func`; the body gets the arguments, and `stencil.return` is added to it.
pub fn func<'c>(
    builder: &Builder<'c>,
    name: &str,
    arguments: &[Ty<'c>],
    contents: impl FnOnce(&Builder<'c>, &[Value<'c>]) -> Built<()>,
) -> Built<Func<'c>> {
    let (region, block, inside) = body(builder, arguments);
    let parts = FuncParts {
        sym_name: name,
        function_type: Ty::function(builder.context(), arguments, &[]),
        body: region,
    };
    finish(builder, Func::state(builder, parts), |_| {
        contents(&inside, &block.arguments())?;
        terminate(&inside, Return::state(&inside))
    })
    .map(Func)
}

/// `stencil.return`; the builder of functions adds it by itself.
pub fn return_op<'c>(builder: &Builder<'c>) -> Built<Return<'c>> {
    finish_leaf(builder, Return::state(builder)).map(Return)
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
    let parts = LoadParts {
        field,
        index_box,
        prefetch: None,
        result: temp,
    };
    finish_value(builder, Load::state(builder, parts))
}

/// `stencil.store`; without components all of them are written.
pub fn store<'c>(
    builder: &Builder<'c>,
    temp: Value<'c>,
    field: Value<'c>,
    components: &[Value<'c>],
    index_box: &SsaBox<'c>,
) -> Built<Store<'c>> {
    let parts = StoreParts {
        temp,
        field,
        components,
        index_box,
        nontemporal: false,
    };
    finish_leaf(builder, Store::state(builder, parts)).map(Store)
}

/// `stencil.allocation`; gives the low and the high end.
pub fn allocation<'c>(
    builder: &Builder<'c>,
    field: Value<'c>,
    axis: Axis,
) -> Built<(Value<'c>, Value<'c>)> {
    let index = Ty::scalar(builder.context(), Scalar::Index);
    let parts = AllocationParts {
        field,
        axis,
        low: index,
        high: index,
    };
    finish_leaf(builder, Allocation::state(builder, parts)).map(|op| (op.result(0), op.result(1)))
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
    let parts = KernelParts {
        schedule,
        body: region,
    };
    finish(builder, Kernel::state(builder, parts), |_| {
        contents(&inside)
    })
    .map(Kernel)
}
