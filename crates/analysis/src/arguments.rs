//! The region that every argument of a program must offer, over positions that a binding knows.
//!
//! A position is an argument, by its number, or an end that is computed of arguments: those are
//! listed, and numbered after the arguments. So ends stay small here as in the program itself
//! ([`crate::ends`]), and the binding evaluates each once.

use crate::{access, ends::definition};
use fvopt_boxes::{Answer, Axis, DomainFacts, End, IndexBox, MAXIMUM_TERMS, Range};
use ir_program::ops::{Alloc, Bound, Func};
use ir_stencil::boxes::SsaBox;
use mlir_shim::ir::{Op, Value, Walk};
use std::collections::HashMap;

/// What the arguments of a program must offer.
pub struct ArgumentRegions<'c> {
    /// For every argument the region, where one is touched.
    pub regions: Vec<Option<IndexBox>>,
    /// The computed ends that regions refer to, each as the low end of a box that bounds one axis.
    pub ends: Vec<IndexBox>,
    /// Allocations that certainly do not hold what is touched of them.
    pub too_small: Vec<TooSmall<'c>>,
}

/// An allocation that is too small for an operation.
#[derive(Clone, Debug)]
pub struct TooSmall<'c> {
    /// The allocation.
    pub alloc: Alloc<'c>,
    /// The operation.
    pub op: Op<'c>,
    /// What it needs, and on which side that is missing.
    pub message: String,
}

impl<'c> ArgumentRegions<'c> {
    /// Those of a program whose boxes are inferred.
    pub fn of(function: Func<'c>, facts: &DomainFacts) -> Self {
        let mut touched: HashMap<Value<'c>, IndexBox> = HashMap::new();
        let mut ends = ArgumentEnds::new(function);
        let mut too_small = Vec::new();
        function.0.walk(|op| {
            // What takes all that is allocated asks for nothing.
            let accesses = access::of(op).into_iter();
            for access in accesses.filter(|access| !access.is_of_allocation()) {
                let (base, region) = (access.base(), access.region());
                if region.index_box.is_empty(facts) == Answer::Yes {
                    continue;
                }
                if let Some(alloc) = base.defining_op().and_then(Alloc::cast) {
                    too_small.extend(missing(alloc, op, &region, facts));
                    continue;
                }
                let region = ends.inner(&region);
                let all = match touched.get(&base) {
                    Some(known) => ends.small(known.hull(&region).simplify(facts)),
                    None => region,
                };
                touched.insert(base, all);
            }
            Walk::Advance
        });
        let arguments = function.body().arguments().into_iter();
        Self {
            regions: arguments
                .map(|argument| touched.get(&argument).map(open))
                .collect(),
            ends: ends.computed,
            too_small,
        }
    }

    /// What the numbers of computed ends in texts stand for.
    pub fn explain(&self) -> Vec<String> {
        let ends = self.ends.iter().enumerate();
        ends.map(|(number, end)| format!("%end{number} is the low end of {}", self.describe(end)))
            .collect()
    }

    /// The text of a region over these positions.
    pub fn describe(&self, region: &IndexBox) -> String {
        let arguments = self.regions.len() as u32;
        let name = |number: u32| match number.checked_sub(arguments) {
            Some(computed) => format!("%end{computed}"),
            None => format!("%arg{number}"),
        };
        region.display_with(&name).to_string()
    }
}

/// A region whose ends of nothing that is known (the infinity on the other side) are unbounded: what
/// is left open is checked when the program runs.
fn open(region: &IndexBox) -> IndexBox {
    Axis::ALL.into_iter().fold(region.clone(), |region, axis| {
        let range = region.range(axis);
        let low = match &range.low {
            End::PositiveInfinity => End::NegativeInfinity,
            low => low.clone(),
        };
        let high = match &range.high {
            End::NegativeInfinity => End::PositiveInfinity,
            high => high.clone(),
        };
        region.with_range(axis, Range::new(low, high))
    })
}

