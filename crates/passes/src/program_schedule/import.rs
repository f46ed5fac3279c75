//! The kernels of a program as plain data, and who else touches its fields.

use crate::stencil_inline::cost::of_body;
use fvopt_schedule::{
    Machine,
    cost::CostContext,
    memory::FieldId,
    program::{Field, Program, Step, count},
};
use ir_program::ops::{Alloc, Bound, Func, View};
use ir_stencil::{
    import::Importer,
    ops::{Kernel, Load, Store},
};
use mlir_shim::ir::{Op, Value};
use std::collections::HashSet;

/// A program as data, and what its numbers stand for.
pub struct Imported<'c> {
    /// The kernels.
    pub program: Program,
    /// What the numbers stand for.
    pub importer: Importer<'c>,
}

/// Reads a program in kernel form. Kernels that are `by_hand` may not be changed.
pub fn run<'c>(function: Func<'c>, machine: &Machine, by_hand: &HashSet<Op<'c>>) -> Imported<'c> {
    let mut importer = Importer::new(of_body);
    // What nobody loads is removed one allocation after the other, in this order.
    for alloc in function.0.collect(Alloc::NAME) {
        importer.field(alloc.result(0));
    }
    let blocks: Vec<Vec<Step>> = function
        .control_blocks()
        .into_iter()
        .map(|block| {
            let ops = block.ops().into_iter();
            ops.filter_map(|op| step(op, &mut importer, by_hand))
                .collect()
        })
        .collect();
    let by_hand_kernels: Vec<fvopt_schedule::Kernel> = function
        .0
        .collect(Kernel::NAME)
        .into_iter()
        .filter(|kernel| by_hand.contains(kernel))
        .map(|kernel| importer.kernel(Kernel(kernel)))
        .collect();
    let fields = importer.fields().iter();
    let mut fields: Vec<Field> = fields.map(|field| of_field(*field, by_hand)).collect();
    let all = blocks.iter().flatten().filter_map(Step::kernel);
    for kernel in all.clone() {
        count(&mut fields, kernel, true);
    }
    let context = CostContext::of_program(all.chain(&by_hand_kernels), function.domain(), machine);
    Imported {
        program: Program {
            fields,
            blocks,
            context,
            fresh: importer.fresh(),
        },
        importer,
    }
}

fn step<'c>(op: Op<'c>, importer: &mut Importer<'c>, by_hand: &HashSet<Op<'c>>) -> Option<Step> {
    match Kernel::cast(op).filter(|_| !by_hand.contains(&op)) {
        Some(kernel) => Some(Step::Kernel {
            kernel: importer.kernel(kernel),
            site: importer.operation_id(op),
        }),
        None => (!stays_between(op)).then_some(Step::Barrier),
    }
}

/// Whether kernels may be merged across an operation: it touches no contents of fields.
fn stays_between(op: Op<'_>) -> bool {
    Alloc::is(op) || View::is(op) || Bound::is(op) || (op.is_pure() && op.region_count() == 0)
}

fn of_field<'c>(field: Value<'c>, by_hand: &HashSet<Op<'c>>) -> Field {
    let is_of_kernel = |user: Op<'c>| {
        let is_fixed = user.parent().is_some_and(|op| by_hand.contains(&op));
        (Load::is(user) || Store::is(user)) && !is_fixed
    };
    Field {
        is_allocation: field.defining_op().is_some_and(Alloc::is),
        is_used_elsewhere: field
            .uses()
            .into_iter()
            .any(|(user, _)| !is_of_kernel(user)),
        loads: 0,
        stores: 0,
    }
}

impl<'c> Imported<'c> {
    /// The value of a field.
    pub fn field(&self, field: FieldId) -> Value<'c> {
        self.importer.fields()[field.0 as usize]
    }
}
