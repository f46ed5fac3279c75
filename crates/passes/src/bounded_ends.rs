//! Ends of boxes that do not grow without bound.
//!
//! Boxes are intersected, joined and rebased along chains of operations and calls. Where their
//! ends depend on run-time positions, the minima and maxima of a chain double at every link. An
//! end of more than [`MAXIMUM_TERMS`] terms is therefore computed once, by a `program.bound` as
//! early as its positions are known, and boxes refer to its value. That is exact; what is lost is
//! what could be proven of such an end while compiling.

use crate::stencil_infer_bounds::definition;
use fvopt_boxes::{Axis, End, IndexBox, MAXIMUM_TERMS, Range};
use ir_program::ops::{Bound, BoundParts, For, Func};
use ir_stencil::boxes::SsaBox;
use mlir_shim::ir::{Builder, Op, Scalar, Ty, Value};
use std::collections::{HashMap, HashSet};

/// How many computed ends deep an end is looked into where one of them is computed too late.
const MAXIMUM_DEPTH: usize = 200;

/// Which way an end may be replaced by another.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum Side {
    /// By one that is not above it.
    Below,
    /// By one that is not below it.
    Above,
}

impl Side {
    fn infinity(self) -> End {
        match self {
            Side::Below => End::NegativeInfinity,
            Side::Above => End::PositiveInfinity,
        }
    }
}

/// An end and the values at its positions.
#[derive(Clone)]
struct SsaEnd<'c> {
    end: End,
    positions: Vec<Value<'c>>,
}

/// Values by number, each once.
#[derive(Default)]
struct Interned<'c> {
    values: Vec<Value<'c>>,
    numbers: HashMap<Value<'c>, u32>,
}

impl<'c> Interned<'c> {
    fn position(&mut self, value: Value<'c>) -> End {
        let number = *self.numbers.entry(value).or_insert_with(|| {
            self.values.push(value);
            self.values.len() as u32 - 1
        });
        End::Position(number, 0)
    }

    /// An end over its own values as an end over these.
    fn end(&mut self, end: &SsaEnd<'c>) -> End {
        let numbered: Vec<End> = end.positions.iter().map(|v| self.position(*v)).collect();
        let (start, stop) = (End::Start(0), End::End(0));
        end.end
            .substitute(&start, &stop, &|number| numbered[number as usize].clone())
    }
}

