//! The region on which every temp is required, propagated backwards from what is written to what is read.

mod control;
mod sweep;

pub use crate::region::read_box;

use crate::{
    ends::{ComputedEnd, Ends},
    region::{self, Position, Region},
};
use fvopt_boxes::{Answer, Axes, DomainFacts};
use ir_program::ops::{For, Func, If};
use ir_stencil::ops::{AnyAccess, Apply, Insert, Load, Store, Sweep, Undef, accesses, shaped};
use mlir_shim::ir::{Block, Loc, Op, Value};
use std::collections::{HashMap, HashSet};

/// The required regions of a program, and what they mean for its operations.
pub struct RequiredRegions<'c> {
    /// The region on which each temp is required; none of a temp that is not.
    pub temps: HashMap<Value<'c>, Region<'c>>,
    /// The box that each operation should have, where it should change: `None` is no box.
    pub boxes: Vec<(Op<'c>, Option<Region<'c>>)>,
    /// Operations whose results nobody needs, users before what they use.
    pub unused: Vec<Op<'c>>,
    /// The ends that regions and boxes refer to by number.
    pub ends: Vec<ComputedEnd<'c>>,
}

/// Why regions cannot be inferred.
#[derive(Clone, Debug)]
pub struct Problem<'c> {
    /// The operation concerned.
    pub op: Op<'c>,
    /// What is wrong with it.
    pub message: String,
    /// Other places, and what is there.
    pub notes: Vec<(Loc<'c>, String)>,
}

/// The required regions of a flattened program. Its accesses at any level of the memory have their
/// levels already.
pub fn regions<'c>(
    function: Func<'c>,
    facts: &DomainFacts,
) -> Result<RequiredRegions<'c>, Problem<'c>> {
    let mut inference = Inference {
        facts,
        temps: HashMap::new(),
        boxes: Vec::new(),
        numbers: HashMap::new(),
        unused: Vec::new(),
        is_unused: HashSet::new(),
        ends: Ends::new(function),
    };
    inference.block(function.body())?;
    Ok(RequiredRegions {
        temps: inference.temps,
        boxes: inference.boxes,
        unused: inference.unused,
        ends: inference.ends.into_computed(),
    })
}

struct Inference<'f, 'c> {
    facts: &'f DomainFacts,
    temps: HashMap<Value<'c>, Region<'c>>,
    boxes: Vec<(Op<'c>, Option<Region<'c>>)>,
    /// Where an operation is among the boxes.
    numbers: HashMap<Op<'c>, usize>,
    unused: Vec<Op<'c>>,
    is_unused: HashSet<Op<'c>>,
    ends: Ends<'c>,
}

