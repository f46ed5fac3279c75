//! Kernels with other schedules: tiles, orders, threads, vectors, places, stores past the caches and rows
//! ahead at random.
//!
//! Whatever satisfies the constraints of kernels must give the same result, so
//! nothing is chosen for a reason here.

use crate::random::Random;
use ir_stencil::{
    kernel_plan,
    ops::{Apply, Insert, Kernel, Load, Place, Schedule, ScheduleAttr, Store, Sweep, shaped},
};
use mlir_shim::{
    diagnostic,
    ir::{Attr, Op, Value},
};

/// How often a schedule is drawn for a kernel before it keeps its own.
const TRIES: usize = 6;

/// Gives the kernels of a module other schedules; the number of those that got one.
pub fn shuffle(module: Op<'_>, choices: &mut Random) -> usize {
    let kernels = module.collect(Kernel::NAME);
    kernels
        .into_iter()
        .filter(|kernel| reschedule(Kernel(*kernel), choices))
        .count()
}

fn reschedule(kernel: Kernel<'_>, choices: &mut Random) -> bool {
    let before = kernel.schedule();
    let placed: Vec<(Op<'_>, Option<Attr<'_>>)> = kernel
        .ops()
        .into_iter()
        .filter(|op| Insert::is(*op) || Apply::is(*op) && is_read(*op))
        .map(|op| (op, op.attr("place")))
        .collect();
    let has_sweep = kernel.ops().into_iter().any(Sweep::is);
    for _ in 0..TRIES {
        let schedule = random_schedule(has_sweep, choices);
        kernel
            .0
            .set_attr("schedule", schedule.attr(kernel.0.location()));
        for (op, _) in &placed {
            let places = match Insert::is(*op) {
                true => &[Place::Row, Place::Tile][..],
                false => &[Place::Register, Place::Row, Place::Tile, Place::Memory],
            };
            op.set_attr("place", choices.pick(places).attr(op.context()));
        }
        let (plan, _) = diagnostic::capture(kernel.0.context(), || kernel_plan::try_plan(kernel));
        if plan.is_some() {
            for store in kernel.ops().into_iter().filter_map(Store::cast) {
                if choices.below(3) == 0 {
                    store.set_nontemporal();
                }
            }
            for load in kernel.ops().into_iter().filter_map(Load::cast) {
                let shape = shaped(load.result());
                let has_rows = shape.axes.count() > 1 && shape.data.is_empty();
                if has_rows && choices.below(3) == 0 {
                    load.set_prefetch(1 + choices.below(9) as i64);
                }
            }
            return true;
        }
    }
    kernel
        .0
        .set_attr("schedule", before.attr(kernel.0.location()));
    for (op, place) in placed {
        match place {
            Some(place) => op.set_attr("place", place),
            None => {
                op.remove_attr("place");
            }
        }
    }
    false
}

/// Whether another operation of the kernel than a store uses a result.
fn is_read(op: Op<'_>) -> bool {
    op.results()
        .into_iter()
        .flat_map(Value::uses)
        .any(|(user, _)| !Store::is(user))
}

fn random_schedule(has_sweep: bool, choices: &mut Random) -> Schedule {
    let orders = [
        [2, 1, 0],
        [2, 0, 1],
        [1, 2, 0],
        [1, 0, 2],
        [0, 1, 2],
        [0, 2, 1],
    ];
    let order = choices.pick(&orders);
    let start = choices.below(4);
    let end = start + choices.below(4 - start);
    let mut tile = [0; 3].map(|_: i64| choices.pick(&[0, 0, 1, 2, 3, 5, 8]));
    if has_sweep {
        tile[2] = 0;
    }
    Schedule {
        order,
        parallel: start..end,
        tile,
        vector: choices.pick(&[0, 1, 2, 4, 8, 16]),
    }
}
