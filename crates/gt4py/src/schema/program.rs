//! A program: calls of stencils, one after the other, on fields of the caller.

use super::{DataType, Document, Field, ScalarParameter};
use serde::{Deserialize, Serialize};

/// What `format` must be in a file with a program.
pub const PROGRAM_FORMAT: &str = "fvopt-program";

/// A file with a program.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Program {
    /// [`PROGRAM_FORMAT`].
    pub format: String,
    /// [`super::VERSION`].
    pub version: u32,
    /// Its name, which no stencil has.
    pub name: String,
    /// The sizes of the domain, for which alone the program is.
    pub domain: [i64; 3],
    /// The fields of the caller.
    pub fields: Vec<Field>,
    /// The scalars of the caller; as arguments they come after the fields.
    pub scalars: Vec<ScalarParameter>,
    /// The stencils, each with a name of its own.
    pub stencils: Vec<Document>,
    /// The calls, in order.
    pub calls: Vec<Call>,
}

/// A call of a stencil.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Call {
    /// The number of the stencil.
    pub stencil: usize,
    /// Its arguments.
    pub arguments: Vec<Argument>,
    /// The first point that it is called on.
    pub low: [i64; 3],
    /// The point after the last.
    pub high: [i64; 3],
}

/// An argument of a call.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Argument {
    /// A field, by its number.
    Field(usize),
    /// A scalar, by its number.
    Scalar(usize),
    /// A number.
    Literal {
        /// As Python writes it.
        value: String,
        /// Its type.
        #[serde(rename = "type")]
        ty: DataType,
    },
}
