//! Diagnostics as values.

use std::fmt;

/// How bad it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
#[non_exhaustive]
pub enum Severity {
    Error,
    Warning,
    Remark,
}

/// A diagnostic that outlives its context.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Where, as `file:line:column` where that is known.
    pub location: String,
    /// What.
    pub message: String,
    /// More, at other places.
    pub notes: Vec<(String, String)>,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Remark => "remark",
        };
        write!(formatter, "{}: {severity}: {}", self.location, self.message)?;
        for (location, note) in &self.notes {
            write!(formatter, "\n{location}: note: {note}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostic {}
