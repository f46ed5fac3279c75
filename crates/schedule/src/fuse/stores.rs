//! What a kernel stores that does what two did.
//!
//! Stores of the first that the second overwrites are left out; a store that the second writes a part of
//! stores both values at once; and stores of parts of what the second loads whole become one store of that.
//! What was only passed from one to the other is not stored at all.

use super::{
    links::{Links, memory},
    merge::Merging,
};
use crate::{
    kernel::{Body, Kernel, Kind, Memory, Operation, Region, ValueId},
    memory::FieldId,
    program::Field,
};
use rustc_hash::FxHashSet as HashSet;
use std::sync::Arc;

/// The stores of two kernels that become one.
pub struct Stores<'m> {
    /// The kernels, in order.
    pub pair: [&'m Kernel; 2],
    /// What merging them changes.
    pub links: &'m Links,
    /// Loads of the second that are values in the merged kernel.
    pub passed: &'m [usize],
    /// The fields of the program.
    pub fields: &'m [Field],
}

/// A store, by its kernel (0 or 1) and its place there.
type Which = (usize, usize);

impl Stores<'_> {
    /// Adds the stores behind all that the merged kernel computes.
    pub fn add(&self, merging: &mut Merging<'_>) {
        let [first, second] = self.pair;
        let mut replaced: HashSet<Which> = HashSet::default();
        replaced.extend(self.links.overwritten.iter().map(|store| (0, *store)));
        for (store, patch) in &self.links.patches {
            replaced.extend([(0, *store), (1, *patch)]);
        }
        let joined = self.joined(&mut replaced);
        let patched = self.patched(merging);
        for load in joined {
            let operation = &second.operations[load];
            let memory = memory(second, load);
            if !self.only_passes(memory.field) {
                let value = merging.lookup(operation.results[0].0);
                store(merging, value, memory, operation.own_region());
            }
        }
        for (number, value) in patched {
            let memory = memory(first, number);
            if !self.links.overwritten.contains(&number) && !self.only_passes(memory.field) {
                let place = first.operations[number].own_region();
                store(merging, value, memory, place);
            }
        }
        for (which, kernel) in self.pair.into_iter().enumerate() {
            for (number, operation) in kernel.operations.iter().enumerate() {
                if let Some(memory) = operation.store()
                    && !replaced.contains(&(which, number))
                    && !self.only_passes(memory.field)
                {
                    merging.copy(operation);
                }
            }
        }
    }

    /// Loads of what several stores write: one store of what was loaded replaces those.
    fn joined(&self, replaced: &mut HashSet<Which>) -> Vec<usize> {
        let [first, second] = self.pair;
        let mut joined = Vec::new();
        for link in &self.links.values {
            if link.parts.len() < 2 || link.rest {
                continue;
            }
            let place = second.operations[link.load].own_region();
            let is_inside = |part: &usize| {
                let part_region = first.operations[*part].own_region();
                !replaced.contains(&(0, *part)) && place.holds(part_region, &first.facts)
            };
            if link.parts.iter().all(is_inside) {
                replaced.extend(link.parts.iter().map(|part| (0, *part)));
                joined.push(link.load);
            }
        }
        joined
    }

    /// Stores of the first that the second writes parts of, with the values of both, pieced together.
    fn patched(&self, merging: &mut Merging<'_>) -> Vec<(usize, ValueId)> {
        let [first, second] = self.pair;
        let mut patched: Vec<(usize, ValueId)> = Vec::new();
        for (number, patch) in &self.links.patches {
            let known = patched.iter().position(|(known, _)| known == number);
            let old = match known {
                Some(known) => patched[known].1,
                None => merging.lookup(first.operations[*number].source()),
            };
            let patch = &second.operations[*patch];
            let source = merging.lookup(patch.source());
            let source = merging.own_source(source);
            let new = merging.insert(source, old, patch.own_region());
            match known {
                Some(known) => patched[known].1 = new,
                None => patched.push((*number, new)),
            }
        }
        patched
    }

    /// Whether a field is an allocation that only these kernels touch, and of which
    /// they load no more than what is passed on as values.
    fn only_passes(&self, field: FieldId) -> bool {
        let [first, second] = self.pair;
        let known = &self.fields[field.0 as usize];
        let passed = self.passed.iter();
        let loads = passed.filter(|load| memory(second, **load).field == field);
        let stores = first.stores().chain(second.stores());
        known.is_allocation
            && !known.is_used_elsewhere
            && known.loads == loads.count()
            && known.stores == stores.filter(|(_, memory)| memory.field == field).count()
    }
}

/// Adds a store of all components.
fn store(merging: &mut Merging<'_>, value: ValueId, to: &Memory, place: &Region) {
    let operation = Operation {
        id: merging.fresh.operation(),
        kind: Kind::Store(Memory {
            has_components: false,
            is_nontemporal: false,
            ..to.clone()
        }),
        region: Some(place.clone()),
        results: Vec::new(),
        operands: vec![value],
        captured: Vec::new(),
        body: Arc::new(Body::default()),
        level: None,
    };
    merging.operations.push(operation);
}
