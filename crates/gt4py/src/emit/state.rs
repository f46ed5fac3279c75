//! Which value a variable has, where in the program.
//!
//! A variable with data dimensions that some statement writes is kept as one value for each component: values with
//! data dimensions cannot be carried by a sweep. What is only read stays whole.

use crate::{
    expand::Item,
    graph::Graph,
    groups::Group,
    tree::{Component, Tree},
};
use fvopt_boxes::IndexBox;
use mlir_shim::ir::Value;
use rustc_hash::FxHashMap;

/// A component of a variable that is written, or a variable without data dimensions.
pub type Slot = usize;

/// The values of variables.
pub struct State<'c> {
    /// The first slot of each variable, and how many it has.
    slots: Vec<(Slot, usize)>,
    /// The variable of each slot.
    variables: Vec<usize>,
    /// What a slot holds when a group starts.
    pub initial: Vec<Option<Value<'c>>>,
    /// What it holds after an item of the group.
    pub after: FxHashMap<(usize, Slot), Value<'c>>,
    /// Fields of the caller as they were loaded, by variable.
    pub loaded: FxHashMap<usize, Value<'c>>,
    /// Where the caller's field is written, by slot.
    pub written: Vec<Vec<IndexBox>>,
    /// Values that may turn out not to be needed, in order.
    tentative: Vec<Value<'c>>,
}

impl<'c> State<'c> {
    pub fn new(tree: &Tree) -> Self {
        let mut slots = Vec::new();
        let mut variables = Vec::new();
        for (number, variable) in tree.variables.iter().enumerate() {
            let count = match variable.is_written || variable.data.is_empty() {
                true => variable.components(),
                false => 0,
            };
            slots.push((variables.len(), count));
            variables.extend(std::iter::repeat_n(number, count));
        }
        Self {
            initial: vec![None; variables.len()],
            written: vec![Vec::new(); variables.len()],
            slots,
            variables,
            after: FxHashMap::default(),
            loaded: FxHashMap::default(),
            tentative: Vec::new(),
        }
    }

    /// The slots of a variable; none for one that is kept whole.
    pub fn slots(&self, variable: usize) -> std::ops::Range<Slot> {
        let (first, count) = self.slots[variable];
        first..first + count
    }

    /// The slots that an access may mean.
    pub fn slots_of(&self, variable: usize, component: &Component) -> std::ops::Range<Slot> {
        let all = self.slots(variable);
        match component {
            Component::Number(number) if !all.is_empty() => {
                all.start + number..all.start + number + 1
            }
            _ => all,
        }
    }

    pub fn variable(&self, slot: Slot) -> usize {
        self.variables[slot]
    }

    /// Which component of its variable a slot is.
    pub fn component(&self, slot: Slot) -> usize {
        slot - self.slots[self.variables[slot]].0
    }

    /// The number of slots.
    pub fn count(&self) -> usize {
        self.variables.len()
    }

    /// Notes a value that is dropped at the end when nothing uses it.
    pub fn may_be_unused(&mut self, value: Value<'c>) {
        self.tentative.push(value);
    }

    /// Drops what nothing uses.
    pub fn erase_unused(&mut self) {
        for value in self.tentative.drain(..).rev() {
            if let Some(op) = value.defining_op()
                && op.results().iter().all(|result| result.is_unused())
            {
                op.erase();
            }
        }
    }

    /// The next group starts with what the last writers left.
    pub fn end_group(&mut self, graph: &Graph<'_>, group: &Group, items: &[Item]) {
        let mut written: Vec<usize> = group
            .items
            .clone()
            .flat_map(|item| items[item].accesses.written())
            .collect();
        written.sort_unstable();
        written.dedup();
        for variable in written {
            let writers = graph.writers_of(variable);
            for slot in self.slots(variable) {
                let last = writers.iter().rev();
                let last = last.filter_map(|writer| self.after.get(&(*writer, slot)).copied());
                if let Some(value) = last.into_iter().next() {
                    self.initial[slot] = Some(value);
                }
            }
        }
        self.after.clear();
    }
}
