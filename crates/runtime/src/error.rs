//! What can go wrong, in words.

use mlir_shim::diagnostic::Diagnostic;
use std::fmt;

/// Why a program could not be compiled, bound or called.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Error {
    /// The compiler refused the program; it says where and why.
    Compile(Vec<Diagnostic>),
    /// The machine code could not be made.
    Engine(String),
    /// The arguments do not fit the program.
    Bind(String),
    /// A check of the running program failed, or a host function did.
    Call(Vec<String>),
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
            Self::Engine(message) | Self::Bind(message) => formatter.write_str(message),
            Self::Call(messages) => formatter.write_str(&messages.join("\n")),
        }
    }
}

impl std::error::Error for Error {}
