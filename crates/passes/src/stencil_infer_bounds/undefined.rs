//! Warnings of what is undefined whatever the domain, the arguments and the data.
//!
//! A point of a value that nothing computed or wrote is undefined; that is an error once it is
//! seen: in a store to a field of the caller. Required regions hold all that is required and may
//! hold more. Here parts are followed backwards that are required for certain, as far as that is
//! known: not through branches and loops, nor through the sides of an `arith.select`.

mod body;
mod sweep;

use fvopt_analysis::access::{base_field, written_fields};
use fvopt_boxes::{Answer, Axis, DomainFacts, Range};
use ir_program::ops::{Alloc, Func};
use ir_stencil::{
    boxes::SsaBox,
    ops::{Apply, Insert, Load, Store, Sweep, Undef, shaped},
};
use mlir_shim::{
    diagnostic,
    ir::{Block, Op, Value},
};
use std::collections::{HashMap, HashSet};

/// How many parts are kept of a value. More are forgotten: fewer warnings then, and no wrong ones.
const MOST_PARTS: usize = 16;

/// A part of a value that is required for certain, and who reads it.
#[derive(Clone, PartialEq)]
struct Part<'c> {
    region: SsaBox<'c>,
    reader: Op<'c>,
}

struct Certain<'f, 'c> {
    facts: &'f DomainFacts,
    parts: HashMap<Value<'c>, Vec<Part<'c>>>,
    /// Loads of allocations that nothing has written.
    unwritten: HashMap<Op<'c>, Op<'c>>,
    reported: HashSet<(Op<'c>, Op<'c>)>,
}

/// Warns of reads and stores of undefined points in a program with bounds.
pub fn warn<'c>(function: Func<'c>, facts: &DomainFacts) {
    let mut certain = Certain {
        facts,
        parts: HashMap::new(),
        unwritten: HashMap::new(),
        reported: HashSet::new(),
    };
    // Inner blocks first: what they read of values from outside is known before these are looked at.
    for block in function.control_blocks().into_iter().rev() {
        certain.note_unwritten(block);
        for op in block.ops().into_iter().rev() {
            certain.op(op);
        }
    }
}

impl<'c> Certain<'_, 'c> {
    /// Finds the loads of a block's own allocations before anything is written to them.
    fn note_unwritten(&mut self, block: Block<'c>) {
        let mut unwritten: HashMap<Value<'c>, Op<'c>> = HashMap::new();
        for op in block.ops() {
            if let Some(alloc) = Alloc::cast(op) {
                unwritten.insert(op.result(0), alloc.0);
            } else if unwritten.is_empty() {
                continue;
            } else if let Some(load) = Load::cast(op) {
                if let Some(alloc) = unwritten.get(&base_field(load.field())) {
                    self.unwritten.insert(op, *alloc);
                }
            } else {
                for field in written_fields(op) {
                    unwritten.remove(&base_field(field));
                }
            }
        }
    }

    /// Notes a part of a temp that is required for certain, unless it may be empty.
    fn require(&mut self, temp: Value<'c>, region: &SsaBox<'c>, reader: Op<'c>) {
        if region.index_box.is_empty(self.facts) != Answer::No {
            return;
        }
        let region = region.project(shaped(temp).axes).simplify(self.facts);
        let parts = self.parts.entry(temp).or_default();
        let part = Part { region, reader };
        if parts.len() < MOST_PARTS && !parts.contains(&part) {
            parts.push(part);
        }
    }

    fn parts_of(&mut self, value: Value<'c>) -> Vec<Part<'c>> {
        self.parts.remove(&value).unwrap_or_default()
    }

    fn op(&mut self, op: Op<'c>) {
        if let Some(store) = Store::cast(op) {
            if base_field(store.field()).defining_op().is_none() {
                self.require(store.temp(), &store.index_box(), op);
            }
        } else if let Some(insert) = Insert::cast(op) {
            self.insert(insert);
        } else if let Some(apply) = Apply::cast(op) {
            self.apply(apply);
        } else if let Some(sweep) = Sweep::cast(op) {
            self.sweep(sweep);
        } else if Undef::is(op) {
            self.report(op.result(0), op, "no value is defined here");
        } else if let Some(alloc) = self.unwritten.get(&op).copied() {
            let note = "the field is allocated here, and nothing was written to it";
            self.report(op.result(0), alloc, note);
        }
    }

    fn insert(&mut self, insert: Insert<'c>) {
        // Of a temp with components it is not known whether the one inserted is the one read.
        if !insert.components().is_empty() {
            return;
        }
        let inside = insert.index_box();
        for Part { region, reader } in self.parts_of(insert.result()) {
            self.require(insert.source(), &region.intersect(&inside), reader);
            for axis in Axis::ALL {
                for side in beside(&region, &inside, axis) {
                    self.require(insert.destination(), &side, reader);
                }
            }
        }
    }

    fn apply(&mut self, apply: Apply<'c>) {
        let mut next = 0;
        for result in apply.results() {
            let components = shaped(result).components();
            let parts = self.parts_of(result);
            if components == 1 && !parts.is_empty() {
                for access in body::certain_accesses(apply.0, next) {
                    for part in &parts {
                        let read = part.region.shift(access.offset());
                        self.require(access.temp(), &read, access.0);
                    }
                }
            }
            next += components;
        }
    }

    /// Warns of what is read of a value that is undefined everywhere.
    fn report(&mut self, value: Value<'c>, cause: Op<'c>, note: &str) {
        for Part { region, reader } in self.parts_of(value) {
            if !self.reported.insert((reader, cause)) {
                continue;
            }
            let what = match Store::is(reader) {
                true => format!(
                    "'{}' op stores {}, where nothing was computed: what it writes there is undefined",
                    reader.name(),
                    region.describe()
                ),
                false => format!(
                    "'{}' op reads {}, where nothing was computed: what is stored of it is undefined",
                    reader.name(),
                    region.describe()
                ),
            };
            let note = (cause.location(), note.to_string());
            diagnostic::warning(reader.location(), &what, &[note]);
        }
    }
}

/// What a box has on both sides of another along an axis.
fn beside<'c>(region: &SsaBox<'c>, cut: &SsaBox<'c>, axis: Axis) -> [SsaBox<'c>; 2] {
    let below = region.combine(cut, |region, cut| {
        let (range, cut) = (region.range(axis), cut.range(axis));
        let high = range.high.clone().min(cut.low.clone());
        region
            .clone()
            .with_range(axis, Range::new(range.low.clone(), high))
    });
    let above = region.combine(cut, |region, cut| {
        let (range, cut) = (region.range(axis), cut.range(axis));
        let low = range.low.clone().max(cut.high.clone());
        region
            .clone()
            .with_range(axis, Range::new(low, range.high.clone()))
    });
    [below, above]
}
