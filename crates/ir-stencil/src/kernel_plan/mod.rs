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

mod extents;
mod hazards;
mod rows;

use crate::{
    ops::{
        AnyAccess, Apply, Insert, Kernel, Load, Place, Schedule, Store, Sweep, Undef, accesses,
        shaped,
    },
    verify::violation::{Check, Violation},
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

/// Whether an operation goes through the tile row by row, together with others.
fn is_in_rows(op: Op<'_>) -> bool {
    Apply::is(op) || Insert::is(op) && place_of(op) == Some(Place::Row)
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
    let mut planner = Planner {
        sections: vec![Section::default()],
        positions: HashMap::new(),
        stored: stored_fields(&ops),
    };
    planner.copies(&ops, true);
    for op in &ops {
        if Load::is(*op) || Undef::is(*op) || Store::is(*op) {
            continue;
        }
        planner.add(*op)?;
    }
    planner.copies(&ops, false);
    let Planner { sections, .. } = planner;
    let mut plan = Plan {
        sections,
        extents: Extents::default(),
        rings: HashMap::new(),
    };
    rows::merge(&mut plan)?;
    plan.extents = extents::of(&plan);
    rows::leads(&mut plan, &schedule)?;
    axes(&mut plan, &schedule)?;
    hazards::check(&plan, &ops, &schedule)?;
    Ok(plan)
}

/// The fields that stores of a kernel write, views resolved.
fn stored_fields<'c>(ops: &[Op<'c>]) -> Vec<Value<'c>> {
    ops.iter()
        .filter_map(|op| Store::cast(*op))
        .map(|store| hazards::root(store.field()))
        .collect()
}

struct Planner<'c> {
    sections: Vec<Section<'c>>,
    /// The section and phase of every operation so far.
    positions: HashMap<Op<'c>, (usize, usize)>,
    stored: Vec<Value<'c>>,
}

