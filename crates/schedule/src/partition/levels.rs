//! Schedule of a merged kernel, and storage levels of what stays inside it.

use crate::{
    constraints::check,
    cost::{self, CostContext, Estimate, estimate},
    kernel::{Access, Kernel, Operation, Shape, ValueId},
    plan::Plan,
    schedule::{Schedule, StorageLevel},
};
use rustc_hash::FxHashMap as HashMap;

/// How near inserts may be kept, and whether anything may be kept in registers.
type Way = (StorageLevel, bool);

/// From the nearest to the furthest.
const WAYS: [Way; 4] = [
    (StorageLevel::Row, true),
    (StorageLevel::Row, false),
    (StorageLevel::Tile, true),
    (StorageLevel::Tile, false),
];

/// Sets the schedule and the storage levels of a merged kernel: of those that are legal
/// and keep within the caches the cheapest, the first of equals. Gives what that
/// costs; nothing where there is none, and the kernel is then to be given up.
pub fn choose(kernel: &mut Kernel, context: &CostContext) -> Option<Estimate> {
    let has_sweep = kernel.operations.iter().any(Operation::is_sweep);
    let has_insert = kernel.operations.iter().any(Operation::is_insert);
    let schedules = match has_sweep {
        true => vec![Schedule::columns()],
        // Levels are independent, or else columns may be.
        false => vec![Schedule::plane_by_plane(), Schedule::columns()],
    };
    let mut best: Option<(Estimate, Schedule, Way)> = None;
    for schedule in schedules {
        for way in WAYS {
            if way.0 == StorageLevel::Tile && !has_insert {
                continue;
            }
            set(kernel, &schedule, way);
            if let Ok(plan) = check(kernel)
                && fits(kernel, &plan, context)
            {
                let cost = estimate(kernel, &plan, context);
                if best
                    .as_ref()
                    .is_none_or(|(least, ..)| cost.picoseconds < least.picoseconds)
                {
                    best = Some((cost, schedule.clone(), way));
                }
                // A closer storage level never costs more: the first legal one will do.
                break;
            }
        }
    }
    let (cost, schedule, way) = best?;
    set(kernel, &schedule, way);
    Some(cost)
}

/// Sets the schedule, and gives every apply and insert that is read in the kernel the nearest storage
/// level that its users allow.
fn set(kernel: &mut Kernel, schedule: &Schedule, (inserts, registers): Way) {
    kernel.schedule = schedule.clone();
    let mut definitions: HashMap<ValueId, usize> = HashMap::default();
    // For each operation its readers, in order, and which result they take.
    let mut users: Vec<Vec<(usize, Option<usize>)>> = vec![Vec::new(); kernel.operations.len()];
    for (number, operation) in kernel.operations.iter().enumerate() {
        for (value, _) in &operation.results {
            definitions.insert(*value, number);
        }
        if operation.is_store() {
            continue;
        }
        let direct = operation.operands.iter().map(|value| (*value, None));
        let read = operation.accesses().map(|(_, value)| value);
        let read = read
            .enumerate()
            .map(|(access, value)| (value, Some(access)));
        for (value, access) in direct.chain(read) {
            if let Some(definition) = definitions.get(&value) {
                users[*definition].push((number, access));
            }
        }
    }
    // Users first: what an insert reads depends on where that is.
    for number in (0..kernel.operations.len()).rev() {
        let users = &users[number];
        let operation = &kernel.operations[number];
        if operation.is_insert() {
            let level = match users.is_empty() {
                true => StorageLevel::Row,
                false => nearest(kernel, number, users, false),
            };
            kernel.operations[number].level = Some(match (inserts, level) {
                (StorageLevel::Row, StorageLevel::Row) => StorageLevel::Row,
                _ => StorageLevel::Tile,
            });
        } else if operation.is_apply() {
            let level = match users.is_empty() {
                true => StorageLevel::Register,
                false => nearest(kernel, number, users, registers),
            };
            // Registers are what is meant where nothing is said.
            kernel.operations[number].level =
                Some(level).filter(|level| *level != StorageLevel::Register);
        }
    }
}

fn nearest(
    kernel: &Kernel,
    number: usize,
    users: &[(usize, Option<usize>)],
    registers: bool,
) -> StorageLevel {
    let operation = &kernel.operations[number];
    let own_axes = operation.axes();
    let axes = kernel.schedule.loop_axes(own_axes);
    let rows = &axes[axes.len().saturating_sub(2)..];
    let mut level = match registers {
        true => StorageLevel::Register,
        false => StorageLevel::Row,
    };
    for (user, access) in users {
        let user = &kernel.operations[*user];
        let Some(access) = access else {
            if !user.is_insert() || user.storage() != Some(StorageLevel::Row) {
                return StorageLevel::Tile;
            }
            let destination = user.destination();
            if operation
                .results
                .iter()
                .any(|(value, _)| *value == destination)
            {
                level = StorageLevel::Row;
            }
            continue;
        };
        let Access {
            offset, dynamic, ..
        } = user.body.accesses[*access];
        let beyond_rows = (0..3).any(|axis| offset[axis] != 0 && !rows.contains(&axis));
        if !user.is_apply() || dynamic.is_some() || beyond_rows || user.axes() != own_axes {
            return StorageLevel::Tile;
        }
        if offset != [0; 3] || user.region != operation.region {
            level = StorageLevel::Row;
        }
    }
    level
}

/// Whether what is kept in rows and tiles stays within three quarters of the second-level cache.
fn fits(kernel: &Kernel, plan: &Plan, context: &CostContext) -> bool {
    let uses = kernel.uses();
    let mut bytes = 0i64;
    for operation in &kernel.operations {
        for (value, shape) in &operation.results {
            let is_stored = || uses.stores_of(kernel, *value).next().is_some();
            // A sweep's result that is stored lives in the field, as a rule.
            if operation.is_sweep() && is_stored() {
                continue;
            }
            let kept = kept_bytes(kernel, operation, *value, shape, plan, context);
            bytes = bytes.saturating_add(kept);
        }
    }
    bytes <= context.machine.l2_bytes / 4 * 3
}

/// The bytes that a tile keeps of a result.
fn kept_bytes(
    kernel: &Kernel,
    operation: &Operation,
    value: ValueId,
    shape: &Shape,
    plan: &Plan,
    context: &CostContext,
) -> i64 {
    let schedule = &kernel.schedule;
    let axes = schedule.loop_axes(shape.axes);
    match operation.storage() {
        None | Some(StorageLevel::Register | StorageLevel::Memory) => 0,
        Some(StorageLevel::Row) => {
            let rows = plan.rows_kept.get(&value).copied().unwrap_or(1);
            let row = axes
                .last()
                .map_or(1, |axis| points(operation, *axis, context));
            shape.bytes().saturating_mul(rows).saturating_mul(row)
        }
        Some(StorageLevel::Tile) => axes
            .iter()
            .map(|axis| {
                let whole = points(operation, *axis, context);
                match schedule.is_tiled(*axis) {
                    true => whole.min(schedule.tile[*axis].max(1)),
                    false => whole,
                }
            })
            .fold(shape.bytes(), i64::saturating_mul),
    }
}

/// The points of the box of an operation along an axis; a typical number where it has none.
pub fn points(operation: &Operation, axis: usize, context: &CostContext) -> i64 {
    match &operation.region {
        Some(place) => cost::points(place, axis, context.sizes),
        None => context.sizes.unwrap_or(cost::TYPICAL)[axis],
    }
}
