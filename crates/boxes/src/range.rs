//! A half-open range on one axis.

use crate::{Answer, End, Facts, less_or_equal};

/// A half-open range on one axis. Empty when the high end is not above the low end; an empty
/// range keeps its ends.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Range {
    /// The first coordinate in the range.
    pub low: End,
    /// One past the last coordinate in the range.
    pub high: End,
}

impl Range {
    /// The range from `low` to `high`, its ends made canonical.
    pub fn new(low: End, high: End) -> Range {
        Range {
            low: low.canonical(),
            high: high.canonical(),
        }
    }

    /// The range unbounded on both sides.
    pub fn whole() -> Range {
        Range {
            low: End::NegativeInfinity,
            high: End::PositiveInfinity,
        }
    }

    /// The domain: from start to end.
    pub fn domain() -> Range {
        Range {
            low: End::Start(0),
            high: End::End(0),
        }
    }

    /// Extends the range outward, by `low` below and `high` above; negative amounts shrink it.
    pub fn grow(&self, low: i64, high: i64) -> Range {
        Range {
            low: self.low.shift(low.saturating_neg()),
            high: self.high.shift(high),
        }
    }

    /// Moves both ends by `c`.
    pub fn shift(&self, c: i64) -> Range {
        Range {
            low: self.low.shift(c),
            high: self.high.shift(c),
        }
    }

    /// The coordinates in both ranges.
    pub fn intersect(&self, other: &Range) -> Range {
        Range {
            low: End::maximum([&self.low, &other.low].map(End::canonical)),
            high: End::minimum([&self.high, &other.high].map(End::canonical)),
        }
    }

    /// The range from the lesser low end to the greater high end: the least range that
    /// contains both where neither is empty, and one that contains both otherwise.
    pub fn hull(&self, other: &Range) -> Range {
        Range {
            low: End::minimum([&self.low, &other.low].map(End::canonical)),
            high: End::maximum([&self.high, &other.high].map(End::canonical)),
        }
    }

    /// Whether the range holds no coordinate.
    pub fn is_empty(&self, facts: &Facts) -> Answer {
        less_or_equal(&self.high, &self.low, facts)
    }

    /// Whether the ranges certainly share no coordinate: one ends where or before the other, or
    /// itself, begins.
    pub fn is_apart(&self, other: &Range, facts: &Facts) -> bool {
        [&self.high, &other.high].into_iter().any(|high| {
            [&self.low, &other.low]
                .into_iter()
                .any(|low| less_or_equal(high, low, facts).is_yes())
        })
    }

    /// Whether every coordinate of `other` is in this range; an empty one is contained.
    pub fn contains(&self, other: &Range, facts: &Facts) -> Answer {
        other.is_empty(facts).or(self.encloses(other, facts))
    }

    /// Whether `other`'s ends lie within this range's, empty or not.
    pub(crate) fn encloses(&self, other: &Range, facts: &Facts) -> Answer {
        less_or_equal(&self.low, &other.low, facts).and(less_or_equal(
            &other.high,
            &self.high,
            facts,
        ))
    }

    /// Whether both ends are finite.
    pub fn is_bounded(&self) -> bool {
        self.low.is_bounded() && self.high.is_bounded()
    }

    /// Replaces the domain's start and end, and the positions, in both ends.
    pub fn substitute(&self, start: &End, end: &End, position: &dyn Fn(u32) -> End) -> Range {
        Range {
            low: self.low.substitute(start, end, position),
            high: self.high.substitute(start, end, position),
        }
    }

    /// Drops members of minima and maxima that, given the facts, never decide the value.
    pub fn simplify(&self, facts: &Facts) -> Range {
        Range {
            low: self.low.simplify(facts),
            high: self.high.simplify(facts),
        }
    }

    /// The greatest number of a position in either end.
    pub fn max_position(&self) -> Option<u32> {
        self.low.max_position().max(self.high.max_position())
    }

    /// The number in either end that is furthest from 0.
    pub fn furthest_number(&self) -> i64 {
        let (low, high) = (self.low.furthest_number(), self.high.furthest_number());
        if low.unsigned_abs() > high.unsigned_abs() {
            low
        } else {
            high
        }
    }

    /// Renumbers the positions.
    pub fn map_positions(&self, renumber: &dyn Fn(u32) -> u32) -> Range {
        Range {
            low: self.low.map_positions(renumber),
            high: self.high.map_positions(renumber),
        }
    }

    /// The values of the low and the high end, as by [`End::evaluate`].
    ///
    /// # Panics
    /// When a position has no value.
    pub fn evaluate(&self, start: i64, end: i64, positions: &[i64]) -> (i64, i64) {
        (
            self.low.evaluate(start, end, positions),
            self.high.evaluate(start, end, positions),
        )
    }
}
