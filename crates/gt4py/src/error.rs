//! What is wrong with a stencil, and where.

use std::fmt;

/// A place in a source file, as an error shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// The file.
    pub file: String,
    /// The line, counted from 1.
    pub line: u32,
    /// The column, counted from 1.
    pub column: u32,
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// Why a stencil cannot be imported.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Error {
    /// Where in the user's source, or in the JSON, as far as it is known.
    pub place: Option<Place>,
    /// What is wrong, and what to do.
    pub message: String,
}

impl Error {
    /// An error without a place.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            place: None,
            message: message.into(),
        }
    }

    /// The same error with a place, where it has none yet.
    pub fn at(mut self, place: Option<&Place>) -> Self {
        self.place = self.place.or_else(|| place.cloned());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        match &self.place {
            Some(place) => write!(formatter, "{place}: error: {}", self.message),
            None => write!(formatter, "error: {}", self.message),
        }
    }
}

impl std::error::Error for Error {}