impl<'c> Planner<'c> {
    /// Stores without a computation: those of fields that the kernel also
    /// stores to come first, before they are overwritten; the others last.
    fn copies(&mut self, ops: &[Op<'c>], first: bool) {
        let copies: Vec<Store<'c>> = ops
            .iter()
            .filter_map(|op| Store::cast(*op))
            .filter(|store| {
                let definition = store.temp().defining_op();
                let load = definition.and_then(Load::cast);
                let is_copy = load.is_some() || definition.is_some_and(Undef::is);
                let of_stored =
                    load.is_some_and(|load| self.stored.contains(&hazards::root(load.field())));
                is_copy && of_stored == first
            })
            .collect();
        if !copies.is_empty() {
            let section = self.sections.last_mut().expect("there is a section");
            section.phases.push(Phase::Copies(copies));
        }
    }

    fn add(&mut self, op: Op<'c>) -> Check<'c> {
        let inputs = inputs(op);
        let now = self.sections.len() - 1;
        let after_memory = inputs.iter().any(|(definition, _)| {
            place_of(*definition) == Some(Place::Memory) && self.positions[definition].0 == now
        });
        if after_memory {
            self.sections.push(Section::default());
        }
        let section = self.sections.len() - 1;
        let phases = &self.sections[section].phases;
        let current = phases.len().wrapping_sub(1);
        let fits = is_in_rows(op)
            && match phases.last() {
                Some(Phase::Points(groups)) => groups[0].axes() == shaped(op.result(0)).axes,
                _ => false,
            };
        let after_tile = inputs.iter().any(|(definition, _)| {
            place_of(*definition) == Some(Place::Tile)
                && self.positions[definition] == (section, current)
        });
        let phase = if fits && !after_tile {
            current
        } else {
            phases.len()
        };
        for (definition, access) in inputs {
            self.connected(op, definition, access, (section, phase))?;
        }
        let phases = &mut self.sections[section].phases;
        if is_in_rows(op) {
            let group = Group {
                ops: vec![op],
                lead: 0,
            };
            match phases.get_mut(phase) {
                Some(Phase::Points(groups)) => groups.push(group),
                _ => phases.push(Phase::Points(vec![group])),
            }
        } else if let Some(sweep) = Sweep::cast(op) {
            phases.push(Phase::Sweep(sweep));
        } else if let Some(insert) = Insert::cast(op) {
            phases.push(Phase::Insert(insert));
        }
        self.positions.insert(op, (section, phase));
        Ok(())
    }

    /// kernel_c8: what an operation reads is complete when it runs, and still there.
    fn connected(
        &self,
        op: Op<'c>,
        definition: Op<'c>,
        access: Option<AnyAccess<'c>>,
        at: (usize, usize),
    ) -> Check<'c> {
        let place = place_of(definition).expect("a computing operation");
        let from = self.positions[&definition];
        let user = access.map_or(op, |access| access.0);
        let violation = |message: String| {
            Err(Violation::new(user, "kernel_c8", message)
                .note(definition.location(), "it is computed here"))
        };
        if place != Place::Memory && from.0 != at.0 {
            return violation(
                "reads a result of the kernel from before another operation waits for a result in memory; \
                 its place must be `memory` as well"
                    .into(),
            );
        }
        let name = match place {
            Place::Register => "register",
            Place::Row => "row",
            Place::Tile | Place::Memory => return Ok(()),
        };
        if from != at {
            return violation(format!(
                "reads a result whose place is `{name}` after its loops have ended; its place must be `tile` or `memory`"
            ));
        }
        let Some(access) = access else {
            // An insert in rows: what it does not replace stands there before.
            let destination = Insert(op).destination().defining_op();
            if place == Place::Register && destination == Some(definition) {
                return violation(
                    "inserts into a result whose place is `register`; its place must be `row`, `tile` or `memory`".into(),
                );
            }
            return Ok(());
        };
        let at_the_point = !access.is_dynamic() && access.offset() == [0; 3];
        if place == Place::Register && !at_the_point {
            return violation(
                "reads another result of the kernel at an offset, but its place is `register`; \
                 make it `row`, `tile` or `memory`"
                    .into(),
            );
        }
        if access.is_dynamic() {
            return violation(
                "reads a result whose place is `row` at a level that is known only when running; \
                 its place must be `tile` or `memory`"
                    .into(),
            );
        }
        Ok(())
    }
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

/// kernel_c9: what leaves a section has all axes along which it has tiles.
fn axes<'c>(plan: &mut Plan<'c>, schedule: &Schedule) -> Check<'c> {
    for section in &mut plan.sections {
        let leaving = leaving(section);
        section.axes = leaving.iter().fold(0, |axes, (_, has)| axes | has);
        for (op, has) in leaving {
            let lacking = (0..3)
                .find(|axis| section.axes & !has & (1 << axis) != 0 && is_tiled(schedule, *axis));
            if let Some(axis) = lacking {
                let name = ['i', 'j', 'k'][axis];
                let message = format!(
                    "stores a temp without axis {name} next to others with it, and axis {name} is parallel or tiled; \
                     give it a kernel of its own"
                );
                return Err(Violation::new(op, "kernel_c9", message));
            }
        }
    }
    Ok(())
}

/// What leaves a section: the operation to blame, and the axes.
fn leaving<'c>(section: &Section<'c>) -> Vec<(Op<'c>, u32)> {
    let mut leaving = Vec::new();
    let mut of_results = |op: Op<'c>| {
        for result in op.results() {
            if place_of(op) == Some(Place::Memory) {
                leaving.push((op, shaped(result).axes));
            }
            for store in stores_of(result) {
                leaving.push((store.0, shaped(result).axes));
            }
        }
    };
    for phase in &section.phases {
        match phase {
            Phase::Points(groups) => groups
                .iter()
                .flat_map(|group| &group.ops)
                .for_each(|op| of_results(*op)),
            Phase::Sweep(sweep) => of_results(sweep.0),
            Phase::Insert(insert) => of_results(insert.0),
            Phase::Copies(_) => {}
        }
    }
    for phase in &section.phases {
        if let Phase::Copies(stores) = phase {
            leaving.extend(
                stores
                    .iter()
                    .map(|store| (store.0, shaped(store.temp()).axes)),
            );
        }
    }
    leaving
}
