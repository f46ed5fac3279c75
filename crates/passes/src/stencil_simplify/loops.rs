//! The loops around a body, and in which of them values change.

use fvopt_analysis::access::{base_field, written_fields};
use ir_program::ops::For;
use ir_stencil::{ops::Load, values::constant_integer};
use mlir_shim::ir::{Op, Value};
use std::collections::{HashMap, HashSet};

/// How often a loop is taken to run whose bounds are not known.
const TYPICAL_TRIPS: i64 = 10;

/// The loops around an operation that runs in each of their iterations: no branch is in between.
pub struct Loops<'c> {
    /// Outermost first.
    loops: Vec<Op<'c>>,
    /// What each of them writes, by base fields.
    written: Vec<HashSet<Value<'c>>>,
    known: HashMap<Value<'c>, u32>,
}

impl<'c> Loops<'c> {
    /// Those around an operation.
    pub fn around(op: Op<'c>, written: &mut HashMap<Op<'c>, HashSet<Value<'c>>>) -> Self {
        let mut loops = Vec::new();
        let mut at = op;
        while let Some(parent) = at.parent().filter(|parent| For::is(*parent)) {
            loops.push(parent);
            at = parent;
        }
        loops.reverse();
        let of = |op: &Op<'c>| {
            let fields = written.entry(*op).or_insert_with(|| {
                let fields = written_fields(*op).into_iter();
                fields.map(base_field).collect()
            });
            fields.clone()
        };
        Self {
            written: loops.iter().map(of).collect(),
            loops,
            known: HashMap::new(),
        }
    }

    /// How many there are.
    pub fn count(&self) -> u32 {
        self.loops.len() as u32
    }

    /// The loop before which something stands that may change in so many of the outermost ones alone; `None` where
    /// that is all of them.
    pub fn after(&self, count: u32) -> Option<Op<'c>> {
        self.loops.get(count as usize).copied()
    }

    /// How often each of them runs.
    pub fn trips(&self) -> Vec<i64> {
        let trips = |op: &Op<'c>| {
            let range = For::cast(*op)?.range().map(constant_integer);
            let [low, high, step] = [range[0]?, range[1]?, range[2]?];
            let length = high.checked_sub(low)?.max(0);
            (step > 0).then(|| (length - 1).div_euclid(step) + 1)
        };
        let trips = self.loops.iter().map(trips);
        trips.map(|trips| trips.unwrap_or(TYPICAL_TRIPS)).collect()
    }

    /// In how many of the outermost loops a value may change: those that hold its definition.
    pub fn of_value(&self, value: Value<'c>) -> u32 {
        let holder = match value.defining_op() {
            Some(op) => op.parent(),
            None => value.owner_block().and_then(|block| block.parent()),
        };
        let mut at = holder;
        while let Some(op) = at {
            if let Some(place) = self.loops.iter().position(|inner| *inner == op) {
                return place as u32 + 1;
            }
            at = op.parent();
        }
        0
    }

    /// The same of what a temp holds: one that is loaded changes where its field may be written.
    pub fn of_temp(&mut self, temp: Value<'c>) -> u32 {
        if let Some(known) = self.known.get(&temp) {
            return *known;
        }
        let own = self.of_value(temp);
        let load = temp.defining_op().and_then(Load::cast);
        let loops = match load.filter(|_| own == self.count()) {
            Some(load) => {
                let base = base_field(load.field());
                let written = self
                    .written
                    .iter()
                    .rposition(|written| written.contains(&base));
                let written = written.map_or(0, |place| place as u32 + 1);
                written.max(self.of_value(load.field()))
            }
            None => own,
        };
        self.known.insert(temp, loops);
        loops
    }
}