/// Says what an operation needs of an allocation that certainly does not hold it.
fn missing<'c>(
    alloc: Alloc<'c>,
    op: Op<'c>,
    region: &SsaBox<'c>,
    facts: &DomainFacts,
) -> Option<TooSmall<'c>> {
    let mut message = None;
    region.combine(&alloc.index_box(), |region, given| {
        for axis in Axis::ALL {
            let (need, have) = (region.range(axis), given.range(axis));
            let facts = &facts.0[axis.index()];
            let nonempty = need.is_empty(facts) == Answer::No;
            let below = fvopt_boxes::less_or_equal(&have.low, &need.low, facts) == Answer::No;
            let above = fvopt_boxes::less_or_equal(&need.high, &have.high, facts) == Answer::No;
            if nonempty && need.is_bounded() && (below || above) {
                let side = if below { "low" } else { "high" };
                message = Some(format!(
                    "'{}' op needs {axis} = {need} of an allocation that has {axis} = {have}: too small on the {side} side of {axis}",
                    op.name()
                ));
            }
        }
        region.clone()
    });
    message.map(|message| TooSmall { alloc, op, message })
}

/// Which side of a range an end is on, and its axis.
type Side = (Axis, bool);

const LOW: bool = true;

/// The ends that are computed of arguments.
struct ArgumentEnds<'c> {
    function: Func<'c>,
    /// Each as a box that bounds one axis.
    computed: Vec<IndexBox>,
    numbers: HashMap<IndexBox, u32>,
    known: HashMap<(Value<'c>, Side), End>,
    arguments: u32,
}

impl<'c> ArgumentEnds<'c> {
    fn new(function: Func<'c>) -> Self {
        let mut ends = Self {
            function,
            computed: Vec::new(),
            numbers: HashMap::new(),
            known: HashMap::new(),
            arguments: function.body().arguments().len() as u32,
        };
        // In the order of the program, so that what an end is computed of is known before it.
        for bound in function.0.collect(Bound::NAME) {
            for value in bound.results() {
                Axis::ALL
                    .into_iter()
                    .for_each(|axis| ends.enter(value, axis));
            }
        }
        ends
    }

    /// Notes what an end that the program computes counts for, where it is one of this axis.
    fn enter(&mut self, value: Value<'c>, axis: Axis) {
        let Some((end, positions)) = definition(value, axis) else {
            return;
        };
        for low in [LOW, !LOW] {
            let end = self.end(&end, &positions, (axis, low));
            let end = self.small_end(end, axis);
            self.known.insert((value, (axis, low)), end);
        }
    }

    /// The region with arguments and computed ends as positions. Ends that depend on anything else
    /// count only as far as something else bounds them: of `min(start, %level)` at least `start`
    /// is needed. An end of nothing else is the infinity on the other side.
    fn inner(&mut self, region: &SsaBox<'c>) -> IndexBox {
        let mut result = IndexBox::whole();
        for axis in Axis::ALL {
            let range = region.index_box.range(axis);
            let low = self.end(&range.low, &region.positions, (axis, LOW));
            let high = self.end(&range.high, &region.positions, (axis, !LOW));
            result = result.with_range(axis, Range::new(low, high));
        }
        self.small(result)
    }

    /// The region with ends of at most [`MAXIMUM_TERMS`] terms: others are computed apart.
    fn small(&mut self, region: IndexBox) -> IndexBox {
        let mut result = region.clone();
        for axis in Axis::ALL {
            let range = region.range(axis);
            let low = self.small_end(range.low.clone(), axis);
            let high = self.small_end(range.high.clone(), axis);
            result = result.with_range(axis, Range::new(low, high));
        }
        result
    }

    fn end(&self, end: &End, positions: &[Value<'c>], side: Side) -> End {
        let replaced: Vec<End> = positions
            .iter()
            .map(|value| self.value(*value, side))
            .collect();
        let (start, stop) = (End::Start(0), End::End(0));
        end.substitute(&start, &stop, &|number| replaced[number as usize].clone())
    }

    /// What a value counts for on a side.
    fn value(&self, value: Value<'c>, side: Side) -> End {
        if value.owner_block() == Some(self.function.body()) {
            return End::Position(value.number() as u32, 0);
        }
        match self.known.get(&(value, side)) {
            Some(end) => end.clone(),
            None if side.1 == LOW => End::PositiveInfinity,
            None => End::NegativeInfinity,
        }
    }

    fn small_end(&mut self, end: End, axis: Axis) -> End {
        if end.terms() <= MAXIMUM_TERMS {
            return end;
        }
        let range = Range::new(end, End::Start(0));
        let end = IndexBox::whole().with_range(axis, range);
        let next = self.arguments + self.computed.len() as u32;
        let number = *self.numbers.entry(end.clone()).or_insert(next);
        if number == next {
            self.computed.push(end);
        }
        End::Position(number, 0)
    }
}
