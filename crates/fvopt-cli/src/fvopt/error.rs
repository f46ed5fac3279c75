//! Errors as the tool shows them.

use std::fmt;

/// An error for the user. Diagnostics of the compiler begin with `error:`; all other messages get
/// it in front.
#[derive(Debug)]
pub enum CliError {
    /// A complete text.
    Rendered(String),
    /// A message without `error:`.
    Message(String),
}

impl CliError {
    /// A message that is shown after `error:`.
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
