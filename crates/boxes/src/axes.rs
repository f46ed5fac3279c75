//! Sets of axes.

use crate::Axis;
use std::{
    fmt,
    ops::{BitAnd, BitOr, Sub},
};

/// A set of axes: those that a field has, or along which something runs.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Axes(u8);

impl Axes {
    /// No axis.
    pub const NONE: Axes = Axes(0);
    /// The vertical axis alone.
    pub const K: Axes = Axes(0b100);
    /// The horizontal axes.
    pub const IJ: Axes = Axes(0b011);
    /// All axes.
    pub const IJK: Axes = Axes(0b111);

    /// The axes of a code, which has the bit n for the axis of number n; other bits are left out.
    pub const fn of_bits(bits: u32) -> Self {
        Self(bits as u8 & Self::IJK.0)
    }

    /// The code, with the bit n for the axis of number n.
    pub const fn bits(self) -> u32 {
        self.0 as u32
    }

    /// The axes whose numbers these are.
    pub fn of_numbers(numbers: impl IntoIterator<Item = usize>) -> Self {
        let numbers = numbers.into_iter();
        Self::of_bits(numbers.fold(0, |bits, number| {
            bits | 1u32.checked_shl(number as u32).unwrap_or(0)
        }))
    }

    /// Whether an axis is among them.
    pub const fn has(self, axis: Axis) -> bool {
        self.0 & (1 << axis.index()) != 0
    }

    /// Whether the axis of a number is among them.
    pub const fn has_number(self, axis: usize) -> bool {
        axis < 3 && self.0 & (1 << axis) != 0
    }

    /// Whether all of some axes are among them.
    pub const fn holds(self, others: Axes) -> bool {
        others.0 & !self.0 == 0
    }

    /// Whether there are none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many there are.
    pub const fn count(self) -> usize {
        self.0.count_ones() as usize
    }

    /// The axes in order.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = Axis> + Clone {
        Axis::ALL.into_iter().filter(move |axis| self.has(*axis))
    }

    /// Their numbers in order.
    pub fn numbers(self) -> impl DoubleEndedIterator<Item = usize> + Clone {
        self.iter().map(Axis::index)
    }
}

impl From<Axis> for Axes {
    fn from(axis: Axis) -> Self {
        Self(1 << axis.index())
    }
}

impl FromIterator<Axis> for Axes {
    fn from_iter<T: IntoIterator<Item = Axis>>(axes: T) -> Self {
        Self::of_numbers(axes.into_iter().map(Axis::index))
    }
}

impl BitOr for Axes {
    type Output = Self;

    /// The axes of both.
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitAnd for Axes {
    type Output = Self;

    /// The axes that both have.
    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl Sub for Axes {
    type Output = Self;

    /// The axes without the others.
    fn sub(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}

impl fmt::Display for Axes {
    /// Their letters, such as `ijk`, or `none`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return formatter.pad("none");
        }
        let letters: String = self.iter().map(|axis| axis.to_string()).collect();
        formatter.pad(&letters)
    }
}

impl fmt::Debug for Axes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All sets of axes.
    fn all() -> impl Iterator<Item = Axes> {
        (0..8).map(Axes::of_bits)
    }

    #[test]
    fn sets_are_what_their_axes_are() {
        for one in all() {
            assert_eq!(one.iter().collect::<Axes>(), one);
            assert_eq!(Axes::of_numbers(one.numbers()), one);
            assert_eq!(one.count(), one.iter().count());
            assert_eq!(one.is_empty(), one == Axes::NONE);
            for other in all() {
                for axis in Axis::ALL {
                    let (own, others) = (one.has(axis), other.has(axis));
                    assert_eq!((one | other).has(axis), own || others);
                    assert_eq!((one & other).has(axis), own && others);
                    assert_eq!((one - other).has(axis), own && !others);
                    assert!(Axes::from(axis).has(axis));
                }
                assert_eq!(one.holds(other), one | other == one);
            }
        }
    }

    #[test]
    fn texts_are_the_letters_in_order() {
        assert_eq!(Axes::IJK.to_string(), "ijk");
        assert_eq!((Axes::IJ | Axes::K), Axes::IJK);
        assert_eq!((Axes::IJK - Axes::from(Axis::J)).to_string(), "ik");
        assert_eq!(Axes::NONE.to_string(), "none");
        assert!(!Axes::IJK.has_number(3));
    }
}
