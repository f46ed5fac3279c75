//! Schedule of a merged kernel, and places of what stays inside it.

use super::super::{Target, emit};
use crate::kernel_cost::{self, Estimate, estimate};
use ir_stencil::{
    boxes::SsaBox,
    kernel_plan::{self, Plan, inputs, is_tiled, loop_axes, place_of},
    ops::{AnyAccess, Apply, Insert, Kernel, Place, Schedule, Store, Sweep, shaped},
};
use mlir_shim::ir::{Op, Value};
use std::collections::HashMap;

/// Sets the schedule and the places of a merged kernel: of those that are legal
/// and keep within the caches the cheapest, the first of equals. Gives what that
/// costs; nothing where there is none, and the kernel is then to be given up.
pub fn choose(kernel: Kernel<'_>, target: &Target<'_>) -> Option<Estimate> {
    let has_sweep = kernel.ops().into_iter().any(Sweep::is);
    let has_insert = kernel.ops().into_iter().any(Insert::is);
    let schedules = match has_sweep {
        true => vec![emit::column_schedule()],
        // Levels are independent, or else columns may be.
        false => vec![emit::plane_by_plane_schedule(), emit::column_schedule()],
    };
    let ways = [
        (Place::Row, true),
        (Place::Row, false),
        (Place::Tile, true),
        (Place::Tile, false),
    ];
    let mut best: Option<(Estimate, Schedule, (Place, bool))> = None;
    for schedule in schedules {
        for (inserts, registers) in ways {
            if inserts == Place::Tile && !has_insert {
                continue;
            }
            set_schedule(kernel, &schedule);
            set_places(kernel, &schedule, inserts, registers);
            if let Some(plan) = kernel_plan::try_plan(kernel)
                && fits(kernel, &plan, &schedule, target)
            {
                let cost = estimate(kernel, &plan, &target.circumstances);
                if best
                    .as_ref()
                    .is_none_or(|(least, ..)| cost.picoseconds < least.picoseconds)
                {
                    best = Some((cost, schedule.clone(), (inserts, registers)));
                }
                // What is nearer is not dearer.
                break;
            }
        }
    }
    let (cost, schedule, (inserts, registers)) = best?;
    set_schedule(kernel, &schedule);
    set_places(kernel, &schedule, inserts, registers);
    Some(cost)
}

fn set_schedule(kernel: Kernel<'_>, schedule: &Schedule) {
    let attribute = schedule.attr(kernel.0.location());
    kernel.0.set_attr("schedule", attribute);
}

/// What a kernel costs as it is scheduled.
pub fn cost_of(kernel: Kernel<'_>, target: &Target<'_>) -> Estimate {
    estimate(kernel, &kernel_plan::plan(kernel), &target.circumstances)
}

/// Gives every apply and insert that is read in the kernel the nearest place that its users
/// allow; inserts no nearer one than `inserts`.
fn set_places(kernel: Kernel<'_>, schedule: &Schedule, inserts: Place, registers: bool) {
    let ops = kernel.ops();
    let mut users: HashMap<Op<'_>, Vec<(Op<'_>, Option<AnyAccess<'_>>)>> = HashMap::new();
    for op in ops.iter().filter(|op| !Store::is(**op)) {
        for (definition, access) in inputs(*op) {
            users.entry(definition).or_default().push((*op, access));
        }
    }
    // Users first: what an insert reads depends on where that is.
    for op in ops.into_iter().rev() {
        let users = users.get(&op);
        if let Some(insert) = Insert::cast(op) {
            let place = users.map_or(Place::Row, |users| nearest(op, users, schedule, false));
            insert.set_place(match (inserts, place) {
                (Place::Row, Place::Row) => Place::Row,
                _ => Place::Tile,
            });
        } else if let Some(apply) = Apply::cast(op) {
            op.remove_attr("place");
            if let Some(users) = users {
                let place = nearest(op, users, schedule, registers);
                if place != Place::Register {
                    apply.set_place(place);
                }
            }
        }
    }
}

fn nearest<'c>(
    op: Op<'c>,
    users: &[(Op<'c>, Option<AnyAccess<'c>>)],
    schedule: &Schedule,
    registers: bool,
) -> Place {
    let own_axes = shaped(op.result(0)).axes;
    let axes = loop_axes(schedule, own_axes);
    let rows = &axes[axes.len().saturating_sub(2)..];
    let mut place = if registers {
        Place::Register
    } else {
        Place::Row
    };
    for (user, access) in users {
        if let Some(insert) = Insert::cast(*user).filter(|_| access.is_none()) {
            if kernel_plan::place_of(*user) != Some(Place::Row) {
                return Place::Tile;
            }
            let is_destination = insert.destination().defining_op() == Some(op);
            if is_destination {
                place = Place::Row;
            }
            continue;
        }
        let (Some(user), Some(access)) = (Apply::cast(*user), access) else {
            return Place::Tile;
        };
        let offset = access.offset();
        let beyond_rows = (0..3).any(|axis| offset[axis] != 0 && !rows.contains(&axis));
        if access.is_dynamic() || beyond_rows || user.axes() != own_axes {
            return Place::Tile;
        }
        if offset != [0; 3] || SsaBox::of(user.0) != SsaBox::of(op) {
            place = Place::Row;
        }
    }
    place
}

/// Whether what is kept in rows and tiles stays within three quarters of the second-level cache.
fn fits(kernel: Kernel<'_>, plan: &Plan<'_>, schedule: &Schedule, target: &Target<'_>) -> bool {
    let mut bytes = 0i64;
    for op in kernel.ops() {
        for result in op.results() {
            bytes = bytes.saturating_add(kept_bytes(result, plan, schedule, target));
        }
    }
    bytes <= target.circumstances.machine.l2_bytes / 4 * 3
}

/// The bytes that a tile keeps of a result.
fn kept_bytes(value: Value<'_>, plan: &Plan<'_>, schedule: &Schedule, target: &Target<'_>) -> i64 {
    let Some(place) = value.defining_op().and_then(place_of) else {
        return 0;
    };
    let shape = shaped(value);
    let element = shape.element.as_scalar().map_or(8, |scalar| scalar.bytes()) as i64;
    let one = element * shape.components().max(1) as i64;
    let axes = loop_axes(schedule, shape.axes);
    // A sweep's result that is stored lives in the field, as a rule.
    if value.defining_op().is_some_and(Sweep::is) && kernel_plan::leaves(value) {
        return 0;
    }
    match place {
        Place::Register | Place::Memory => 0,
        Place::Row => {
            let ring = plan.rings.get(&value).copied().unwrap_or(1);
            let row = axes.last().map_or(1, |axis| points(value, *axis, target));
            one.saturating_mul(ring).saturating_mul(row)
        }
        Place::Tile => axes
            .iter()
            .map(|axis| {
                let whole = points(value, *axis, target);
                match is_tiled(schedule, *axis) {
                    true => whole.min(schedule.tile[*axis].max(1)),
                    false => whole,
                }
            })
            .fold(one, i64::saturating_mul),
    }
}

/// The points of the box of a value along an axis; a typical number where that is not known.
pub fn points(value: Value<'_>, axis: usize, target: &Target<'_>) -> i64 {
    match value.defining_op().and_then(SsaBox::of) {
        Some(place) => kernel_cost::points(&place, axis, target.circumstances.sizes),
        None => target.circumstances.sizes.unwrap_or(kernel_cost::TYPICAL)[axis],
    }
}
