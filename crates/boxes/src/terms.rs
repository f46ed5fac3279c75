//! How large ends are.

use crate::End;

/// How many terms an end may have where boxes are combined again and again. The minimum and the
/// maximum of two ends have the terms of both, and a chain of such doubles at every link: past
/// this limit whoever combines boxes computes the end once, and refers to its value.
pub const MAXIMUM_TERMS: usize = 16;

impl End {
    /// How many terms the end has that are no minimum or maximum.
    pub fn terms(&self) -> usize {
        match self {
            End::Min(members) | End::Max(members) => members.iter().map(End::terms).sum(),
            _ => 1,
        }
    }
}