/// The ends that a program computes, found again where the same is asked for.
pub struct BoundedEnds<'c> {
    function: Func<'c>,
    known: HashMap<(Vec<i64>, Vec<Value<'c>>), Vec<Bound<'c>>>,
    /// What ends that are computed too late are replaced by, for the operation in question: of
    /// one that was erased another may have the address.
    relaxed: HashMap<(Value<'c>, Side), SsaEnd<'c>>,
}

impl<'c> BoundedEnds<'c> {
    /// Those of a program.
    pub fn new(function: Func<'c>) -> Self {
        let mut known: HashMap<_, Vec<Bound<'c>>> = HashMap::new();
        for bound in function.0.collect(Bound::NAME).into_iter().map(Bound) {
            let place = bound.index_box();
            let key = (place.index_box.encode(), place.0.positions);
            known.entry(key).or_default().push(bound);
        }
        Self {
            function,
            known,
            relaxed: HashMap::new(),
        }
    }

    /// Erases the ends that neither an operation nor one of these boxes refers to.
    pub fn finish<'b>(self, boxes: impl IntoIterator<Item = &'b SsaBox<'c>>)
    where
        'c: 'b,
    {
        let bounds = self.function.0.collect(Bound::NAME);
        if bounds.is_empty() {
            return;
        }
        let positions = boxes.into_iter().flat_map(|place| place.positions.iter());
        let kept: HashSet<Value<'c>> = positions.copied().collect();
        for bound in bounds.into_iter().rev() {
            let unused = |result: &Value<'c>| result.is_unused() && !kept.contains(result);
            if bound.results().iter().all(unused) {
                bound.erase();
            }
        }
    }

    /// The box for use at an operation, with ends of at most [`MAXIMUM_TERMS`] terms. Where one has
    /// more, the box is relaxed to what is known before the operation, as [`Self::relax`] does.
    pub fn bounded(&mut self, place: SsaBox<'c>, at: Op<'c>) -> SsaBox<'c> {
        let large = |end: &End| end.terms() > MAXIMUM_TERMS;
        let ranges = place.index_box.ranges();
        if !ranges
            .iter()
            .any(|range| large(&range.low) || large(&range.high))
        {
            return place;
        }
        let place = self.relax(&place, at);
        let mut values = Interned::default();
        let mut index_box = IndexBox::whole();
        for axis in Axis::ALL {
            let range = place.index_box.range(axis);
            let mut end = |end: &End| {
                let end = SsaEnd {
                    end: end.clone(),
                    positions: place.positions.clone(),
                };
                let end = self.small(end, axis, at);
                values.end(&end)
            };
            let range = Range::new(end(&range.low), end(&range.high));
            index_box = index_box.with_range(axis, range);
        }
        SsaBox::new(index_box, values.values)
    }

    /// A box that holds this one and whose ends use only values that are known before an
    /// operation. Ends that are computed later are looked into: what they are made of may be known;
    /// of the counter of a loop its range is.
    pub fn relax(&mut self, place: &SsaBox<'c>, at: Op<'c>) -> SsaBox<'c> {
        if place
            .positions
            .iter()
            .all(|value| value.is_available_at(at))
        {
            return place.clone();
        }
        self.relaxed.clear();
        let mut values = Interned::default();
        let mut index_box = IndexBox::whole();
        for axis in Axis::ALL {
            let range = place.index_box.range(axis);
            let mut end = |end: &End, side| {
                let end = self.outer(end, &place.positions, (side, axis, at), 0);
                values.end(&end)
            };
            let low = end(&range.low, Side::Below);
            let high = end(&range.high, Side::Above);
            index_box = index_box.with_range(axis, Range::new(low, high));
        }
        SsaBox::new(index_box, values.values)
    }

    /// An end on one side of this one, of values that are known before an operation.
    fn outer(
        &mut self,
        end: &End,
        positions: &[Value<'c>],
        (side, axis, at): (Side, Axis, Op<'c>),
        depth: usize,
    ) -> SsaEnd<'c> {
        let mut values = Interned::default();
        let replaced: Vec<End> = positions
            .iter()
            .map(|value| {
                if value.is_available_at(at) {
                    return values.position(*value);
                }
                match self.outer_of(*value, (side, axis, at), depth) {
                    Some(end) => values.end(&end),
                    None => side.infinity(),
                }
            })
            .collect();
        let (start, stop) = (End::Start(0), End::End(0));
        let end = end.substitute(&start, &stop, &|number| replaced[number as usize].clone());
        SsaEnd {
            end,
            positions: values.values,
        }
    }

    /// As [`Self::outer`], of a value that is not known before the operation.
    fn outer_of(
        &mut self,
        value: Value<'c>,
        (side, axis, at): (Side, Axis, Op<'c>),
        depth: usize,
    ) -> Option<SsaEnd<'c>> {
        if let Some(end) = self.relaxed.get(&(value, side)) {
            return Some(end.clone());
        }
        let (end, positions) = definition(value, axis).or_else(|| counter(value, side))?;
        if depth == MAXIMUM_DEPTH {
            return None;
        }
        let end = self.outer(&end, &positions, (side, axis, at), depth + 1);
        let end = self.small(end, axis, at);
        self.relaxed.insert((value, side), end.clone());
        Some(end)
    }

    /// The end itself, or the value of it where it has many terms.
    fn small(&mut self, end: SsaEnd<'c>, axis: Axis, at: Op<'c>) -> SsaEnd<'c> {
        if end.end.terms() <= MAXIMUM_TERMS {
            return end;
        }
        // Of the operation's two results only the low one is of use.
        let range = Range::new(end.end, End::Start(0));
        let place = SsaBox::new(IndexBox::whole().with_range(axis, range), end.positions);
        SsaEnd {
            end: End::Position(0, 0),
            positions: vec![self.computed(&place, at)],
        }
    }

    /// The low end of a box that bounds one axis, computed as early as its positions are known.
    fn computed(&mut self, place: &SsaBox<'c>, at: Op<'c>) -> Value<'c> {
        let key = (place.index_box.encode(), place.positions.clone());
        let same = self.known.entry(key).or_default();
        if let Some(bound) = same.iter().find(|bound| bound.low().is_available_at(at)) {
            return bound.low();
        }
        let before = earliest(self.function, &place.positions);
        let builder = Builder::before(before).at(at.location());
        let index = Ty::scalar(builder.context(), Scalar::Index);
        let parts = BoundParts {
            index_box: place,
            low: index,
            high: index,
        };
        let bound = Bound(builder.build(Bound::state(&builder, parts)));
        same.push(bound);
        bound.low()
    }
}

/// The least or the greatest value of the counter of a loop, where a value is one.
fn counter<'c>(value: Value<'c>, side: Side) -> Option<(End, Vec<Value<'c>>)> {
    let block = value.owner_block()?;
    let repeat = block.parent().and_then(For::cast)?;
    let [low, high, _] = repeat.range();
    (value.number() == 0).then(|| match side {
        Side::Below => (End::Position(0, 0), vec![low]),
        Side::Above => (End::Position(0, -1), vec![high]),
    })
}

/// The first operation before which all values are known. One of them is known last, because all
/// are known where the box is used.
fn earliest<'c>(function: Func<'c>, values: &[Value<'c>]) -> Op<'c> {
    let after = |value: Value<'c>| match value.defining_op() {
        Some(op) => op.next().expect("a block ends with a terminator"),
        None => {
            let block = value.owner_block().expect("a result or an argument");
            block.first().expect("a block ends with a terminator")
        }
    };
    let mut last: Option<Value<'c>> = None;
    for value in values {
        if last.is_none_or(|last| last.is_available_at(after(*value))) {
            last = Some(*value);
        }
    }
    match last {
        Some(value) => after(value),
        None => function
            .body()
            .first()
            .expect("a block ends with a terminator"),
    }
}
