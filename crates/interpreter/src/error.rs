//! Errors of a run: the location, the causes, and the chain of calls.

use fvopt_boxes::Axes;
use mlir_shim::ir::{Loc, Op};
use std::fmt;

/// Why a run stopped.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InterpretError {
    /// The location, as `file:line:column` if that is known.
    pub location: String,
    /// The message.
    pub message: String,
    /// More, at other places: causes, then the chain of calls from the innermost out.
    pub notes: Vec<(String, String)>,
}

/// The result of a step that may end the run with an error.
pub type Result<T> = std::result::Result<T, InterpretError>;

impl InterpretError {
    /// An error at a location given as text.
    pub fn new(location: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            location: location.into(),
            message: message.into(),
            notes: Vec::new(),
        }
    }

    /// An error at an operation.
    pub fn at(op: Op<'_>, message: impl Into<String>) -> Self {
        Self::new(op.location().short(), message)
    }

    /// The same error with another note.
    pub fn note(mut self, location: impl Into<String>, message: impl Into<String>) -> Self {
        self.notes.push((location.into(), message.into()));
        self
    }
}

/// How many calls of a long chain are named, at its inner and at its outer end.
const NAMED_CALLS: usize = 8;

/// Notes for a chain of calls, from the innermost out; the middle of a long chain is left out.
pub(crate) fn call_notes(chain: Vec<String>) -> Vec<(String, String)> {
    let length = chain.len();
    let mut notes = Vec::new();
    for (number, location) in chain.into_iter().enumerate() {
        if number < NAMED_CALLS || number + NAMED_CALLS >= length {
            notes.push((location, "called from here".to_string()));
        } else if number == NAMED_CALLS {
            let left = length - 2 * NAMED_CALLS;
            notes.push((location, format!("({left} more calls in between)")));
        }
    }
    notes
}

/// Notes for the chain of calls in a location, which flattening leaves there.
pub(crate) fn call_sites(location: Loc<'_>) -> Vec<(String, String)> {
    let mut chain = Vec::new();
    let mut next = location.caller();
    while let Some(caller) = next {
        chain.push(caller.short());
        next = caller.caller();
    }
    call_notes(chain)
}

impl fmt::Display for InterpretError {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "{}: error: {}", self.location, self.message)?;
        for (location, note) in &self.notes {
            write!(formatter, "\n{location}: note: {note}")?;
        }
        Ok(())
    }
}

impl std::error::Error for InterpretError {}

/// A point as text.
pub(crate) fn point_text(point: [i64; 3]) -> String {
    let [i, j, k] = point;
    format!("({i}, {j}, {k})")
}

/// The ranges of a box with numbers, on the given axes.
pub(crate) fn box_text(axes: Axes, low: [i64; 3], high: [i64; 3]) -> String {
    let end = |value: i64| match value {
        i64::MIN | i64::MAX => "unbounded".to_string(),
        value => value.to_string(),
    };
    let ranges: Vec<String> = (0..3)
        .filter(|axis| axes.has_number(*axis))
        .map(|axis| {
            let name = ["i", "j", "k"][axis];
            format!("{name} = {} to {}", end(low[axis]), end(high[axis]))
        })
        .collect();
    format!("({})", ranges.join(", "))
}
