//! Ends of boxes that do not grow without bound.
//!
//! Boxes are intersected, joined and rebased along chains of operations and calls. Where their
//! ends depend on run-time positions, the minima and maxima of a chain double at every link. An
//! end of more than [`MAXIMUM_TERMS`] terms is therefore to be computed once, by a `program.bound`
//! as early as its positions are known, and boxes refer to its value. That is exact; what is lost
//! is what could be proven of such an end while compiling.
//!
//! Here it is found out which ends these are, and where they are known; a pass computes them.

use crate::region::{Position, Region};
use fvopt_boxes::{Axis, End, IndexBox, MAXIMUM_TERMS, PlacedBox, Range};
use ir_program::ops::{Bound, For, Func};
use mlir_shim::ir::{Block, Loc, Op, Value};
use std::collections::{HashMap, HashSet};

/// How many computed ends deep an end is looked into where one of them is computed too late.
const MAXIMUM_DEPTH: usize = 200;

/// An end that is to be computed.
#[derive(Clone, Debug)]
pub struct ComputedEnd<'c> {
    /// A box that bounds one axis: it is the low end of this.
    pub region: Region<'c>,
    /// The operation before which it is to be computed, after those that were asked for earlier.
    pub before: Op<'c>,
    /// What it is computed for.
    pub location: Loc<'c>,
}

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

/// An end and what stands at its positions.
#[derive(Clone)]
struct PlacedEnd<'c> {
    end: End,
    positions: Vec<Position<'c>>,
}

/// Positions by number, each once.
#[derive(Default)]
struct Interned<'c> {
    positions: Vec<Position<'c>>,
    numbers: HashMap<Position<'c>, u32>,
}

impl<'c> Interned<'c> {
    fn position(&mut self, position: Position<'c>) -> End {
        let number = *self.numbers.entry(position).or_insert_with(|| {
            self.positions.push(position);
            self.positions.len() as u32 - 1
        });
        End::Position(number, 0)
    }

    /// An end over its own positions as an end over these.
    fn end(&mut self, end: &PlacedEnd<'c>) -> End {
        let numbered: Vec<End> = end.positions.iter().map(|p| self.position(*p)).collect();
        let (start, stop) = (End::Start(0), End::End(0));
        end.end
            .substitute(&start, &stop, &|number| numbered[number as usize].clone())
    }
}

/// What makes two ends the same: the box that bounds one axis, and its positions.
type Key<'c> = (Vec<i64>, Vec<Position<'c>>);

/// The ends that a program computes and is to compute, found again where the same is asked for.
pub struct Ends<'c> {
    function: Func<'c>,
    known: HashMap<Key<'c>, Vec<Position<'c>>>,
    computed: Vec<ComputedEnd<'c>>,
    /// What ends that are computed too late are replaced by, for the operation in question.
    relaxed: HashMap<(Position<'c>, Side), PlacedEnd<'c>>,
}

impl<'c> Ends<'c> {
    /// Those of a program.
    pub fn new(function: Func<'c>) -> Self {
        let mut known: HashMap<_, Vec<Position<'c>>> = HashMap::new();
        for bound in function.0.collect(Bound::NAME).into_iter().map(Bound) {
            let own = crate::region::of_box(&bound.index_box());
            let same = known.entry(key(&own)).or_default();
            same.push(Position::Value(bound.low()));
        }
        Self {
            function,
            known,
            computed: Vec::new(),
            relaxed: HashMap::new(),
        }
    }

    /// The ends that are to be computed, in order.
    pub fn computed(&self) -> &[ComputedEnd<'c>] {
        &self.computed
    }

