//! Demands, propagated backwards from what is written to what is read.

mod boxes;
mod control;
mod sweep;

pub use boxes::read_box;

use crate::{bounded_ends::BoundedEnds, levels};
use boxes::empty_box;
use fvopt_boxes::{Answer, DomainFacts};
use ir_program::ops::{For, Func, If};
use ir_stencil::{
    boxes::SsaBox,
    ops::{AnyAccess, Apply, Insert, Load, Store, Sweep, Undef, accesses, shaped},
};
use mlir_shim::{
    diagnostic,
    ir::{Block, Op, Value},
    pass::Failed,
};
use std::collections::HashMap;

/// Infers the boxes of all temps of a program and sets them on the operations;
/// gives, for every temp, the box on which it is needed.
pub fn infer<'c>(
    function: Func<'c>,
    facts: &DomainFacts,
) -> Result<HashMap<Value<'c>, SsaBox<'c>>, Failed> {
    // Flattening has done so already, unless a program was written flat.
    levels::settle(function);
    let mut demands = Demands {
        facts,
        boxes: HashMap::new(),
        ends: BoundedEnds::new(function),
    };
    demands.block(function.body())?;
    // An earlier inference may have computed ends that its boxes were the only ones to refer to.
    demands.ends.finish(demands.boxes.values());
    Ok(demands.boxes)
}

struct Demands<'f, 'c> {
    facts: &'f DomainFacts,
    boxes: HashMap<Value<'c>, SsaBox<'c>>,
    ends: BoundedEnds<'c>,
}

/// An operation before which is known what is known where a value is defined.
fn definition_point(value: Value<'_>) -> Option<Op<'_>> {
    match value.defining_op() {
        Some(op) => Some(op),
        None => value.owner_block().and_then(Block::first),
    }
}

impl<'c> Demands<'_, 'c> {
    /// Demands a temp on a box, as far as the temp has the axes.
    fn demand(&mut self, temp: Value<'c>, wanted: &SsaBox<'c>) {
        let wanted = wanted.project(shaped(temp).axes).simplify(self.facts);
        if wanted.index_box.is_empty(self.facts) == Answer::Yes {
            return;
        }
        let all = match self.boxes.get(&temp) {
            Some(known) => known.hull(&wanted).simplify(self.facts),
            None => wanted,
        };
        let all = match definition_point(temp) {
            Some(at) => self.ends.bounded(all, at),
            None => all,
        };
        self.boxes.insert(temp, all);
    }

    fn demand_maybe(&mut self, temp: Value<'c>, wanted: Option<&SsaBox<'c>>) {
        if let Some(wanted) = wanted {
            self.demand(temp, wanted);
        }
    }

    /// The hull of what is demanded of all results.
    fn of_results(&self, op: Op<'c>) -> Option<SsaBox<'c>> {
        op.results()
            .into_iter()
            .filter_map(|result| self.boxes.get(&result))
            .cloned()
            .reduce(|all, next| all.hull(&next))
            .map(|all| all.simplify(self.facts))
    }

    fn block(&mut self, block: Block<'c>) -> Result<(), Failed> {
        for op in block.ops().into_iter().rev() {
            self.op(op)?;
        }
        Ok(())
    }

    fn op(&mut self, op: Op<'c>) -> Result<(), Failed> {
        if let Some(store) = Store::cast(op) {
            self.demand(store.temp(), &store.index_box());
        } else if let Some(insert) = Insert::cast(op) {
            self.insert(insert);
        } else if let Some(apply) = Apply::cast(op) {
            return self.apply(apply);
        } else if let Some(sweep) = Sweep::cast(op) {
            return self.sweep(sweep);
        } else if let Some(load) = Load::cast(op) {
            self.load(load);
        } else if let Some(branch) = If::cast(op) {
            return self.branch(branch);
        } else if let Some(repeat) = For::cast(op) {
            return self.repeat(repeat);
        } else if Undef::is(op) && op.result(0).is_unused() {
            op.erase();
        }
        Ok(())
    }

    fn load(&mut self, load: Load<'c>) {
        match self.boxes.get(&load.result()) {
            Some(wanted) => {
                let wanted = self.ends.relax(wanted, load.0);
                if wanted.is_bounded_on(shaped(load.result()).axes) {
                    wanted.set_on(load.0);
                }
            }
            None if load.result().is_unused() => load.0.erase(),
            None => empty_box(shaped(load.result()).axes).set_on(load.0),
        }
    }

    fn insert(&mut self, insert: Insert<'c>) {
        let Some(wanted) = self.boxes.get(&insert.result()).cloned() else {
            if insert.result().is_unused() {
                insert.0.erase();
            }
            return;
        };
        let inside = insert.index_box();
        // An end that is computed after the source cannot clip what the source computes.
        let clip = match insert.source().defining_op() {
            Some(definition) => self.ends.relax(&inside, definition),
            None => inside.clone(),
        };
        self.demand(insert.source(), &wanted.intersect(&clip));
        let outside = if insert.components().is_empty() {
            wanted.difference(&inside, self.facts)
        } else {
            Some(wanted)
        };
        self.demand_maybe(insert.destination(), outside.as_ref());
    }

    fn apply(&mut self, apply: Apply<'c>) -> Result<(), Failed> {
        let axes = apply.axes();
        let wanted = match self.of_results(apply.0) {
            Some(wanted) => self.settle(apply.0, &wanted, axes)?,
            None if apply.0.results().iter().all(|result| result.is_unused()) => {
                apply.0.erase();
                return Ok(());
            }
            None => empty_box(axes),
        };
        wanted.set_on(apply.0);
        for access in accesses(apply.0) {
            self.access(access, &wanted);
        }
        Ok(())
    }

    /// Demands what an access in a body computed on a box reads.
    fn access(&mut self, access: AnyAccess<'c>, at: &SsaBox<'c>) {
        let read = read_box(access, at);
        self.demand(access.temp(), &read);
    }

    /// The box that an operation gets: its ends are known before it, and it is bounded.
    fn settle(&mut self, op: Op<'c>, wanted: &SsaBox<'c>, axes: u32) -> Result<SsaBox<'c>, Failed> {
        let settled = self.ends.relax(wanted, op).simplify(self.facts);
        let settled = self.ends.bounded(settled, op);
        if settled.is_bounded_on(axes) {
            return Ok(settled);
        }
        let late = wanted
            .positions
            .iter()
            .find(|value| !value.is_available_at(op));
        let text = match late {
            Some(_) => format!(
                "'{}' op is needed on {}, where an end is computed only after it; \
                 compute that position before this operation",
                op.name(),
                wanted.describe()
            ),
            None => format!(
                "'{}' op is needed on {}, which is not bounded on every axis",
                op.name(),
                wanted.describe()
            ),
        };
        let notes: Vec<_> = late
            .and_then(|value| value.defining_op())
            .map(|definition| {
                (
                    definition.location(),
                    "the position is computed here".to_string(),
                )
            })
            .into_iter()
            .collect();
        diagnostic::error(op.location(), &text, &notes);
        Err(Failed)
    }
}
