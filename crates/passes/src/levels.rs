//! Levels of accesses that are anywhere in the memory, as ranges.
//!
//! Before: `stencil.access_dyn %x[0, 0] absolute %p : index (k = unbounded to unbounded)`.
//! After: `(k = %low to %high)`, where `%low, %high = stencil.allocation k of` the field that `%x`
//! was loaded from; `(k = start to end)` where it was not loaded. This is done before anything is
//! moved, joined or inlined: from here on the levels do not depend on where a value comes from.

use fvopt_analysis::access::base_field;
use fvopt_boxes::{Axis, End, IndexBox, Range};
use ir_program::ops::{Alloc, Bound, BoundParts, Func};
use ir_stencil::{
    boxes::{SsaBox, set_bounds},
    memory::field_of_temp,
    ops::{AccessDyn, Allocation, AllocationParts, AnyAccess},
};
use mlir_shim::ir::{Attr, Builder, Op, Scalar, Ty, Value};
use std::collections::HashMap;

/// Gives the accesses of a program or stencil that are anywhere in the memory their levels.
pub fn resolve(function: Op<'_>) {
    let mut allocations = HashMap::new();
    for op in function.collect(AccessDyn::NAME) {
        let access = AnyAccess(op);
        if !access.is_anywhere() {
            continue;
        }
        let (range, positions) = match field_of_temp(access.temp()) {
            Some(field) => {
                let ends: &Vec<Value<'_>> = allocations
                    .entry(field)
                    .or_insert_with(|| allocation(&after(field), field, Axis::K.index()).results());
                let position = |number| End::Position(number, 0);
                (Range::new(position(0), position(1)), ends.clone())
            }
            None => (Range::domain(), Vec::new()),
        };
        let levels = IndexBox::whole().with_range(Axis::K, range);
        set_bounds(op, &positions);
        op.set_attr("box", Attr::box_code(op.context(), &levels.encode()));
    }
}

/// Resolves levels in a program that stands alone, and hoists what that asks of fields.
pub fn settle(program: Func<'_>) {
    resolve(program.0);
    hoist(program);
}

/// The ends of a field on an axis.
fn allocation<'c>(builder: &Builder<'c>, field: Value<'c>, axis: usize) -> Op<'c> {
    let index = Ty::scalar(builder.context(), Scalar::Index);
    let parts = AllocationParts {
        field,
        axis: Axis::ALL[axis],
        low: index,
        high: index,
    };
    builder.build(Allocation::state(builder, parts))
}

/// The ends of the box that a field was allocated on.
fn allocated<'c>(builder: &Builder<'c>, alloc: Alloc<'c>, axis: usize) -> Op<'c> {
    let region = alloc.index_box();
    let axis = Axis::ALL[axis];
    let range = region.index_box.range(axis).clone();
    let region = SsaBox::new(
        IndexBox::whole().with_range(axis, range),
        region.0.positions,
    );
    let index = Ty::scalar(builder.context(), Scalar::Index);
    let parts = BoundParts {
        index_box: &region,
        low: index,
        high: index,
    };
    builder.build(Bound::state(builder, parts))
}

/// Where a field is known.
fn after(field: Value<'_>) -> Builder<'_> {
    match field.defining_op() {
        Some(op) => Builder::after(op),
        None => {
            let block = field.owner_block().expect("a result or an argument");
            let first = block.first().expect("a block ends with a terminator");
            Builder::before(first)
        }
    }
}

/// Moves what is asked of the memory of fields in a flattened program to where the fields are
/// known, once for each field and axis: a value may have been loaded by an earlier stencil. Of
/// fields that the program allocates the answer is in the program.
pub fn hoist(program: Func<'_>) {
    let mut known: HashMap<(Value<'_>, usize), Op<'_>> = HashMap::new();
    for op in program.0.collect(Allocation::NAME) {
        let axis = Allocation(op).axis();
        let base = base_field(op.operand(0));
        let first = *known.entry((base, axis)).or_insert_with(|| {
            let builder = after(base).at(op.location());
            match base.defining_op().and_then(Alloc::cast) {
                Some(alloc) => allocated(&builder, alloc, axis),
                None => allocation(&builder, base, axis),
            }
        });
        for (old, new) in op.results().into_iter().zip(first.results()) {
            old.replace_all_uses_with(new);
        }
        op.erase();
    }
}
