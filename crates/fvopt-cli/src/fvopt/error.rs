//! Errors as the tool shows them.

use std::fmt;

/// What the user is told. Diagnostics of the compiler come with their own
/// `error:`; everything else gets one.
#[derive(Debug)]
pub enum CliError {
    /// Text that is complete.
    Rendered(String),
    /// A message to be introduced.
    Message(String),
}

impl CliError {
    /// A message to be introduced by `error:`.
    pub fn new(message: impl Into<String>) -> Self {
        Self::Message(message.into())
    }
}

impl fmt::Display for CliError {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Rendered(text) => formatter.write_str(text.trim_end()),
            Self::Message(message) => write!(formatter, "error: {message}"),
        }
    }
}

impl From<fvopt_runtime::Error> for CliError {
    fn from(error: fvopt_runtime::Error) -> Self {
        match error {
            fvopt_runtime::Error::Compile(_) | fvopt_runtime::Error::Call(_) => {
                Self::Rendered(error.to_string())
            }
            _ => Self::new(error.with_sources()),
        }
    }
}

impl From<fvopt_interpreter::InterpretError> for CliError {
    fn from(error: fvopt_interpreter::InterpretError) -> Self {
        Self::Rendered(error.to_string())
    }
}
