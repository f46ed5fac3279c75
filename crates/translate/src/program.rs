//! What was read: functions of stencil operations, every name resolved to its value.

use crate::{error::Site, types::Type};

/// A value of a function: its number in [`Function::values`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct ValueId(pub(crate) usize);

/// What is known of a value.
#[derive(Clone, Debug)]
pub(crate) struct Value {
    /// As it is written, without `%`.
    pub(crate) name: String,
    /// Where it is defined.
    pub(crate) site: Site,
    /// Its type; of results of scalar operations nothing is known.
    pub(crate) ty: Option<Type>,
    /// The value that it is another name of, which is none itself: casts, buffers, arguments of applies.
    pub(crate) same_as: Option<ValueId>,
}

/// A function.
#[derive(Debug)]
pub(crate) struct Function {
    pub(crate) name: String,
    pub(crate) site: Site,
    pub(crate) arguments: Vec<ValueId>,
    pub(crate) body: Vec<Operation>,
    pub(crate) values: Vec<Value>,
}

impl Function {
    /// The value that a name stands for in the end.
    pub(crate) fn root(&self, value: ValueId) -> ValueId {
        self.values[value.0].same_as.unwrap_or(value)
    }

    pub(crate) fn value(&self, value: ValueId) -> &Value {
        &self.values[value.0]
    }

    /// `%name` as it is written.
    pub(crate) fn shown(&self, value: ValueId) -> String {
        format!("`%{}`", self.values[value.0].name)
    }
}

/// A static range of positions: low ends and high ends, half-open, one a dimension.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Bounds {
    pub(crate) low: Vec<i64>,
    pub(crate) high: Vec<i64>,
}

/// An operation and where it is written.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) site: Site,
    pub(crate) kind: Kind,
}

/// A piece of a scalar operation that is passed on as it is written.
#[derive(Clone, Debug)]
pub(crate) enum Piece {
    Text(String),
    Value(ValueId),
}

/// Grid point by grid point.
#[derive(Debug)]
pub(crate) struct Apply {
    pub(crate) results: Vec<ValueId>,
    /// The fields written by an apply after bufferization, in place of results.
    pub(crate) outputs: Vec<ValueId>,
    /// The range that an apply after bufferization writes.
    pub(crate) bounds: Option<Bounds>,
    /// The arguments of the body; `same_as` says what they are.
    pub(crate) arguments: Vec<ValueId>,
    pub(crate) body: Vec<Operation>,
}

/// Two temps side by side along a dimension.
#[derive(Debug)]
pub(crate) struct Combine {
    pub(crate) dimension: usize,
    pub(crate) index: i64,
    /// Result, lower and upper temp.
    pub(crate) parts: Vec<(ValueId, ValueId, ValueId)>,
}

/// What an operation does.
#[derive(Debug)]
pub(crate) enum Kind {
    /// Gives a value another name, or states what is not needed: nothing is written for it.
    Nothing,
    /// The allocation of a field.
    Allocation {
        field: ValueId,
        bounds: Bounds,
    },
    Load {
        result: ValueId,
        field: ValueId,
    },
    Store {
        temp: ValueId,
        field: ValueId,
        bounds: Bounds,
    },
    Apply(Apply),
    Combine(Combine),
    Access {
        result: ValueId,
        temp: ValueId,
        offsets: Vec<i64>,
        /// The dimensions of the apply that the offsets belong to, where that is said.
        mapping: Option<Vec<usize>>,
    },
    DynamicAccess {
        result: ValueId,
        temp: ValueId,
        positions: Vec<ValueId>,
        extent: Bounds,
    },
    Index {
        result: ValueId,
        dimension: usize,
        offset: i64,
    },
    If {
        results: Vec<ValueId>,
        types: Vec<String>,
        condition: ValueId,
        then: Vec<Operation>,
        otherwise: Vec<Operation>,
    },
    /// Ends the body of an apply or a branch with its values.
    Yield(Vec<ValueId>),
    /// An operation of `arith` or `math`.
    Scalar {
        results: Vec<ValueId>,
        pieces: Vec<Piece>,
    },
}