/// An operation before which is known what is known where a value is defined.
fn definition_point(value: Value<'_>) -> Option<Op<'_>> {
    match value.defining_op() {
        Some(op) => Some(op),
        None => value.owner_block().and_then(Block::first),
    }
}

impl<'c> Inference<'_, 'c> {
    /// Requires a temp on a region, as far as the temp has the axes.
    fn require(&mut self, temp: Value<'c>, region: &Region<'c>) {
        let region = region.project(shaped(temp).axes).simplify(self.facts);
        if region.index_box.is_empty(self.facts) == Answer::Yes {
            return;
        }
        let all = match self.temps.get(&temp) {
            Some(known) => known.hull(&region).simplify(self.facts),
            None => region,
        };
        let all = match definition_point(temp) {
            Some(at) => self.ends.bounded(all, at),
            None => all,
        };
        self.temps.insert(temp, all);
    }

    fn require_maybe(&mut self, temp: Value<'c>, region: Option<&Region<'c>>) {
        if let Some(region) = region {
            self.require(temp, region);
        }
    }

    /// The hull of the regions of all results.
    fn of_results(&self, op: Op<'c>) -> Option<Region<'c>> {
        op.results()
            .into_iter()
            .filter_map(|result| self.temps.get(&result))
            .cloned()
            .reduce(|all, next| all.hull(&next))
            .map(|all| all.simplify(self.facts))
    }

    fn set_box(&mut self, op: Op<'c>, region: Option<Region<'c>>) {
        let next = self.boxes.len();
        match *self.numbers.entry(op).or_insert(next) {
            number if number == next => self.boxes.push((op, region)),
            number => self.boxes[number].1 = region,
        }
    }

    /// Notes that nobody needs an operation, where only such use it that nobody needs either.
    fn leave_out(&mut self, op: Op<'c>) -> bool {
        let is_left_out = |user: Op<'c>| {
            let mut around = Some(user);
            while let Some(op) = around {
                if self.is_unused.contains(&op) {
                    return true;
                }
                around = op.parent();
            }
            false
        };
        let mut uses = op.results().into_iter().flat_map(|result| result.uses());
        let is_unused = uses.all(|(user, _)| is_left_out(user));
        if is_unused {
            self.is_unused.insert(op);
            self.unused.push(op);
        }
        is_unused
    }

    fn block(&mut self, block: Block<'c>) -> Result<(), Problem<'c>> {
        for op in block.ops().into_iter().rev() {
            // The body of a loop is looked at more than once.
            if !self.is_unused.contains(&op) {
                self.op(op)?;
            }
        }
        Ok(())
    }

    fn op(&mut self, op: Op<'c>) -> Result<(), Problem<'c>> {
        if let Some(store) = Store::cast(op) {
            self.require(store.temp(), &region::of_box(&store.index_box()));
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
        } else if Undef::is(op) {
            self.leave_out(op);
        }
        Ok(())
    }

    fn load(&mut self, load: Load<'c>) {
        let axes = shaped(load.result()).axes;
        match self.temps.get(&load.result()).cloned() {
            Some(region) => {
                let region = self.ends.relax(&region, load.0);
                if region.is_bounded_on(axes) {
                    self.set_box(load.0, Some(region));
                }
            }
            None if self.leave_out(load.0) => {}
            None => self.set_box(load.0, Some(region::empty(axes))),
        }
    }

    fn insert(&mut self, insert: Insert<'c>) {
        let Some(region) = self.temps.get(&insert.result()).cloned() else {
            self.leave_out(insert.0);
            return;
        };
        let inside = region::of_box(&insert.index_box());
        // An end that is computed after the source cannot clip what the source computes.
        let clip = match insert.source().defining_op() {
            Some(definition) => self.ends.relax(&inside, definition),
            None => inside.clone(),
        };
        self.require(insert.source(), &region.intersect(&clip));
        let outside = if insert.components().is_empty() {
            region.difference(&inside, self.facts)
        } else {
            Some(region)
        };
        self.require_maybe(insert.destination(), outside.as_ref());
    }

    fn apply(&mut self, apply: Apply<'c>) -> Result<(), Problem<'c>> {
        let axes = apply.axes();
        let region = match self.of_results(apply.0) {
            Some(region) => self.settle(apply.0, &region, axes)?,
            None if self.leave_out(apply.0) => return Ok(()),
            None => region::empty(axes),
        };
        for access in accesses(apply.0) {
            self.access(access, &region);
        }
        self.set_box(apply.0, Some(region));
        Ok(())
    }

    /// Requires what an access in a body computed on a region reads.
    fn access(&mut self, access: AnyAccess<'c>, at: &Region<'c>) {
        let read = region::read_region(access, at);
        self.require(access.temp(), &read);
    }

    /// The box that an operation gets: its ends are known before it, and it is bounded.
    fn settle(
        &mut self,
        op: Op<'c>,
        region: &Region<'c>,
        axes: Axes,
    ) -> Result<Region<'c>, Problem<'c>> {
        let settled = self.ends.relax(region, op).simplify(self.facts);
        let settled = self.ends.bounded(settled, op);
        if settled.is_bounded_on(axes) {
            return Ok(settled);
        }
        let late = region.positions.iter().copied();
        let late = late
            .filter(|position| !self.ends.is_available_at(*position, op))
            .collect();
        Err(unbounded(op, region, late))
    }
}

/// The problem of a region that is not bounded before an operation, for want of some positions.
fn unbounded<'c>(op: Op<'c>, region: &Region<'c>, late: Vec<Position<'c>>) -> Problem<'c> {
    let text = match late.is_empty() {
        false => {
            "where an end is computed only after it; compute that position before this operation"
        }
        true => "which is not bounded on every axis",
    };
    let definition = match late.first() {
        Some(Position::Value(value)) => value.defining_op(),
        _ => None,
    };
    let notes = definition.map(|definition| {
        let text = "the position is computed here".to_string();
        (definition.location(), text)
    });
    Problem {
        op,
        message: format!(
            "'{}' op is needed on {}, {text}",
            op.name(),
            region::describe(region)
        ),
        notes: notes.into_iter().collect(),
    }
}
