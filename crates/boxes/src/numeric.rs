//! A box with numbers for ends.

use std::array;

use crate::Axis;
use crate::end::add;

/// A half-open box with numbers for ends; `i64::MIN` and `i64::MAX` are unbounded.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NumericBox {
    /// The first coordinate on each axis.
    pub low: [i64; 3],
    /// One past the last coordinate on each axis.
    pub high: [i64; 3],
}

impl NumericBox {
    /// The box from `low` to `high`.
    pub const fn new(low: [i64; 3], high: [i64; 3]) -> NumericBox {
        NumericBox { low, high }
    }

    /// The whole index space.
    pub const fn whole() -> NumericBox {
        NumericBox::new([i64::MIN; 3], [i64::MAX; 3])
    }

    /// Whether the box holds no point.
    pub fn is_empty(&self) -> bool {
        (0..3).any(|axis| self.high[axis] <= self.low[axis])
    }

    /// Whether the box holds this point.
    pub fn contains_point(&self, point: [i64; 3]) -> bool {
        (0..3).all(|axis| self.low[axis] <= point[axis] && point[axis] < self.high[axis])
    }

    /// Whether every point of `other` is in this box; an empty box is contained in any.
    pub fn contains(&self, other: &NumericBox) -> bool {
        other.is_empty()
            || (0..3).all(|axis| {
                self.low[axis] <= other.low[axis] && other.high[axis] <= self.high[axis]
            })
    }

    /// The points in both boxes.
    pub fn intersect(&self, other: &NumericBox) -> NumericBox {
        NumericBox {
            low: array::from_fn(|axis| self.low[axis].max(other.low[axis])),
            high: array::from_fn(|axis| self.high[axis].min(other.high[axis])),
        }
    }

    /// The least box that contains both. An empty box adds nothing.
    pub fn hull(&self, other: &NumericBox) -> NumericBox {
        if other.is_empty() {
            return *self;
        }
        if self.is_empty() {
            return *other;
        }
        NumericBox {
            low: array::from_fn(|axis| self.low[axis].min(other.low[axis])),
            high: array::from_fn(|axis| self.high[axis].max(other.high[axis])),
        }
    }

    /// Moves the box; unbounded ends stay.
    pub fn shift(&self, by: [i64; 3]) -> NumericBox {
        NumericBox {
            low: array::from_fn(|axis| add(self.low[axis], by[axis])),
            high: array::from_fn(|axis| add(self.high[axis], by[axis])),
        }
    }

    /// Extends the box outward, by the given amounts below and above on each axis; negative
    /// amounts shrink it.
    pub fn grow(&self, by: [(i64, i64); 3]) -> NumericBox {
        NumericBox {
            low: array::from_fn(|axis| add(self.low[axis], by[axis].0.saturating_neg())),
            high: array::from_fn(|axis| add(self.high[axis], by[axis].1)),
        }
    }

    /// Whether the ends on this axis are finite.
    pub fn is_bounded(&self, axis: Axis) -> bool {
        let infinite = |end| end == i64::MIN || end == i64::MAX;
        !infinite(self.low[axis.index()]) && !infinite(self.high[axis.index()])
    }

    /// How many coordinates the box has on this axis: 0 where the range is empty, the greatest
    /// `usize` where it is not and is unbounded.
    pub fn size(&self, axis: Axis) -> usize {
        let (low, high) = (self.low[axis.index()], self.high[axis.index()]);
        if high <= low {
            0
        } else if self.is_bounded(axis) {
            usize::try_from(high.abs_diff(low)).unwrap_or(usize::MAX)
        } else {
            usize::MAX
        }
    }

    /// How many points the box has; `None` when it is unbounded or too large to count.
    pub fn volume(&self) -> Option<usize> {
        if self.is_empty() {
            return Some(0);
        }
        Axis::ALL.iter().try_fold(1_usize, |volume, axis| {
            let size = Some(self.size(*axis)).filter(|_| self.is_bounded(*axis))?;
            volume.checked_mul(size)
        })
    }

    /// The points, k outermost and i innermost; for an unbounded box the iterator does not end.
    pub fn points(&self) -> impl Iterator<Item = [i64; 3]> + use<> {
        let NumericBox { low, high } = *self;
        self.rows()
            .flat_map(move |([_, j, k], _)| (low[0]..high[0]).map(move |i| [i, j, k]))
    }

    /// The rows along i, k outermost: the first point of each, and its length.
    pub fn rows(&self) -> impl Iterator<Item = ([i64; 3], usize)> + use<> {
        let NumericBox { low, high } = *self;
        let length = self.size(Axis::I);
        // Without points no row is walked, however long the other axes are.
        let (first, last) = if self.is_empty() {
            (0, 0)
        } else {
            (low[2], high[2])
        };
        (first..last).flat_map(move |k| (low[1]..high[1]).map(move |j| ([low[0], j, k], length)))
    }
}
