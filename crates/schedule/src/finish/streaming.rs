//! Stores past the caches: of what will have left them before anybody reads it.
//!
//! What a kernel stores is still in the last-level cache when another loads it only where less than that cache
//! was moved in between. Otherwise the store can go past the caches: then its line is not read before it is
//! written.

use super::traffic::{Place, Traffic, has_long_rows};
use crate::{
    buffers::Assignment,
    kernel::{Kernel, Kind, Operation, Uses},
    machine::Machine,
};

/// More levels than this are better kept where the result goes.
pub const FEW_LEVELS: i64 = 4;

/// Lets stores of a kernel of known sizes go past the caches.
pub(super) fn of_kernel(
    kernel: &mut Kernel,
    place: Place,
    (traffic, assignment): (&Traffic, &Assignment),
    sizes: [i64; 3],
    machine: &Machine,
) {
    let uses = kernel.uses();
    let goes_past = |store: &Operation| {
        let Some(memory) = store.store() else {
            return false;
        };
        traffic.until_loaded(place, memory.part.root) > machine.l3_bytes
            && has_long_rows(store, sizes)
            && !is_loaded(kernel, store)
            && !assignment.is_seen_elsewhere(memory.field)
            && !is_read_back(kernel, &uses, store)
    };
    let chosen: Vec<bool> = kernel.operations.iter().map(goes_past).collect();
    for (operation, is_chosen) in kernel.operations.iter_mut().zip(chosen) {
        if let Kind::Store(memory) = &mut operation.kind {
            memory.is_nontemporal |= is_chosen;
        }
    }
}

/// Whether the kernel loads from the field as well: then its lines are in the caches anyway.
fn is_loaded(kernel: &Kernel, store: &Operation) -> bool {
    let root = store.store().map(|memory| memory.part.root);
    let mut loads = kernel.loads();
    loads.any(|(_, memory)| Some(memory.part.root) == root)
}

/// Whether a sweep reads what it stored, from where it is stored.
fn is_read_back(kernel: &Kernel, uses: &Uses, store: &Operation) -> bool {
    let definition = uses.definition(store.source());
    definition.is_some_and(|(definition, result)| {
        let sweep = &kernel.operations[definition];
        sweep.is_sweep() && !can_be_streamed(kernel, uses, sweep, result)
    })
}

/// Whether the levels of a state can go past the caches as they are written: the sweep reads them back from few
/// levels that are kept aside, nobody reads the result but its one store, and no level is written twice as far
/// as that can be seen.
fn can_be_streamed(kernel: &Kernel, uses: &Uses, sweep: &Operation, state: usize) -> bool {
    let (result, shape) = sweep.results[state];
    let start = uses.definition(sweep.operands[state]);
    let starts_undefined =
        start.is_some_and(|(definition, _)| kernel.operations[definition].kind == Kind::Undefined);
    shape.has_axis(2)
        && uses.users(result).len() == 1
        && starts_undefined
        && keeps_few_levels(sweep, state)
        && is_written_once(sweep, state)
}

fn keeps_few_levels(sweep: &Operation, state: usize) -> bool {
    let Some(Some((low, high))) = sweep.body.looks_back.get(state) else {
        return false;
    };
    let stages = sweep.body.stages.iter().flat_map(|stage| &stage.writes);
    let own = stages
        .filter(|(to, _)| *to == state)
        .map(|(_, offset)| *offset);
    let (low, high) = own.fold((*low, *high), |(low, high), offset| {
        (low.min(offset), high.max(offset))
    });
    high - low < FEW_LEVELS
}

fn is_written_once(sweep: &Operation, state: usize) -> bool {
    let stages = &sweep.body.stages;
    let mut writes: Vec<(usize, i64)> = Vec::new();
    for stage in stages {
        let own = stage.writes.iter().filter(|(to, _)| *to == state);
        writes.extend(own.map(|(_, offset)| (stage.interval, *offset)));
    }
    let mut intervals: Vec<usize> = writes.iter().map(|(interval, _)| *interval).collect();
    intervals.dedup();
    intervals.len() == writes.len() && writes.iter().all(|(_, offset)| *offset == 0)
}
