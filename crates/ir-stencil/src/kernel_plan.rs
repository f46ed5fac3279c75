//! How a kernel runs: the plan of `fvopt_schedule` with the operations of the kernel in it.
//!
//! What sections, phases and groups are is told in [`fvopt_schedule::plan`].

use crate::{
    import::Importer,
    ops::{Apply, Insert, Kernel, Place, Store, Sweep, accesses, shaped},
    verify::violation::Violation,
};
use fvopt_boxes::Axes;
use fvopt_schedule::{constraints, plan};
use mlir_shim::ir::{Op, Value};
use std::collections::HashMap;

/// The loops of a kernel.
#[derive(Debug)]
pub struct Plan<'c> {
    /// One after the other.
    pub sections: Vec<Section<'c>>,
    /// How far each computing operation reaches beyond a tile.
    pub extents: Extents<'c>,
    /// For every result in rows: how many rows are kept, a power of two.
    pub rings: HashMap<Value<'c>, i64>,
}

/// For every operation: the lowest and highest offset on each axis at which what is stored depends on it.
#[derive(Debug, Default)]
pub struct Extents<'c>(HashMap<Op<'c>, [(i64, i64); 3]>);

impl<'c> Extents<'c> {
    /// Those of an operation; 0 where nothing stored depends on it.
    pub fn of(&self, op: Op<'c>) -> [(i64, i64); 3] {
        self.0.get(&op).copied().unwrap_or_default()
    }
}

/// A nest of loops over tiles.
#[derive(Debug, Default)]
pub struct Section<'c> {
    /// One after the other in each tile.
    pub phases: Vec<Phase<'c>>,
    /// The axes of what it stores.
    pub axes: Axes,
}

/// What is complete on a tile before the next phase starts.
#[derive(Debug)]
pub enum Phase<'c> {
    /// Applies and inserts, row by row.
    Points(Vec<Group<'c>>),
    /// A sweep.
    Sweep(Sweep<'c>),
    /// An insert in the tile.
    Insert(Insert<'c>),
    /// Stores of what was loaded, or never written.
    Copies(Vec<Store<'c>>),
}

/// Applies that share the innermost loop, and inserts that take values from it;
/// or one insert.
#[derive(Debug)]
pub struct Group<'c> {
    /// Applies and inserts in order.
    pub ops: Vec<Op<'c>>,
    /// How many rows it runs ahead.
    pub lead: i64,
}

impl<'c> Group<'c> {
    /// The axes of its loops.
    pub fn axes(&self) -> Axes {
        shaped(self.ops[0].result(0)).axes
    }

    /// The applies in order.
    pub fn applies(&self) -> impl DoubleEndedIterator<Item = Apply<'c>> + '_ {
        self.ops.iter().copied().filter_map(Apply::cast)
    }

    /// The inserts in order.
    pub fn inserts(&self) -> impl DoubleEndedIterator<Item = Insert<'c>> + '_ {
        self.ops.iter().copied().filter_map(Insert::cast)
    }
}

/// The storage level of a temp of a kernel; loads and undefs have none.
pub fn place_of(definition: Op<'_>) -> Option<Place> {
    if let Some(apply) = Apply::cast(definition) {
        return Some(apply.place().unwrap_or(Place::Register));
    }
    if let Some(insert) = Insert::cast(definition) {
        return Some(insert.place().unwrap_or(Place::Tile));
    }
    Sweep::is(definition).then_some(Place::Tile)
}

/// The plan of a verified kernel.
pub fn plan<'c>(kernel: Kernel<'c>) -> Plan<'c> {
    let imported = Importer::without_costs().kernel(kernel);
    let plan = plan::of(&imported, &imported.uses()).expect("verified: kernel_c8, kernel_c9");
    with_operations(kernel, &imported, plan)
}

