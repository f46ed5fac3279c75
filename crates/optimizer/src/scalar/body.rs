//! Bodies as plain data: what an apply or a stage computes at a point.

use super::operator::Operator;
use fvopt_boxes::Axes;
use fvopt_native::Scalar;
use std::sync::Arc;

/// On what a value depends: along the axes that are not among these it is the same, and in loops deeper than this
/// one it does not change.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Support {
    /// The axes.
    pub axes: Axes,
    /// How many of the loops around the body may change it, counted from outside.
    pub loops: u32,
}

impl Support {
    /// A value that is the same everywhere and always.
    pub const NOTHING: Self = Self {
        axes: Axes::NONE,
        loops: 0,
    };

    /// That of what depends on both.
    pub fn union(self, other: Self) -> Self {
        Self {
            axes: self.axes | other.axes,
            loops: self.loops.max(other.loops),
        }
    }

    /// That of a value of which both are true.
    pub fn intersection(self, other: Self) -> Self {
        Self {
            axes: self.axes & other.axes,
            loops: self.loops.min(other.loops),
        }
    }
}

/// An operation of a body.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Node {
    /// What comes from outside: an access, a scalar, an index; by its place in [`Body::leaves`].
    Leaf(usize),
    /// A constant, by its bits.
    Constant(Scalar, u64),
    /// An operation on nodes that stand before it.
    Operation(Operator, Vec<usize>),
}

impl Node {
    /// What it does, where it is an operation.
    pub fn operator(&self) -> Option<Operator> {
        match self {
            Self::Operation(operator, _) => Some(*operator),
            _ => None,
        }
    }

    /// The nodes that it takes.
    pub fn operands(&self) -> &[usize] {
        match self {
            Self::Operation(_, operands) => operands,
            _ => &[],
        }
    }
}

/// What a body computes at a point, as a graph without binders.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// Its operations, operands first; equal ones may stand in it several times.
    pub nodes: Vec<Node>,
    /// What each leaf depends on.
    pub leaves: Vec<Support>,
    /// What it gives, by nodes.
    pub results: Vec<usize>,
    /// What operations of kinds cost that only the importer knows, by their numbers, and on what they depend beside
    /// their operands.
    pub others: Arc<Vec<Other>>,
}

/// An operation that rules know nothing of.
#[derive(Clone, Copy, Debug)]
pub struct Other {
    /// What it costs, in additions.
    pub weight: u64,
    /// What it depends on beside its operands: what is read in its blocks.
    pub support: Support,
    /// Whether it may be computed where the program as written would not: it neither traps nor runs forever.
    pub is_speculatable: bool,
}

impl Body {
    /// The nodes that the results are computed of.
    pub fn used(&self) -> Vec<bool> {
        self.needed(&self.results, |_| false)
    }

    /// The nodes that some nodes are computed of, these included, where the operands of nodes that are given are not
    /// asked for.
    pub fn needed(&self, results: &[usize], is_given: impl Fn(usize) -> bool) -> Vec<bool> {
        let mut needed = vec![false; self.nodes.len()];
        for result in results {
            needed[*result] = true;
        }
        for number in (0..self.nodes.len()).rev() {
            if needed[number] && !is_given(number) {
                for operand in self.nodes[number].operands() {
                    needed[*operand] = true;
                }
            }
        }
        needed
    }
}
