//! The three axes.

use std::fmt;

/// An axis of the index space: i and j are horizontal, k is vertical.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Axis {
    /// The first horizontal axis.
    I,
    /// The second horizontal axis.
    J,
    /// The vertical axis.
    K,
}

impl Axis {
    /// All axes, in order.
    pub const ALL: [Axis; 3] = [Axis::I, Axis::J, Axis::K];

    /// The axis's number: 0, 1 or 2.
    pub const fn index(self) -> usize {
        self as usize
    }

    /// The axis named by `i`, `j` or `k`.
    pub const fn from_char(letter: char) -> Option<Axis> {
        match letter {
            'i' => Some(Axis::I),
            'j' => Some(Axis::J),
            'k' => Some(Axis::K),
            _ => None,
        }
    }
}

impl fmt::Display for Axis {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(["i", "j", "k"][self.index()])
    }
}
