//! Expressions. Operands have one type: conversions are written as casts.

use super::DataType;
use serde::{Deserialize, Serialize};

/// An expression.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Expression {
    /// A number, or `true` or `false`.
    Literal {
        /// As Python writes it.
        value: String,
        /// Its type.
        #[serde(rename = "type")]
        ty: DataType,
    },
    /// A scalar parameter.
    Scalar {
        /// Its name.
        name: String,
    },
    /// A field at an offset from the point.
    Field(FieldAccess),
    /// The point's position on an axis, counted from the first point of the domain.
    Iterator {
        /// The axis.
        axis: AxisName,
        /// An integer type.
        #[serde(rename = "type")]
        ty: DataType,
    },
    /// An operation with one operand.
    Unary {
        /// Which.
        operator: UnaryOperator,
        /// The operand.
        value: Box<Expression>,
    },
    /// An operation with two operands of one type.
    Binary {
        /// Which.
        operator: BinaryOperator,
        /// The first operand.
        left: Box<Expression>,
        /// The second operand.
        right: Box<Expression>,
    },
    /// One of two values of one type.
    Ternary {
        /// A bool.
        condition: Box<Expression>,
        /// The value where it is true.
        then: Box<Expression>,
        /// The value where it is false.
        #[serde(rename = "else")]
        otherwise: Box<Expression>,
    },
    /// A conversion.
    Cast {
        /// To which type.
        #[serde(rename = "type")]
        ty: DataType,
        /// Of what.
        value: Box<Expression>,
    },
    /// A native function.
    Call {
        /// Which.
        function: Function,
        /// Its arguments, of one type.
        arguments: Vec<Expression>,
    },
}

/// A field at a place.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldAccess {
    /// Its name.
    pub name: String,
    /// Where, from the point; at the point itself where it is absent. What the field has no axis for
    /// does not count.
    #[serde(default, skip_serializing_if = "Position::is_centre")]
    pub position: Position,
    /// An index for each data dimension.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub data: Vec<Expression>,
}

/// Where a field is accessed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Position {
    /// An offset on i, j and k.
    Offset([i64; 3]),
    /// A number of levels above the point, computed.
    LevelOffset(Box<Expression>),
    /// A level, counted from the first of the domain.
    Level(Box<Expression>),
}

impl Default for Position {
    fn default() -> Self {
        Self::Offset([0; 3])
    }
}

impl Position {
    fn is_centre(&self) -> bool {
        *self == Self::default()
    }
}

/// A name of an axis.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum AxisName {
    I,
    J,
    K,
}

/// An operator of one operand.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum UnaryOperator {
    #[serde(rename = "+")]
    Plus,
    #[serde(rename = "-")]
    Minus,
    #[serde(rename = "not")]
    Not,
}

/// An operator of two operands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum BinaryOperator {
    #[serde(rename = "+")]
    Add,
    #[serde(rename = "-")]
    Subtract,
    #[serde(rename = "*")]
    Multiply,
    #[serde(rename = "/")]
    Divide,
    #[serde(rename = ">")]
    Greater,
    #[serde(rename = "<")]
    Less,
    #[serde(rename = ">=")]
    GreaterEqual,
    #[serde(rename = "<=")]
    LessEqual,
    #[serde(rename = "==")]
    Equal,
    #[serde(rename = "!=")]
    NotEqual,
    #[serde(rename = "and")]
    And,
    #[serde(rename = "or")]
    Or,
}

/// A native function, by its name in gtscript.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Function {
    Abs,
    Min,
    Max,
    Mod,
    Sin,
    Cos,
    Tan,
    Arcsin,
    Arccos,
    Arctan,
    Sinh,
    Cosh,
    Tanh,
    Arcsinh,
    Arccosh,
    Arctanh,
    Sqrt,
    Pow,
    Exp,
    Log,
    Log10,
    Gamma,
    Cbrt,
    Isfinite,
    Isinf,
    Isnan,
    Floor,
    Ceil,
    Trunc,
    Erf,
    Erfc,
    Round,
    RoundAwayFromZero,
}
