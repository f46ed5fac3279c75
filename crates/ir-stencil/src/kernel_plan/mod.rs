//! How a kernel runs: the loops that its operations share, given by the places
//! of its intermediates.
//!
//! The place of a result says at which loop level it is complete before what
//! uses it starts: at the point (`register`), the row (`row`), the tile
//! (`tile`) or the whole kernel (`memory`). So a kernel consists of *sections*
//! one after the other, each a nest of loops over tiles; a section of *phases*,
//! each complete on a tile before the next; a phase of *groups*, which go
//! through the tile together, row by row; a group of applies that share the
//! innermost loop, and of inserts in rows, which write over rows of their
//! destinations.
//!
//! Rows: a group that others read at higher rows runs ahead of them (its
//! *lead*), and keeps as many rows as the others look back on.

mod axes;
mod extents;
mod hazards;
mod rows;
mod sections;

use crate::{
    ops::{AnyAccess, Apply, Insert, Kernel, Place, Schedule, Store, Sweep, accesses, shaped},
    verify::violation::Violation,
};
pub use extents::Extents;
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

/// A nest of loops over tiles.
#[derive(Debug, Default)]
pub struct Section<'c> {
    /// One after the other in each tile.
    pub phases: Vec<Phase<'c>>,
    /// The axes of what it stores (bits 0 i, 1 j, 2 k).
    pub axes: u32,
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
    /// The axes of its loops (bits 0 i, 1 j, 2 k).
    pub fn axes(&self) -> u32 {
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

/// Where an operation runs: section, phase, group.
pub(crate) type Position = (usize, usize, usize);

/// Where a temp of a kernel is complete; loads and undefs are none.
pub fn place_of(definition: Op<'_>) -> Option<Place> {
    if let Some(apply) = Apply::cast(definition) {
        return Some(apply.place().unwrap_or(Place::Register));
    }
    if let Some(insert) = Insert::cast(definition) {
        return Some(insert.place().unwrap_or(Place::Tile));
    }
    Sweep::is(definition).then_some(Place::Tile)
}

/// The axes of a kernel's loops that a set of axes has, outermost first.
pub fn loop_axes(schedule: &Schedule, axes: u32) -> Vec<usize> {
    schedule
        .order
        .into_iter()
        .filter(|axis| axes & (1 << axis) != 0)
        .collect()
}

/// Whether the loops over the axis go from tile to tile: it is tiled, or shared by threads.
pub fn is_tiled(schedule: &Schedule, axis: usize) -> bool {
    schedule.tile[axis] > 0 || schedule.parallel_axes().contains(&axis)
}

/// The plan of a verified kernel.
pub fn plan<'c>(kernel: Kernel<'c>) -> Plan<'c> {
    check(kernel).expect("verified: kernel_c8, kernel_c9")
}

/// The plan of a kernel that satisfies all constraints of kernels; nothing is emitted where it does not.
pub fn try_plan<'c>(kernel: Kernel<'c>) -> Option<Plan<'c>> {
    crate::verify::kernel::kernel_body(kernel.0).ok()?;
    check(kernel).ok()
}

/// The plan of a kernel, or the constraint that it violates (kernel_c8, kernel_c9).
pub(crate) fn check<'c>(kernel: Kernel<'c>) -> Result<Plan<'c>, Violation<'c>> {
    let ops = kernel.ops();
    let schedule = kernel.schedule();
    let mut plan = Plan {
        sections: sections::of(&ops)?,
        extents: Extents::default(),
        rings: HashMap::new(),
    };
    rows::merge(&mut plan)?;
    plan.extents = extents::of(&plan);
    rows::leads(&mut plan, &schedule)?;
    axes::set(&mut plan, &schedule)?;
    hazards::check(&plan, &ops, &schedule)?;
    Ok(plan)
}

/// The computing operations whose results an operation reads, with the access where there is one.
pub fn inputs<'c>(op: Op<'c>) -> Vec<(Op<'c>, Option<AnyAccess<'c>>)> {
    let computed = |value: Value<'c>| {
        value
            .defining_op()
            .filter(|definition| place_of(*definition).is_some())
    };
    let mut inputs: Vec<_> = op
        .operands()
        .into_iter()
        .filter_map(|value| Some((computed(value)?, None)))
        .collect();
    for access in accesses(op) {
        if let Some(definition) = computed(access.temp()) {
            inputs.push((definition, Some(access)));
        }
    }
    inputs
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

/// The results of an operation that leave its section: stored, or in memory.
pub fn leaves(value: Value<'_>) -> bool {
    let in_memory = value
        .defining_op()
        .is_some_and(|op| place_of(op) == Some(Place::Memory));
    in_memory || !stores_of(value).is_empty()
}
