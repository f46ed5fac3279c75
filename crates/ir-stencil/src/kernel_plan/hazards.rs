//! In-place updates: nobody reads a field after the kernel has stored to it (kernel_c8).

use super::{Phase, Plan, Position, is_tiled, stores_of};
use crate::{
    boxes::{SsaBox, facts_at},
    ops::{Insert, Load, Schedule, Store, Sweep, accesses, shaped},
    verify::violation::{Check, Violation},
};
use fvopt_boxes::DomainFacts;
use mlir_shim::ir::{Op, Value};
use std::collections::HashMap;

/// The field that a chain of views leads to.
pub fn root(mut field: Value<'_>) -> Value<'_> {
    while let Some(view) = field.defining_op().filter(|op| op.is("program.view")) {
        field = view.operand(0);
    }
    field
}

/// The loads that an operation reads, through accesses and operands, each once, in order; with
/// each whether an access reads it.
pub fn loads<'c>(op: Op<'c>) -> Vec<(Load<'c>, bool)> {
    let mut numbers: HashMap<Value<'c>, usize> = HashMap::new();
    let mut found: Vec<(Load<'c>, bool)> = Vec::new();
    let direct = op.operands().into_iter().map(|value| (value, false));
    let read = accesses(op).into_iter().map(|access| (access.temp(), true));
    for (value, is_read) in direct.chain(read) {
        let Some(load) = value.defining_op().and_then(Load::cast) else {
            continue;
        };
        let number = *numbers.entry(value).or_insert_with(|| {
            found.push((load, false));
            found.len() - 1
        });
        found[number].1 |= is_read;
    }
    found
}

/// The fields that the stores of an operation's results write.
pub fn stored<'c>(op: Op<'c>) -> Vec<(Value<'c>, Store<'c>)> {
    op.results()
        .into_iter()
        .flat_map(stores_of)
        .map(|store| (root(store.field()), store))
        .collect()
}

/// kernel_c8, the part about fields that are loaded and stored.
pub fn check<'c>(plan: &Plan<'c>, ops: &[Op<'c>], schedule: &Schedule) -> Check<'c> {
    let positions = positions(plan);
    let facts = ops
        .first()
        .map_or_else(DomainFacts::entry, |op| facts_at(*op));
    let mut writers: HashMap<Value<'c>, Vec<(Position, Store<'c>, SsaBox<'c>)>> = HashMap::new();
    for store in ops.iter().filter_map(|op| Store::cast(*op)) {
        let by = store
            .temp()
            .defining_op()
            .filter(|op| positions.contains_key(op));
        let position = positions[&by.unwrap_or(store.0)];
        writers.entry(root(store.field())).or_default().push((
            position,
            store,
            on_own_axes(store.index_box(), store.field()),
        ));
    }
    let mut readers: Vec<Op<'c>> = positions.keys().copied().collect();
    readers.sort_by_key(|op| positions[op]);
    for op in readers {
        for (load, is_read) in loads(op) {
            let place = load
                .index_box()
                .map(|place| on_own_axes(place, load.field()));
            for (position, store, written) in writers.get(&root(load.field())).into_iter().flatten()
            {
                let is_untouched = load.field() == store.field()
                    && place
                        .as_ref()
                        .is_some_and(|place| place.is_apart(written, &facts));
                if (!is_read && is_own_start(op, load, *store))
                    || *store == Store(op)
                    || is_untouched
                {
                    continue;
                }
                let violation = |message: &str| {
                    Err(Violation::new(op, "kernel_c8", message)
                        .note(load.0.location(), "it is loaded here")
                        .note(store.0.location(), "it is stored to here"))
                };
                if positions[&op] > *position {
                    return violation(
                        "reads a field after the kernel has stored to it; give it a kernel of its own, before this one",
                    );
                }
                let extent = plan.extents.of(op);
                if (0..3).any(|axis| is_tiled(schedule, axis) && extent[axis] != (0, 0)) {
                    return violation(
                        "is computed beyond its tile from a field that the kernel stores to, which another tile may \
                         have done already; give it a kernel of its own, before this one",
                    );
                }
            }
        }
    }
    Ok(())
}

/// A box on the axes of a field.
fn on_own_axes<'c>(place: SsaBox<'c>, field: Value<'c>) -> SsaBox<'c> {
    place.project(shaped(field).axes)
}

/// Whether the load is the initial value of the carry that is stored.
fn is_own_start<'c>(op: Op<'c>, load: Load<'c>, store: Store<'c>) -> bool {
    Sweep::cast(op).is_some_and(|sweep| {
        store.temp().defining_op() == Some(op)
            && sweep.inits()[store.temp().number()] == load.result()
    })
}

fn positions<'c>(plan: &Plan<'c>) -> HashMap<Op<'c>, Position> {
    let mut positions = HashMap::new();
    for (section, all) in plan.sections.iter().enumerate() {
        for (phase, kind) in all.phases.iter().enumerate() {
            match kind {
                Phase::Points(groups) => {
                    for (number, group) in groups.iter().enumerate() {
                        for op in &group.ops {
                            positions.insert(*op, (section, phase, number));
                        }
                    }
                }
                Phase::Sweep(Sweep(op)) | Phase::Insert(Insert(op)) => {
                    positions.insert(*op, (section, phase, 0));
                }
                Phase::Copies(stores) => {
                    for store in stores {
                        positions.insert(store.0, (section, phase, 0));
                    }
                }
            }
        }
    }
    positions
}
