//! The number of terms of an end.

use crate::End;

/// How many terms an end may have where boxes are combined again and again. The minimum and the
/// maximum of two ends have the terms of both, so that a chain of such ends doubles at every link.
/// Beyond this limit a pass that combines boxes computes the end once, and refers to its value.
pub const MAXIMUM_TERMS: usize = 16;

impl End {
    /// The number of terms of the end, minima and maxima themselves not counted.
    pub fn terms(&self) -> usize {
        match self {
            End::Min(members) | End::Max(members) => members.iter().map(End::terms).sum(),
            _ => 1,
        }
    }
}