    /// The same, taken out.
    pub fn into_computed(self) -> Vec<ComputedEnd<'c>> {
        self.computed
    }

    /// Notes that the program computes these ends now: their values, in order. None is left to be
    /// computed then.
    pub fn note_computed(&mut self, values: &[Value<'c>]) {
        let now = |position: Position<'c>| match position {
            Position::End(number) => Position::Value(values[number as usize]),
            value => value,
        };
        for end in std::mem::take(&mut self.computed) {
            let same = self.known.remove(&key(&end.region)).unwrap_or_default();
            let same = same.into_iter().map(now);
            let key = key(&end.region.map(now));
            self.known.entry(key).or_default().extend(same);
        }
        self.relaxed.clear();
    }

    /// The region for use at an operation, with ends of at most [`MAXIMUM_TERMS`] terms. Where one
    /// has more, the region is relaxed to what is known before the operation, as [`Self::relax`] does.
    pub fn bounded(&mut self, region: Region<'c>, at: Op<'c>) -> Region<'c> {
        let large = |end: &End| end.terms() > MAXIMUM_TERMS;
        let ranges = region.index_box.ranges();
        if !ranges
            .iter()
            .any(|range| large(&range.low) || large(&range.high))
        {
            return region;
        }
        let region = self.relax(&region, at);
        let mut positions = Interned::default();
        let mut index_box = IndexBox::whole();
        for axis in Axis::ALL {
            let range = region.index_box.range(axis);
            let mut end = |end: &End| {
                let end = PlacedEnd {
                    end: end.clone(),
                    positions: region.positions.clone(),
                };
                let end = self.small(end, axis, at);
                positions.end(&end)
            };
            let range = Range::new(end(&range.low), end(&range.high));
            index_box = index_box.with_range(axis, range);
        }
        PlacedBox::new(index_box, positions.positions)
    }

    /// A region that holds this one and whose ends use only what is known before an operation. Ends
    /// that are computed later are looked into: what they are made of may be known; of the counter
    /// of a loop its range is.
    pub fn relax(&mut self, region: &Region<'c>, at: Op<'c>) -> Region<'c> {
        let mut positions = region.positions.iter();
        if positions.all(|position| self.is_available_at(*position, at)) {
            return region.clone();
        }
        self.relaxed.clear();
        let mut positions = Interned::default();
        let mut index_box = IndexBox::whole();
        for axis in Axis::ALL {
            let range = region.index_box.range(axis);
            let mut end = |end: &End, side| {
                let end = self.outer(end, &region.positions, (side, axis, at), 0);
                positions.end(&end)
            };
            let low = end(&range.low, Side::Below);
            let high = end(&range.high, Side::Above);
            index_box = index_box.with_range(axis, Range::new(low, high));
        }
        PlacedBox::new(index_box, positions.positions)
    }

    /// Whether what stands at a position is known before an operation.
    pub fn is_available_at(&self, position: Position<'c>, at: Op<'c>) -> bool {
        match position {
            Position::Value(value) => value.is_available_at(at),
            Position::End(number) => is_at_or_before(self.computed[number as usize].before, at),
        }
    }

    /// An end on one side of this one, of what is known before an operation.
    fn outer(
        &mut self,
        end: &End,
        positions: &[Position<'c>],
        (side, axis, at): (Side, Axis, Op<'c>),
        depth: usize,
    ) -> PlacedEnd<'c> {
        let mut kept = Interned::default();
        let replaced: Vec<End> = positions
            .iter()
            .map(|position| {
                if self.is_available_at(*position, at) {
                    return kept.position(*position);
                }
                match self.outer_of(*position, (side, axis, at), depth) {
                    Some(end) => kept.end(&end),
                    None => side.infinity(),
                }
            })
            .collect();
        let (start, stop) = (End::Start(0), End::End(0));
        let end = end.substitute(&start, &stop, &|number| replaced[number as usize].clone());
        PlacedEnd {
            end,
            positions: kept.positions,
        }
    }

    /// As [`Self::outer`], of what is not known before the operation.
    fn outer_of(
        &mut self,
        position: Position<'c>,
        (side, axis, at): (Side, Axis, Op<'c>),
        depth: usize,
    ) -> Option<PlacedEnd<'c>> {
        if let Some(end) = self.relaxed.get(&(position, side)) {
            return Some(end.clone());
        }
        let PlacedEnd { end, positions } = self.made_of(position, axis, side)?;
        if depth == MAXIMUM_DEPTH {
            return None;
        }
        let end = self.outer(&end, &positions, (side, axis, at), depth + 1);
        let end = self.small(end, axis, at);
        self.relaxed.insert((position, side), end.clone());
        Some(end)
    }

    /// What a position is made of, on an axis, or what is on one side of it.
    fn made_of(&self, position: Position<'c>, axis: Axis, side: Side) -> Option<PlacedEnd<'c>> {
        let of_values = |(end, values): (End, Vec<Value<'c>>)| PlacedEnd {
            end,
            positions: values.into_iter().map(Position::Value).collect(),
        };
        match position {
            Position::Value(value) => definition(value, axis)
                .or_else(|| counter(value, side))
                .map(of_values),
            Position::End(number) => {
                let region = &self.computed[number as usize].region;
                let range = region.index_box.range(axis);
                range.is_bounded().then(|| PlacedEnd {
                    end: range.low.clone(),
                    positions: region.positions.clone(),
                })
            }
        }
    }

    /// The end itself, or one that is to be computed where it has many terms.
    fn small(&mut self, end: PlacedEnd<'c>, axis: Axis, at: Op<'c>) -> PlacedEnd<'c> {
        if end.end.terms() <= MAXIMUM_TERMS {
            return end;
        }
        // Of the two results of a `program.bound` only the low one is of use.
        let range = Range::new(end.end, End::Start(0));
        let region = PlacedBox::new(IndexBox::whole().with_range(axis, range), end.positions);
        PlacedEnd {
            end: End::Position(0, 0),
            positions: vec![self.low_end(region, at)],
        }
    }

    /// The low end of a box that bounds one axis, to be computed as early as its positions are known.
    fn low_end(&mut self, region: Region<'c>, at: Op<'c>) -> Position<'c> {
        let key = key(&region);
        let same = self.known.get(&key).map_or(&[][..], Vec::as_slice);
        let mut same = same.iter().copied();
        if let Some(position) = same.find(|position| self.is_available_at(*position, at)) {
            return position;
        }
        let position = Position::End(self.computed.len() as u32);
        self.computed.push(ComputedEnd {
            before: self.earliest(&region.positions),
            location: at.location(),
            region,
        });
        self.known.entry(key).or_default().push(position);
        position
    }

    /// The first operation before which all positions are known. One of them is known last, because
    /// all are known where the box is used.
    fn earliest(&self, positions: &[Position<'c>]) -> Op<'c> {
        let points = positions.iter().map(|position| match position {
            Position::Value(value) => first_after(*value),
            Position::End(number) => self.computed[*number as usize].before,
        });
        points
            .reduce(|last, point| match is_at_or_before(last, point) {
                true => point,
                false => last,
            })
            .unwrap_or_else(|| first(self.function.body()))
    }
}

fn key<'c>(region: &Region<'c>) -> Key<'c> {
    (region.index_box.encode(), region.positions.clone())
}

/// Whether what stands right before an operation is known before another.
fn is_at_or_before<'c>(op: Op<'c>, other: Op<'c>) -> bool {
    let block = op.block().expect("an operation of a program");
    other
        .ancestor_in(block)
        .is_some_and(|other| op == other || op.is_before(other))
}

/// The first operation before which a value is known.
fn first_after(value: Value<'_>) -> Op<'_> {
    match value.defining_op() {
        Some(op) => op.next().expect("a block ends with a terminator"),
        None => first(value.owner_block().expect("a result or an argument")),
    }
}

fn first(block: Block<'_>) -> Op<'_> {
    block.first().expect("a block ends with a terminator")
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

/// The end that a value is of a `program.bound`, where it is one of this axis.
pub fn definition<'c>(value: Value<'c>, axis: Axis) -> Option<(End, Vec<Value<'c>>)> {
    let own = value.defining_op().and_then(Bound::cast)?.index_box();
    let range = own.index_box.range(axis);
    if !range.is_bounded() {
        return None;
    }
    let end = match value.number() {
        0 => range.low.clone(),
        _ => range.high.clone(),
    };
    Some((end, own.0.positions))
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