/// The plan of a kernel that satisfies all constraints of kernels; nothing is emitted where it does not.
pub fn try_plan<'c>(kernel: Kernel<'c>) -> Option<Plan<'c>> {
    crate::verify::kernel::shape(kernel.0).ok()?;
    let imported = Importer::without_costs().kernel(kernel);
    let plan = constraints::check(&imported).ok()?;
    Some(with_operations(kernel, &imported, plan))
}

/// kernel_c3, kernel_c4 and kernel_c6 to kernel_c9 of a kernel of the right shape.
pub(crate) fn check<'c>(kernel: Kernel<'c>) -> Result<(), Violation<'c>> {
    let mut importer = Importer::without_costs();
    let imported = importer.kernel(kernel);
    match constraints::check(&imported) {
        Ok(_) => Ok(()),
        Err(violation) => Err(reported(kernel, &importer, violation)),
    }
}

/// A violation at the operations of the kernel.
fn reported<'c>(
    kernel: Kernel<'c>,
    importer: &Importer<'c>,
    violation: constraints::Violation,
) -> Violation<'c> {
    let at = |operation, access: Option<usize>| {
        let op = importer.op(operation).unwrap_or(kernel.0);
        access.map_or(op, |number| accesses(op)[number].0)
    };
    let mut message = violation.message;
    for (number, region) in violation.regions.iter().enumerate() {
        let text = importer.ssa_box(region).describe();
        message = message.replace(&format!("{{{number}}}"), &text);
    }
    let op = match violation.operation {
        Some(operation) => at(operation, violation.access),
        None => kernel.0,
    };
    let notes = violation.notes.into_iter();
    notes.fold(
        Violation::new(op, violation.constraint, message),
        |violation, (operation, access, text)| {
            violation.note(at(operation, access).location(), text)
        },
    )
}

/// A plan with the operations of the kernel instead of their places in it.
fn with_operations<'c>(
    kernel: Kernel<'c>,
    imported: &fvopt_schedule::Kernel,
    plan: plan::Plan,
) -> Plan<'c> {
    let ops = kernel.ops();
    let phase = |phase| match phase {
        plan::Phase::Points(groups) => Phase::Points(
            groups
                .into_iter()
                .map(|group| Group {
                    ops: group.operations.into_iter().map(|op| ops[op]).collect(),
                    lead: group.lead,
                })
                .collect(),
        ),
        plan::Phase::Sweep(op) => Phase::Sweep(Sweep(ops[op])),
        plan::Phase::Insert(op) => Phase::Insert(Insert(ops[op])),
        plan::Phase::Copies(stores) => {
            Phase::Copies(stores.into_iter().map(|op| Store(ops[op])).collect())
        }
    };
    let mut rings = HashMap::new();
    for (op, operation) in ops.iter().zip(&imported.operations) {
        for (result, (value, _)) in op.results().into_iter().zip(&operation.results) {
            if let Some(rows) = plan.rows_kept.get(value) {
                rings.insert(result, *rows);
            }
        }
    }
    let extents = ops.iter().enumerate();
    Plan {
        sections: plan
            .sections
            .into_iter()
            .map(|section| Section {
                phases: section.phases.into_iter().map(phase).collect(),
                axes: section.axes,
            })
            .collect(),
        extents: Extents(
            extents
                .map(|(number, op)| (*op, plan.extents.of(number)))
                .collect(),
        ),
        rings,
    }
}

/// The stores that take a value, in order.
pub fn stores_of(value: Value<'_>) -> Vec<Store<'_>> {
    let mut stores: Vec<Store<'_>> = value
        .uses()
        .into_iter()
        .filter(|(_, operand)| *operand == 0)
        .filter_map(|(user, _)| Store::cast(user))
        .collect();
    stores.sort_by(|left, right| {
        if left == right {
            std::cmp::Ordering::Equal
        } else if left.0.is_before(right.0) {
            std::cmp::Ordering::Less
        } else {
            std::cmp::Ordering::Greater
        }
    });
    stores
}
