//! Ranges of a loop as values, with what is known of them while compiling.
//!
//! Loops over tiles need ranges that are clipped, grown and joined. Most of
//! that is decided while compiling: an end is a value plus a constant, and a
//! span remembers a range that it certainly lies in.

use crate::arithmetic::Arithmetic;
use ir_stencil::values::constant_integer;
use mlir_shim::ir::{Builder, Value};

/// An end of a range: a value plus a constant, or a constant.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Edge<'c> {
    base: Option<Value<'c>>,
    plus: i64,
}

impl<'c> Edge<'c> {
    /// The end that a value is; sums with constants are seen through.
    pub fn of(value: Value<'c>) -> Self {
        if let Some(plus) = constant_integer(value) {
            return Self { base: None, plus };
        }
        if let Some(sum) = value.defining_op().filter(|op| op.is("arith.addi"))
            && let Some(plus) = constant_integer(sum.operand(1))
        {
            return Self::of(sum.operand(0)).plus(plus);
        }
        Self {
            base: Some(value),
            plus: 0,
        }
    }

    /// The end moved by a constant.
    pub fn plus(self, by: i64) -> Self {
        Self {
            base: self.base,
            plus: self.plus + by,
        }
    }

    /// As a value.
    pub fn value(self, builder: &Builder<'c>) -> Value<'c> {
        match self.base {
            Some(base) => builder.shifted(base, self.plus),
            None => builder.index(self.plus),
        }
    }

    /// How far it lies above another end, where that is known.
    pub fn above(self, other: Self) -> Option<i64> {
        (self.base == other.base).then_some(self.plus - other.plus)
    }

    /// Whether it is certainly not above another end.
    fn at_most(self, other: Self) -> bool {
        self.above(other).is_some_and(|distance| distance <= 0)
    }

    fn min(self, builder: &Builder<'c>, other: Self) -> Self {
        match self.above(other) {
            Some(distance) if distance <= 0 => self,
            Some(_) => other,
            None => Self::of(builder.min(self.value(builder), other.value(builder))),
        }
    }

    fn max(self, builder: &Builder<'c>, other: Self) -> Self {
        match self.above(other) {
            Some(distance) if distance >= 0 => self,
            Some(_) => other,
            None => Self::of(builder.max(self.value(builder), other.value(builder))),
        }
    }
}

/// A half-open range.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Span<'c> {
    /// The first.
    pub low: Edge<'c>,
    /// The first that is not in it any more.
    pub high: Edge<'c>,
    /// A range that it certainly lies in.
    within: (Edge<'c>, Edge<'c>),
}

impl<'c> Span<'c> {
    /// From low to below high.
    pub fn new((low, high): (Value<'c>, Value<'c>)) -> Self {
        let (low, high) = (Edge::of(low), Edge::of(high));
        Self {
            low,
            high,
            within: (low, high),
        }
    }

    /// One coordinate, that of a loop over this span.
    pub fn one(self, coordinate: Value<'c>) -> Self {
        let low = Edge::of(coordinate);
        Self {
            low,
            high: low.plus(1),
            within: self.within,
        }
    }

    /// A tile of this span that starts at a coordinate.
    pub fn tile(self, builder: &Builder<'c>, start: Value<'c>, size: i64) -> Self {
        if size <= 1 {
            return self.one(start);
        }
        let low = Edge::of(start);
        let even = self
            .high
            .above(self.low)
            .is_some_and(|whole| whole % size == 0);
        let high = if even {
            low.plus(size)
        } else {
            low.plus(size).min(builder, self.high)
        };
        Self {
            low,
            high,
            within: self.within,
        }
    }

    /// The span with both ends moved.
    pub fn grow(self, low: i64, high: i64) -> Self {
        Self {
            low: self.low.plus(low),
            high: self.high.plus(high),
            within: (self.within.0.plus(low), self.within.1.plus(high)),
        }
    }

    /// The smallest span that holds both (and perhaps more where one is empty).
    pub fn hull(self, builder: &Builder<'c>, other: Self) -> Self {
        Self {
            low: self.low.min(builder, other.low),
            high: self.high.max(builder, other.high),
            within: (
                self.within.0.min(builder, other.within.0),
                self.within.1.max(builder, other.within.1),
            ),
        }
    }

    /// What both hold.
    pub fn clip(self, builder: &Builder<'c>, other: Self) -> Self {
        let low_is_inside = other.low.at_most(self.within.0) || other.low.at_most(self.low);
        let high_is_inside = self.within.1.at_most(other.high) || self.high.at_most(other.high);
        Self {
            low: match low_is_inside {
                true => self.low,
                false => self.low.max(builder, other.low),
            },
            high: match high_is_inside {
                true => self.high,
                false => self.high.min(builder, other.high),
            },
            within: (
                if low_is_inside {
                    self.within.0
                } else {
                    other.low
                },
                if high_is_inside {
                    self.within.1
                } else {
                    other.high
                },
            ),
        }
    }

    /// Whether it certainly holds no coordinate.
    pub fn is_empty(self) -> bool {
        self.high.at_most(self.low)
    }

    /// What of this span lies below a part of it, in it, and above it. The part may be empty.
    pub fn around(self, builder: &Builder<'c>, part: Self) -> [Self; 3] {
        let piece = |low, high| Self {
            low,
            high,
            within: self.within,
        };
        let below = match self.low == part.low {
            true => piece(part.low, part.low),
            false => piece(self.low, part.low.min(builder, self.high)),
        };
        let above = match self.high == part.high {
            true => piece(part.high, part.high),
            // An empty part may end below its start.
            false => {
                let low = part.high.max(builder, part.low);
                piece(low.max(builder, self.low), self.high)
            }
        };
        [below, piece(part.low, part.high), above]
    }

    /// Whether it certainly holds another.
    pub fn holds(self, other: Self) -> bool {
        (self.low.at_most(other.low) || self.low.at_most(other.within.0))
            && (other.high.at_most(self.high) || other.within.1.at_most(self.high))
    }

    /// The coordinate where the span certainly holds exactly one.
    pub fn single(self) -> Option<Edge<'c>> {
        (self.high.above(self.low) == Some(1)).then_some(self.low)
    }

    /// Both ends as values.
    pub fn values(self, builder: &Builder<'c>) -> (Value<'c>, Value<'c>) {
        (self.low.value(builder), self.high.value(builder))
    }

    /// How many coordinates it holds, at least 0.
    pub fn count(self, builder: &Builder<'c>) -> Value<'c> {
        match self.high.above(self.low) {
            Some(count) => builder.index(count.max(0)),
            None => {
                let (low, high) = self.values(builder);
                builder.max(builder.sub(high, low), builder.index(0))
            }
        }
    }

    /// The condition that a coordinate of a loop over `outer` lies in this
    /// span; nothing where it always does.
    pub fn guard(
        self,
        builder: &Builder<'c>,
        outer: Self,
        coordinate: Value<'c>,
    ) -> Option<Value<'c>> {
        let low = (!self.low.at_most(outer.low))
            .then(|| builder.compare("sle", self.low.value(builder), coordinate));
        let high = (!outer.high.at_most(self.high))
            .then(|| builder.compare("slt", coordinate, self.high.value(builder)));
        match (low, high) {
            (Some(low), Some(high)) => Some(builder.and(low, high)),
            (low, high) => low.or(high),
        }
    }
}
