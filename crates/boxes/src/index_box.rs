//! A box with symbolic ends.

use std::array;

use crate::{Answer, Axis, DomainFacts, End, NumericBox, Range};

/// A product of half-open ranges, one an axis; an axis that is not mentioned is unbounded.
/// Empty when any of its ranges is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct IndexBox {
    ranges: [Range; 3],
}

impl Default for IndexBox {
    /// The whole index space.
    fn default() -> IndexBox {
        IndexBox::whole()
    }
}

impl IndexBox {
    /// The product of three ranges, their ends made canonical.
    pub fn new(ranges: [Range; 3]) -> IndexBox {
        IndexBox {
            ranges: ranges.map(|range| Range::new(range.low, range.high)),
        }
    }

    /// The whole index space.
    pub fn whole() -> IndexBox {
        IndexBox {
            ranges: array::from_fn(|_| Range::whole()),
        }
    }

    /// The domain on every axis.
    pub fn domain() -> IndexBox {
        IndexBox {
            ranges: array::from_fn(|_| Range::domain()),
        }
    }

    /// The range on one axis.
    pub fn range(&self, axis: Axis) -> &Range {
        &self.ranges[axis.index()]
    }

    /// The ranges on i, j and k.
    pub fn ranges(&self) -> &[Range; 3] {
        &self.ranges
    }

    /// The same box with another range on one axis.
    pub fn with_range(mut self, axis: Axis, range: Range) -> IndexBox {
        self.ranges[axis.index()] = Range::new(range.low, range.high);
        self
    }

    fn map(&self, change: impl Fn(Axis, &Range) -> Range) -> IndexBox {
        IndexBox {
            ranges: Axis::ALL.map(|axis| change(axis, self.range(axis))),
        }
    }

    /// Moves the box.
    pub fn shift(&self, by: [i64; 3]) -> IndexBox {
        self.map(|axis, range| range.shift(by[axis.index()]))
    }

    /// Extends the box outward, by the given amounts below and above on each axis; negative
    /// amounts shrink it.
    pub fn grow(&self, by: [(i64, i64); 3]) -> IndexBox {
        self.map(|axis, range| {
            let (low, high) = by[axis.index()];
            range.grow(low, high)
        })
    }

    /// The points in both boxes.
    pub fn intersect(&self, other: &IndexBox) -> IndexBox {
        self.map(|axis, range| range.intersect(other.range(axis)))
    }

    /// A box that contains both; the least one where neither is empty. To leave out a box that
    /// is known to be empty, ask [`IndexBox::is_empty`] first.
    pub fn hull(&self, other: &IndexBox) -> IndexBox {
        self.map(|axis, range| range.hull(other.range(axis)))
    }

    /// Whether the box holds no point.
    pub fn is_empty(&self, facts: &DomainFacts) -> Answer {
        Answer::any(Axis::ALL.map(|axis| self.range(axis).is_empty(facts.axis(axis))))
    }

    /// Whether every point of `other` is in this box; an empty box is contained in any.
    pub fn contains(&self, other: &IndexBox, facts: &DomainFacts) -> Answer {
        let encloses = |axis| {
            self.range(axis)
                .encloses(other.range(axis), facts.axis(axis))
        };
        other
            .is_empty(facts)
            .or(Answer::all(Axis::ALL.map(encloses)))
    }

    /// Whether the ends on these axes are finite.
    pub fn is_bounded_on(&self, axes: impl IntoIterator<Item = Axis>) -> bool {
        axes.into_iter().all(|axis| self.range(axis).is_bounded())
    }

    /// Drops members of minima and maxima that, given the facts, never decide the value.
    pub fn simplify(&self, facts: &DomainFacts) -> IndexBox {
        self.map(|axis, range| range.simplify(facts.axis(axis)))
    }

    /// This box of a callee in its caller's terms: the domain's start and end become, axis by
    /// axis, the ends of the box on which the caller calls it, and each position becomes what
    /// `position` says.
    pub fn rebase(&self, caller: &IndexBox, position: &dyn Fn(u32) -> End) -> IndexBox {
        self.map(|axis, range| {
            let domain = caller.range(axis);
            range.substitute(&domain.low, &domain.high, position)
        })
    }

    /// Adds `by` to the number of each position.
    pub fn shift_positions(&self, by: u32) -> IndexBox {
        self.map_positions(&|n| n.saturating_add(by))
    }

    /// Renumbers the positions.
    pub fn map_positions(&self, renumber: &dyn Fn(u32) -> u32) -> IndexBox {
        self.map(|_, range| range.map_positions(renumber))
    }

    /// How many index operands the box refers to: one more than the greatest number of a
    /// position.
    pub fn position_count(&self) -> usize {
        let greatest = self.ranges.iter().filter_map(Range::max_position).max();
        greatest.map_or(0, |n| n as usize + 1)
    }

    /// The number in the box that is furthest from 0.
    pub fn furthest_number(&self) -> i64 {
        let numbers = self.ranges.iter().map(Range::furthest_number);
        numbers
            .max_by_key(|number| number.unsigned_abs())
            .unwrap_or(0)
    }

    /// The box for a domain, given as start and end on each axis, and the positions' values.
    ///
    /// # Panics
    /// When a position has no value: check [`IndexBox::position_count`] first.
    pub fn evaluate(&self, domain: [(i64, i64); 3], positions: &[i64]) -> NumericBox {
        let ends = Axis::ALL.map(|axis| {
            let (start, end) = domain[axis.index()];
            self.range(axis).evaluate(start, end, positions)
        });
        NumericBox {
            low: ends.map(|(low, _)| low),
            high: ends.map(|(_, high)| high),
        }
    }
}
