//! The kernels of a program as operations again.

use super::{emit, import::Imported};
use fvopt_schedule::{
    kernel::{Kernel, Kind, Operation, OperationId, ValueId},
    program::Step,
};
use ir_program::ops::{Alloc, Func};
use ir_stencil::{
    boxes::SsaBox,
    import::{captured, operands},
    ops::{Apply, Insert, Kernel as KernelOp},
};
use mlir_shim::ir::{Builder, Mapping, Op, Value};
use std::collections::{HashMap, HashSet};

/// Writes the kernels of a program in the places of those that were imported. Kernels that are `by_hand` stay;
/// allocations that nothing uses any more go.
pub fn run<'c>(function: Func<'c>, imported: &Imported<'c>, by_hand: &HashSet<Op<'c>>) {
    let before = function.0.collect(KernelOp::NAME);
    for step in imported.program.blocks.iter().flatten() {
        if let Step::Kernel { kernel, site } = step {
            write(kernel, *site, imported);
        }
    }
    for kernel in before.into_iter().filter(|op| !by_hand.contains(op)) {
        kernel.erase();
    }
    for alloc in function.0.collect(Alloc::NAME) {
        if alloc.result(0).is_unused() {
            alloc.erase();
        }
    }
}

fn write<'c>(kernel: &Kernel, site: OperationId, imported: &Imported<'c>) {
    let site = imported.importer.op(site).expect("a kernel of the program");
    let (_, body) = emit::kernel(site, &kernel.schedule);
    let builder = Builder::at_end(body, site.location());
    let mut values: HashMap<ValueId, Value<'c>> = HashMap::new();
    for operation in &kernel.operations {
        let op = match imported.importer.op(operation.id) {
            Some(op) => Some(copy(&builder, op, operation, imported, &values)),
            None => create(&builder, operation, imported, &values),
        };
        let results = op.map(Op::results).unwrap_or_default();
        let names = operation.results.iter().map(|(value, _)| *value);
        values.extend(names.zip(results));
    }
}

/// A copy of an operation of the program, with the temps, box and storage level that it has now.
fn copy<'c>(
    builder: &Builder<'c>,
    op: Op<'c>,
    operation: &Operation,
    imported: &Imported<'c>,
    values: &HashMap<ValueId, Value<'c>>,
) -> Op<'c> {
    let mut mapping = Mapping::new();
    let before = operands(op).into_iter().chain(captured(op));
    let now = operation.operands.iter().chain(&operation.captured);
    for (before, now) in before.zip(now) {
        mapping.map(before, values[now]);
    }
    let copy = builder.insert(mapping.clone_op(op));
    if let Some(region) = operation
        .region
        .as_ref()
        .filter(|_| operation.memory().is_some())
    {
        let place = imported.importer.ssa_box(region);
        if SsaBox::of(copy).as_ref() != Some(&place) {
            place.set_on(copy);
        }
    }
    match operation.level {
        Some(level) if operation.is_apply() => Apply(copy).set_place(level.into()),
        Some(level) if operation.is_insert() => Insert(copy).set_place(level.into()),
        _ => {
            copy.remove_attr("place");
        }
    }
    copy
}

/// An operation that the program did not have: an insert or a store of all components.
fn create<'c>(
    builder: &Builder<'c>,
    operation: &Operation,
    imported: &Imported<'c>,
    values: &HashMap<ValueId, Value<'c>>,
) -> Option<Op<'c>> {
    let place = imported.importer.ssa_box(operation.own_region());
    match &operation.kind {
        Kind::Store(memory) => {
            let field = imported.field(memory.field);
            emit::store(builder, values[&operation.source()], field, &[], &place);
            None
        }
        Kind::Insert { .. } => {
            let (source, destination) = (operation.source(), operation.destination());
            let value = emit::insert(builder, values[&source], values[&destination], &place);
            let insert = value.defining_op().and_then(Insert::cast);
            let insert = insert.expect("it was built now");
            if let Some(level) = operation.level {
                insert.set_place(level.into());
            }
            Some(insert.0)
        }
        kind => unreachable!("fusing makes inserts and stores only, not {kind:?}"),
    }
}
