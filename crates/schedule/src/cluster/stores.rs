//! What the kernel of a cluster stores.
//!
//! A store that a later one overwrites is left out; a store of which a later one writes a part stores both
//! values at once. What a program puts into an allocation of its own is not stored where the cluster alone
//! touches that allocation.

use super::{Cluster, emit::Emitter};
use crate::{
    kernel::{Memory, Operation, Region, ValueId},
    memory::FieldId,
    values::NodeId,
};

/// The stores so far, in order.
#[derive(Default)]
pub struct Stores {
    all: Vec<Store>,
}

struct Store {
    operation: Operation,
    /// Whether a later store overwrites it, or has become part of an earlier one.
    is_gone: bool,
    /// Whether it stores more than one value.
    is_pieced: bool,
}

impl Stores {
    /// Adds a store of a temp of the kernel; `None` where the cluster may not be a kernel.
    pub fn add(
        &mut self,
        emitter: &mut Emitter<'_>,
        node: Option<NodeId>,
        memory: Memory,
        value: ValueId,
        region: Region,
    ) -> Option<()> {
        let facts = &emitter.cluster.assignment.values.facts;
        let mut patched = None;
        for (number, earlier) in self.all.iter_mut().enumerate() {
            let other = earlier.operation.store().expect("a store");
            if other.part.root != memory.part.root || earlier.is_gone {
                continue;
            }
            let before = earlier.operation.own_region();
            let is_same = other.field == memory.field && memory.components.is_empty();
            if is_same && region.holds(before, facts) {
                earlier.is_gone = true;
            } else if is_same && before.is_apart(&region, facts) {
                continue;
            } else if is_same && other.components.is_empty() && before.holds(&region, facts) {
                // A part that belongs to two stores has no one value.
                if patched.replace(number).is_some() {
                    return None;
                }
            } else {
                return None;
            }
        }
        if let Some(number) = patched {
            let source = emitter.own_source(value);
            let old = self.all[number].operation.source();
            let new = emitter.insert(source, old, &region);
            self.all[number].operation.operands = vec![new];
            self.all[number].is_pieced = true;
            return Some(());
        }
        let operation = match node {
            Some(node) => Operation {
                operands: vec![value],
                ..emitter.cluster.operation(node).clone()
            },
            None => emitter.store(memory, value, region),
        };
        self.all.push(Store {
            operation,
            is_gone: false,
            is_pieced: false,
        });
        Some(())
    }

    /// The stores that are left: those of several values first.
    pub fn finish(self, emitter: &Emitter<'_>) -> Vec<Operation> {
        let is_left = |store: &Store| {
            let memory = store.operation.store().expect("a store");
            !store.is_gone && !emitter.cluster.is_own(memory.part.root, &emitter.loads)
        };
        let left = self.all.into_iter().filter(is_left);
        let (first, rest): (Vec<Store>, Vec<Store>) = left.partition(|store| store.is_pieced);
        let all = first.into_iter().chain(rest);
        all.map(|store| store.operation).collect()
    }
}

impl Cluster<'_> {
    /// Whether a field is an allocation of the program that only this cluster touches, and that it does not load.
    fn is_own(&self, root: FieldId, loads: &[Operation]) -> bool {
        let Some(touching) = self.assignment.touching.get(&root) else {
            return false;
        };
        let is_loaded = |load: &Operation| load.load().is_some_and(|from| from.part.root == root);
        touching.iter().all(|node| self.own.contains(node)) && !loads.iter().any(is_loaded)
    }
}
