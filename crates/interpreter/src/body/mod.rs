//! The bodies of applies and stages, and scalar operations: decoded once into a program over
//! registers, run on strips of points along i.
//!
//! A register holds one value for every point (*lane*) of the strip, and its *provenance*,
//! which is 0 for defined ones. `scf.if` and `scf.while` run on the lanes that take them.

mod access;
mod control;
mod decode;
mod decode_access;
mod decode_scf;
pub(crate) mod float;
mod integer;
mod lanes;
mod operation;
mod run;
mod scalar;
#[cfg(test)]
mod tests;

pub(crate) use decode::decode_body;
pub(crate) use decode::decode_operation;
pub(crate) use run::{Clamp, Launch, Runner, WIDTH};

use fvopt_boxes::Range;
use mlir_shim::ir::{Scalar, Value};
use operation::Operation;

/// The number of a register.
pub(crate) type Register = usize;

/// A decoded body: its program, and the values from outside that it reads.
pub(crate) struct Body<'c> {
    /// The program.
    pub program: Program,
    /// The temps that it accesses; accesses refer to them by number.
    pub temps: Vec<Value<'c>>,
    /// The scalars from outside that it reads.
    pub scalars: Vec<Value<'c>>,
}

/// The program of a body; plain data that threads share.
#[derive(Default)]
pub(crate) struct Program {
    /// How many registers there are.
    pub registers: usize,
    /// Registers that hold a constant from the start.
    pub constants: Vec<(Register, u64)>,
    /// The register of each scalar from outside, in order.
    pub scalars: Vec<Register>,
    /// The operations in order.
    pub code: Vec<Instruction>,
    /// What the body yields.
    pub yields: Vec<Register>,
    /// The types of what it yields.
    pub yield_types: Vec<Scalar>,
    /// Which points of which temps it may read.
    pub requirements: Vec<Requirement>,
    /// The levels of its absolute accesses: the range on k, the number of the scalar from outside
    /// for each run-time position of that range, and the number of the temp.
    pub levels: Vec<(Range, Vec<usize>, usize)>,
    /// The locations that its instructions refer to.
    pub locations: Vec<String>,
}

/// Which points of a temp an access may read, seen from the point of the body.
#[derive(Clone, Debug)]
pub(crate) struct Requirement {
    /// The number of the temp.
    pub temp: usize,
    /// The offset on i and j, and on k unless the access is dynamic.
    pub offset: [i64; 3],
    /// The levels.
    pub levels: Levels,
}

/// The levels that an access may read.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Levels {
    /// The level at the offset.
    Fixed,
    /// Between two offsets, both included.
    Relative(i64, i64),
    /// The levels of the entry of [`Program::levels`] with this number.
    Absolute(usize),
}

/// One step of a body.
pub(crate) enum Instruction {
    /// A scalar operation. Unused operands repeat the first.
    Compute {
        operation: Operation,
        /// The type of the operands (of the first where they differ).
        ty: Scalar,
        /// The type of the result.
        result: Scalar,
        to: Register,
        operands: Vec<Register>,
        /// The reason of a result that is not defined for the operands.
        fault: u16,
    },
    /// A select: the second value where the first is true, else the third.
    Select {
        to: Register,
        condition: Register,
        operands: [Register; 2],
    },
    /// A temp at an offset.
    Access {
        to: Register,
        temp: usize,
        offset: [i64; 3],
        /// The index of each data dimension, with its size.
        components: Vec<(Register, i64)>,
        location: usize,
    },
    /// A temp at a position known only when running.
    AccessDynamic {
        to: Register,
        temp: usize,
        offset: [i64; 3],
        levels: Levels,
        position: Register,
        components: Vec<(Register, i64)>,
        location: usize,
    },
    /// The position of the point.
    Index { to: Register, axis: usize },
    /// An undefined value.
    Undefined { to: Register, fault: u16 },
    /// `scf.if`
    If {
        condition: Register,
        then_code: Vec<Instruction>,
        else_code: Vec<Instruction>,
        /// Result, value of the first branch, value of the second.
        results: Vec<(Register, Register, Register)>,
        /// The location of the branch.
        location: usize,
    },
    /// `scf.while`
    While {
        /// Argument of the first region, initial value.
        initial: Vec<(Register, Register)>,
        before: Vec<Instruction>,
        condition: Register,
        /// Value passed on, argument of the second region, result.
        passed: Vec<(Register, Register, Register)>,
        after: Vec<Instruction>,
        /// Value yielded, argument of the first region.
        next: Vec<(Register, Register)>,
        location: usize,
    },
}
