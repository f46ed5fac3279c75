//! A stencil with its names looked up and its types checked.

use crate::{
    error::Place,
    schema::{At, AxisName, BinaryOperator, Function, LoopOrder, UnaryOperator},
};
use fvopt_boxes::{Axes, Facts, Range};
use mlir_shim::ir::Scalar;

/// A stencil.
pub struct Tree {
    pub name: String,
    pub at: Option<At>,
    pub files: Vec<String>,
    pub parameters: Vec<Parameter>,
    pub variables: Vec<Variable>,
    pub loops: Vec<Loop>,
    /// What holds for the number of levels: GT4Py refuses domains with fewer.
    pub levels: Facts,
}

impl Tree {
    /// The place, with the file's name.
    pub fn place(&self, at: Option<At>) -> Option<Place> {
        let At(file, line, column) = at?;
        Some(Place {
            file: self.files.get(file)?.clone(),
            line,
            column,
        })
    }
}

/// A parameter: a field is a variable, a scalar is used as it is.
pub struct Parameter {
    pub name: String,
    pub ty: Scalar,
    pub variable: Option<usize>,
}

/// A field of the caller or a temporary.
pub struct Variable {
    pub name: String,
    pub element: Scalar,
    pub axes: Axes,
    pub data: Vec<i64>,
    /// The number of the parameter, for fields of the caller.
    pub parameter: Option<usize>,
    pub layout: Option<String>,
    /// Whether some statement assigns it.
    pub is_written: bool,
}

impl Variable {
    /// The number of components at a point.
    pub fn components(&self) -> usize {
        self.data.iter().product::<i64>() as usize
    }
}

/// Statements on the levels of an interval.
pub struct Loop {
    pub order: LoopOrder,
    pub levels: Range,
    pub body: Vec<Statement>,
}

/// A statement and its place.
#[derive(Clone)]
pub struct Statement {
    pub at: Option<At>,
    pub kind: Kind,
}

/// What a statement does.
#[derive(Clone)]
pub enum Kind {
    Assign {
        target: Access,
        value: Expression,
    },
    If {
        condition: Expression,
        then: Vec<Statement>,
        otherwise: Vec<Statement>,
    },
    While {
        condition: Expression,
        body: Vec<Statement>,
    },
    Region {
        region: Region,
        body: Vec<Statement>,
    },
}

/// A part of the horizontal plane.
#[derive(Clone, PartialEq, Debug)]
pub struct Region {
    pub i: Range,
    pub j: Range,
}

/// An expression; operands have the types that the operators need.
#[derive(Clone)]
pub enum Expression {
    /// An integer, or the bits of a float.
    Literal(Scalar, u64),
    /// A parameter.
    Scalar(usize),
    Read(Access),
    Iterator(AxisName, Scalar),
    Unary(UnaryOperator, Box<Expression>),
    Binary(BinaryOperator, Box<[Expression; 2]>),
    /// The condition, the value where it holds, and the other one.
    Select(Box<[Expression; 3]>),
    Cast(Scalar, Box<Expression>),
    Call(Function, Vec<Expression>),
}

/// A variable at a place.
#[derive(Clone)]
pub struct Access {
    pub variable: usize,
    pub position: Position,
    pub data: Component,
}

/// Which component of a variable.
#[derive(Clone)]
pub enum Component {
    /// Of this number, in row-major order; 0 without data dimensions.
    Number(usize),
    /// Of these run-time indices.
    At(Vec<Expression>),
}

/// Where on the axes.
#[derive(Clone)]
pub enum Position {
    /// An offset; 0 on axes that the variable lacks.
    Offset([i64; 3]),
    /// A computed number of levels above the point.
    Relative(Box<Expression>),
    /// A computed level, counted from the first of the domain.
    Absolute(Box<Expression>),
}
