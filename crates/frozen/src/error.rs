//! What can go wrong, in words.

use fvopt_native::{Diagnostic, EngineError};
use std::{error, fmt};

/// Why a program could not be compiled, bound or called.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Error {
    /// The compiler refused the program; it says where and why.
    Compile(Vec<Diagnostic>),
    /// The machine code could not be made.
    Engine {
        /// What was to be made.
        what: String,
        /// What LLVM says.
        source: EngineError,
    },
    /// The arguments do not fit the program.
    Bind(String),
    /// There is no memory for a field.
    Memory {
        /// The field.
        what: String,
        /// Why not.
        source: EngineError,
    },
    /// An artifact cannot be written, read or loaded.
    Artifact(String),
    /// An artifact is of another version of fvopt, which is no damage.
    Version(String),
    /// A check of the running program failed, or a host function did.
    Call(Vec<String>),
    /// A mistake in fvopt.
    Internal(String),
}

impl Error {
    /// The error, and after a colon each what it comes from.
    pub fn with_sources(&self) -> String {
        let mut text = self.to_string();
        let mut source = error::Error::source(self);
        while let Some(error) = source {
            text += &format!(": {error}");
            source = error.source();
        }
        text
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Compile(diagnostics) => {
                for (number, diagnostic) in diagnostics.iter().enumerate() {
                    if number > 0 {
                        writeln!(formatter)?;
                    }
                    write!(formatter, "{diagnostic}")?;
                }
                Ok(())
            }
            Self::Engine { what, .. } | Self::Memory { what, .. } => formatter.write_str(what),
            Self::Bind(message) | Self::Artifact(message) | Self::Version(message) => {
                formatter.write_str(message)
            }
            Self::Call(messages) => formatter.write_str(&messages.join("\n")),
            Self::Internal(what) => {
                write!(formatter, "internal error: {what}; this is a bug in fvopt")
            }
        }
    }
}

impl error::Error for Error {
    /// What is not in the text of the error itself.
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::Engine { source, .. } | Self::Memory { source, .. } => Some(source),
            _ => None,
        }
    }
}
