//! A violated constraint: what is said, where, and which other places are named.

use mlir_shim::diagnostic;
use mlir_shim::ir::{Loc, Op};

/// A violated constraint of an operation.
#[derive(Clone, Debug)]
pub struct Violation<'c> {
    op: Op<'c>,
    constraint: &'static str,
    message: String,
    notes: Vec<(Loc<'c>, String)>,
}

/// What a check gives.
pub type Check<'c> = Result<(), Violation<'c>>;

impl<'c> Violation<'c> {
    /// The operation violates the constraint of this number.
    pub fn new(op: Op<'c>, constraint: &'static str, message: impl Into<String>) -> Self {
        Self {
            op,
            constraint,
            message: message.into(),
            notes: Vec::new(),
        }
    }

    /// Adds a note at another place that is involved.
    pub fn note(mut self, location: Loc<'c>, text: impl Into<String>) -> Self {
        self.notes.push((location, text.into()));
        self
    }

    /// The text of the error.
    pub fn message(&self) -> String {
        let Self { op, constraint, .. } = self;
        format!("'{}' op [{constraint}] {}", op.name(), self.message)
    }

    /// Emits it as an error at the operation.
    pub fn emit(&self) {
        diagnostic::error(self.op.location(), &self.message(), &self.notes);
    }
}

/// `Ok` when the condition holds; else a violation with the message made now.
pub fn require<'c>(
    condition: bool,
    op: Op<'c>,
    constraint: &'static str,
    message: impl FnOnce() -> String,
) -> Check<'c> {
    if condition {
        Ok(())
    } else {
        Err(Violation::new(op, constraint, message()))
    }
}

/// Emits the violation, where there is one, and tells whether there was none.
pub fn passes(check: Check<'_>) -> bool {
    check
        .inspect_err(|violation: &Violation| violation.emit())
        .is_ok()
}
