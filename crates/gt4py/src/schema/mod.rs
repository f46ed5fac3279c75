//! A stencil as JSON has it: GTIR of GT4Py after its own passes, with every conversion of types
//! written down. The page `gtir-json.md` of the book describes it for those who write it.

mod expression;
mod program;
mod statement;

pub use expression::{
    AxisName, BinaryOperator, Expression, FieldAccess, Function, Position, UnaryOperator,
};
pub use program::{Argument, Call, PROGRAM_FORMAT, Program};
pub use statement::{HorizontalBound, HorizontalRange, Statement};

use serde::{Deserialize, Serialize};

/// What `format` must be.
pub const FORMAT: &str = "fvopt-gtir";

/// What `version` must be.
pub const VERSION: u32 = 1;

/// A file.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// [`FORMAT`].
    pub format: String,
    /// [`VERSION`].
    pub version: u32,
    /// What wrote the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub producer: Option<String>,
    /// The source files that places refer to.
    #[serde(default)]
    pub files: Vec<String>,
    /// The stencil.
    pub stencil: Stencil,
}

/// A place in a source file: the file's number, the line and the column, both counted from 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct At(pub usize, pub u32, pub u32);

/// A stencil.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stencil {
    /// Its name.
    pub name: String,
    /// Where it is defined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<At>,
    /// Fields and scalars of the caller, in order.
    pub parameters: Vec<Parameter>,
    /// What is computed, in order.
    pub loops: Vec<VerticalLoop>,
}

/// A parameter of a stencil.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Parameter {
    /// An array.
    Field(Field),
    /// A number.
    Scalar(ScalarParameter),
}

/// A field of the caller or a temporary.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// The type of its elements.
    #[serde(rename = "type")]
    pub element: DataType,
    /// Its axes in the order i, j, k, such as `ijk` or `ij`; empty for a table.
    pub axes: String,
    /// Sizes of its data dimensions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub data: Vec<i64>,
    /// The axes from the slowest to the fastest in memory, where it is not fvopt's own order.
    /// Parameters only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub layout: Option<String>,
}

/// A number that the caller gives.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScalarParameter {
    /// Its name.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: DataType,
}

/// The type of an element or a scalar.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum DataType {
    Bool,
    I8,
    I16,
    I32,
    I64,
    F32,
    F64,
}

/// Statements on the levels of an interval.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VerticalLoop {
    /// In which order the levels run.
    pub order: LoopOrder,
    /// The first level.
    pub start: VerticalBound,
    /// The level after the last.
    pub end: VerticalBound,
    /// Temporaries that are first written here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub temporaries: Vec<Field>,
    /// The statements.
    pub body: Vec<Statement>,
    /// Where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<At>,
}

/// In which order levels run.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LoopOrder {
    /// No order: each statement is complete on all levels before the next one starts.
    Parallel,
    /// Upward; on a level the statements run in order.
    Forward,
    /// Downward; on a level the statements run in order.
    Backward,
}

/// Which end of the domain a bound is counted from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Anchor {
    /// Its first point.
    Start,
    /// The point after its last.
    End,
}

/// An end of an interval.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VerticalBound {
    /// The end of the domain.
    pub from: Anchor,
    /// How far from it.
    #[serde(default)]
    pub offset: i64,
}
