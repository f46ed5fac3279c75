//! Where every temp lives, and the kernels that put it there.

mod apply;
mod contents;
mod copies;
mod direct;
mod insert;
mod sweep;

use super::{carried::Needed, emit, uses::Positions};
use fvopt_analysis::required::read_box;
use fvopt_boxes::{Answer, DomainFacts};
use ir_program::ops::Func;
use ir_stencil::{
    boxes::SsaBox,
    ops::{AnyAccess, Apply, Insert, Load, Store, Sweep, Undef, shaped},
};
use mlir_shim::ir::{Block, Builder, Mapping, Op, Value};
use std::{cell::Cell, collections::HashMap};

/// Where the values of a temp are while it is used.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Home<'c> {
    /// In a field. `owned`: an allocation that holds nothing but this temp.
    Field { field: Value<'c>, owned: bool },
    /// Nowhere: nothing was written.
    Undefined,
}

/// Schedules one program.
pub struct Scheduler<'c> {
    function: Func<'c>,
    facts: DomainFacts,
    needed: Needed<'c>,
    report_copies: bool,
    homes: HashMap<Value<'c>, Home<'c>>,
    /// Inserts that repeat in values what a store did in memory.
    /// With the field of that store.
    mirrored: HashMap<Op<'c>, Value<'c>>,
    /// What the kernels replace.
    replaced: Vec<Op<'c>>,
    /// How many operations searches may still look at.
    looks: Cell<usize>,
}

impl<'c> Scheduler<'c> {
    /// A scheduler of a program whose temps are needed on these boxes.
    pub fn new(
        function: Func<'c>,
        facts: DomainFacts,
        needed: Needed<'c>,
        report_copies: bool,
    ) -> Self {
        Self {
            function,
            facts,
            needed,
            report_copies,
            homes: HashMap::new(),
            mirrored: HashMap::new(),
            replaced: Vec::new(),
            looks: Cell::new(0),
        }
    }

    /// Schedules all blocks, outer ones first.
    pub fn run(mut self) {
        // Outer blocks first: which home a temp of theirs has is known before its inner uses are
        // scheduled.
        let blocks = self.function.control_blocks();
        let operations: usize = blocks.iter().map(|block| block.ops().len()).sum();
        self.looks.set(operations.saturating_mul(direct::LOOKS));
        for block in blocks {
            self.block(block);
        }
        for op in std::mem::take(&mut self.replaced).into_iter().rev() {
            op.erase();
        }
    }

    fn block(&mut self, block: Block<'c>) {
        let positions = Positions::of_block(block);
        let ops = block.ops();
        for op in &ops {
            if let Some(insert) = Insert::cast(*op)
                && let Some(field) = self.mirrored_field(insert, &positions)
            {
                self.mirrored.insert(*op, field);
            }
        }
        for op in ops {
            if let Some(load) = Load::cast(op) {
                self.contents(load.result(), load.field(), op, &positions);
            } else if let Some(insert) = Insert::cast(op) {
                self.insert(insert, &positions);
            } else if let Some(apply) = Apply::cast(op) {
                self.apply(apply, &positions);
            } else if let Some(sweep) = Sweep::cast(op) {
                self.sweep(sweep, &positions);
            } else if Undef::is(op) {
                self.homes.insert(op.result(0), Home::Undefined);
            } else if let Some(store) = Store::cast(op) {
                self.store(store);
            } else {
                continue;
            }
            self.replaced.push(op);
        }
    }

    fn home(&self, value: Value<'c>) -> Home<'c> {
        *self
            .homes
            .get(&value)
            .expect("a temp has a home before it is used")
    }

    /// The value of a temp inside a kernel.
    fn read(&self, builder: &Builder<'c>, temp: Value<'c>, part: &SsaBox<'c>) -> Value<'c> {
        match self.home(temp) {
            Home::Field { field, .. } => emit::load(builder, field, part),
            Home::Undefined => emit::undef(builder, temp),
        }
    }

    /// Loads at the head of a kernel what its accesses read, each temp once.
    fn read_captured(
        &self,
        builder: &Builder<'c>,
        accesses: &[AnyAccess<'c>],
        at: impl Fn(AnyAccess<'c>) -> SsaBox<'c>,
        mapping: &mut Mapping<'c>,
        inside: &[Value<'c>],
    ) {
        let mut order: Vec<Value<'c>> = Vec::new();
        let mut parts: HashMap<Value<'c>, SsaBox<'c>> = HashMap::new();
        for access in accesses {
            let temp = access.temp();
            if inside.contains(&temp) {
                continue;
            }
            let part = read_box(*access, &at(*access)).project(shaped(temp).axes);
            let empty = part.index_box.is_empty(&self.facts) == Answer::Yes;
            if !parts.contains_key(&temp) {
                order.push(temp);
            }
            // A hull with an empty part would reach to where that part lies.
            let part = match parts.remove(&temp) {
                Some(known) if empty => known,
                Some(known) if known.index_box.is_empty(&self.facts) != Answer::Yes => {
                    known.hull(&part).simplify(&self.facts)
                }
                _ => part.simplify(&self.facts),
            };
            parts.insert(temp, part);
        }
        for temp in order {
            mapping.map(temp, self.read(builder, temp, &parts[&temp]));
        }
    }
}
