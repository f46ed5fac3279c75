//! Boxes over the arguments of a program, as a binding evaluates them.
//!
//! A position is an argument, by its number, or an end that is computed of arguments: those are
//! listed, and numbered after the arguments. So ends stay small here as in the program itself
//! (`bounded_ends`), and the binding evaluates each once.

use super::REQUIRED_ENDS;
use fvopt_boxes::{Axis, End, IndexBox, MAXIMUM_TERMS, Range};
use ir_program::ops::{Bound, Func};
use ir_stencil::boxes::SsaBox;
use mlir_shim::ir::{Attr, Value};
use std::collections::{HashMap, HashSet};

/// Which side of a range an end is on, and its axis.
type Side = (Axis, bool);

const LOW: bool = true;

/// The ends that are computed of arguments.
pub(super) struct ArgumentEnds<'c> {
    function: Func<'c>,
    /// Each as a box that bounds one axis.
    computed: Vec<IndexBox>,
    numbers: HashMap<IndexBox, u32>,
    known: HashMap<(Value<'c>, Side), End>,
    arguments: u32,
}

impl<'c> ArgumentEnds<'c> {
    pub(super) fn new(function: Func<'c>) -> Self {
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

    /// The part with arguments and computed ends as positions. Ends that depend on anything else
    /// count only as far as something else bounds them: of `min(start, %level)` at least `start`
    /// is needed. An end of nothing else is the infinity on the other side.
    pub(super) fn inner(&mut self, part: &SsaBox<'c>) -> IndexBox {
        let mut result = IndexBox::whole();
        for axis in Axis::ALL {
            let range = part.index_box.range(axis);
            let low = self.end(&range.low, &part.positions, (axis, LOW));
            let high = self.end(&range.high, &part.positions, (axis, !LOW));
            result = result.with_range(axis, Range::new(low, high));
        }
        self.small(result)
    }

    /// The box with ends of at most [`MAXIMUM_TERMS`] terms: others are computed apart.
    pub(super) fn small(&mut self, part: IndexBox) -> IndexBox {
        let mut result = part.clone();
        for axis in Axis::ALL {
            let range = part.range(axis);
            let low = self.small_end(range.low.clone(), axis);
            let high = self.small_end(range.high.clone(), axis);
            result = result.with_range(axis, Range::new(low, high));
        }
        result
    }

    /// Writes the computed ends down on the program.
    pub(super) fn set_on(&self, function: Func<'c>) {
        if self.computed.is_empty() {
            function.0.remove_attr(REQUIRED_ENDS);
            return;
        }
        let context = function.0.context();
        let ends = self.computed.iter();
        let ends: Vec<Attr<'c>> = ends
            .map(|end| Attr::box_code(context, &end.encode()))
            .collect();
        function
            .0
            .set_attr(REQUIRED_ENDS, Attr::array(context, &ends));
    }

    /// What the numbers of computed ends in texts stand for.
    pub(super) fn explain(&self) -> Vec<String> {
        let ends = self.computed.iter().enumerate();
        ends.map(|(number, end)| format!("%end{number} is the low end of {}", self.describe(end)))
            .collect()
    }

    /// The text of a box over these positions.
    pub(super) fn describe(&self, part: &IndexBox) -> String {
        let name = |number: u32| match number.checked_sub(self.arguments) {
            Some(computed) => format!("%end{computed}"),
            None => format!("%arg{number}"),
        };
        part.display_with(&name).to_string()
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
        let place = IndexBox::whole().with_range(axis, range);
        let next = self.arguments + self.computed.len() as u32;
        let number = *self.numbers.entry(place.clone()).or_insert(next);
        if number == next {
            self.computed.push(place);
        }
        End::Position(number, 0)
    }
}

/// The end that a value is of a `program.bound`, where it is one of this axis.
pub(crate) fn definition<'c>(value: Value<'c>, axis: Axis) -> Option<(End, Vec<Value<'c>>)> {
    let place = value.defining_op().and_then(Bound::cast)?.index_box();
    let range = place.index_box.range(axis);
    if !range.is_bounded() {
        return None;
    }
    let end = match value.number() {
        0 => range.low.clone(),
        _ => range.high.clone(),
    };
    Some((end, place.0.positions))
}

/// Whether a box's positions are arguments of a program, and ends computed of arguments by
/// `program.bound`: then a binding has checked what is needed on that box.
pub fn is_of_arguments<'c>(function: Func<'c>, positions: &[Value<'c>]) -> bool {
    let entry = function.body();
    let mut seen = HashSet::new();
    let mut left = positions.to_vec();
    while let Some(value) = left.pop() {
        if value.owner_block() == Some(entry) || !seen.insert(value) {
            continue;
        }
        let Some(bound) = value.defining_op().and_then(Bound::cast) else {
            return false;
        };
        left.extend(bound.index_box().0.positions);
    }
    true
}
