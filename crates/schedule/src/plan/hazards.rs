//! In-place updates: nobody reads a field after the kernel has stored to it (kernel_c8).

use super::{Phase, Plan, Planned};
use crate::{
    constraints::{Check, Violation},
    kernel::{Memory, Operation, Region, ValueId},
    memory::FieldId,
};
use rustc_hash::FxHashMap as HashMap;

/// Where an operation runs: section, phase, group.
type Position = (usize, usize, usize);

/// The loads that an operation reads, through accesses and operands, each once, in order; with
/// each whether an access reads it.
pub fn loads<'k>(
    planned: &Planned<'k>,
    operation: usize,
) -> Vec<(&'k Operation, &'k Memory, bool)> {
    let operations = &planned.kernel.operations;
    let mut found: Vec<(ValueId, bool)> = Vec::new();
    let mut numbers: HashMap<ValueId, usize> = HashMap::default();
    for (value, access) in operations[operation].inputs() {
        let number = *numbers.entry(value).or_insert_with(|| {
            found.push((value, false));
            found.len() - 1
        });
        found[number].1 |= access.is_some();
    }
    found
        .into_iter()
        .filter_map(|(value, is_read)| {
            let (definition, _) = planned.uses.definition(value)?;
            let load = &operations[definition];
            Some((load, load.load()?, is_read))
        })
        .collect()
}

/// The fields that the stores of an operation's results write.
pub fn stored(planned: &Planned<'_>, operation: usize) -> Vec<FieldId> {
    let results = planned.kernel.operations[operation].results.iter();
    results
        .flat_map(|(value, _)| planned.uses.stores_of(planned.kernel, *value))
        .filter_map(|store| Some(store.store()?.part.root))
        .collect()
}

/// kernel_c8, the part about fields that are loaded and stored.
pub fn check(planned: &Planned<'_>, plan: &Plan) -> Check {
    let kernel = planned.kernel;
    let positions = positions(planned, plan);
    let mut writers: HashMap<FieldId, Vec<(Position, usize, Region)>> = HashMap::default();
    for (number, store) in kernel.operations.iter().enumerate() {
        let Some(memory) = store.store() else {
            continue;
        };
        let definition = planned.uses.definition(store.source());
        let by = definition.and_then(|(definition, _)| positions[definition]);
        let position = by.or(positions[number]).expect("every store is planned");
        let written = store.own_region().project(memory.shape.axes);
        let same = writers.entry(memory.part.root).or_default();
        same.push((position, number, written));
    }
    let mut readers: Vec<(Position, usize)> = positions
        .iter()
        .enumerate()
        .filter_map(|(number, position)| Some(((*position)?, number)))
        .collect();
    readers.sort_unstable();
    for (at, reader) in readers {
        for (load, memory, is_read) in loads(planned, reader) {
            let Some(writers) = writers.get(&memory.part.root) else {
                continue;
            };
            let place = load.own_region().project(memory.shape.axes);
            for (position, store, written) in writers {
                let other = &kernel.operations[*store];
                let is_untouched = other.store().map(|to| to.field) == Some(memory.field)
                    && place.is_apart(written, &kernel.facts);
                if (!is_read && is_own_start(planned, reader, load, other))
                    || *store == reader
                    || is_untouched
                {
                    continue;
                }
                let violation = |message: &str| {
                    Err(
                        Violation::new(&kernel.operations[reader], "kernel_c8", message)
                            .note(load, "it is loaded here")
                            .note(other, "it is stored to here"),
                    )
                };
                if at > *position {
                    return violation(
                        "reads a field after the kernel has stored to it; give it a kernel of its own, before this one",
                    );
                }
                let extent = plan.extents.of(reader);
                let is_beyond =
                    |axis: usize| kernel.schedule.is_tiled(axis) && extent[axis] != (0, 0);
                if (0..3).any(is_beyond) {
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

/// Whether the load is the initial value of the sweep's state that is stored.
fn is_own_start(planned: &Planned<'_>, reader: usize, load: &Operation, store: &Operation) -> bool {
    let sweep = &planned.kernel.operations[reader];
    let stored = planned.uses.definition(store.source());
    sweep.is_sweep()
        && stored.is_some_and(|(definition, result)| {
            definition == reader && sweep.operands[result] == load.results[0].0
        })
}

/// Where each operation runs; `None` for loads, undefined temps, and stores of what is computed.
fn positions(planned: &Planned<'_>, plan: &Plan) -> Vec<Option<Position>> {
    let mut positions = vec![None; planned.kernel.operations.len()];
    for (section, all) in plan.sections.iter().enumerate() {
        for (phase, kind) in all.phases.iter().enumerate() {
            match kind {
                Phase::Points(groups) => {
                    for (number, group) in groups.iter().enumerate() {
                        for operation in &group.operations {
                            positions[*operation] = Some((section, phase, number));
                        }
                    }
                }
                Phase::Sweep(operation) | Phase::Insert(operation) => {
                    positions[*operation] = Some((section, phase, 0));
                }
                Phase::Copies(stores) => {
                    for store in stores {
                        positions[*store] = Some((section, phase, 0));
                    }
                }
            }
        }
    }
    positions
}
