//! The e-nodes of bodies, and what is known of each class.

use super::{
    body::{Other, Support},
    cost, fold,
    operator::Operator,
};
use egg::{DidMerge, EGraph, Id, Language};
use fvopt_native::Scalar;
use std::sync::Arc;

/// An e-node. Numbers and operators alone, never names: the order of e-nodes must not depend on a table of symbols.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Scalars {
    /// What it is.
    pub head: Head,
    /// The classes of its operands.
    pub operands: Vec<Id>,
}

/// What an e-node is, without its operands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Head {
    /// What comes from outside, by its number.
    Leaf(usize),
    /// A constant, by its bits.
    Constant(Scalar, u64),
    /// An operation.
    Operation(Operator),
}

impl Scalars {
    /// An e-node without operands.
    pub fn leaf(head: Head) -> Self {
        Self {
            head,
            operands: Vec::new(),
        }
    }

    /// An operation.
    pub fn operation(operator: Operator, operands: Vec<Id>) -> Self {
        Self {
            head: Head::Operation(operator),
            operands,
        }
    }
}

impl Language for Scalars {
    type Discriminant = Head;

    fn discriminant(&self) -> Head {
        self.head
    }

    fn matches(&self, other: &Self) -> bool {
        self.head == other.head && self.operands.len() == other.operands.len()
    }

    fn children(&self) -> &[Id] {
        &self.operands
    }

    fn children_mut(&mut self) -> &mut [Id] {
        &mut self.operands
    }
}

/// What is known of the values of a class.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Known {
    /// Its bits, where all of its values are one constant.
    pub constant: Option<(Scalar, u64)>,
    /// What they depend on: as little as any of the equal expressions does.
    pub support: Support,
}

/// The analysis of bodies.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// What each leaf depends on.
    pub leaves: Arc<Vec<Support>>,
    /// What is known of operations that rules do not know.
    pub others: Arc<Vec<Other>>,
}

/// An e-graph of bodies.
pub type Graph = EGraph<Scalars, Facts>;

impl egg::Analysis<Scalars> for Facts {
    type Data = Known;

    fn make(graph: &mut Graph, node: &Scalars, _: Id) -> Known {
        let facts = &graph.analysis;
        match node.head {
            Head::Leaf(leaf) => Known {
                constant: None,
                support: facts.leaves[leaf],
            },
            Head::Constant(scalar, bits) => Known {
                constant: Some((scalar, bits)),
                support: Support::NOTHING,
            },
            Head::Operation(operator) => {
                let own = cost::own_support(operator, &facts.others);
                let operands = node.operands.iter().map(|operand| &graph[*operand].data);
                let support = operands.fold(own, |all, known| all.union(known.support));
                let constants: Option<Vec<u64>> = node
                    .operands
                    .iter()
                    .map(|operand| Some(graph[*operand].data.constant?.1))
                    .collect();
                let constant = constants.and_then(|bits| fold::constant(operator, &bits));
                Known { constant, support }
            }
        }
    }

    fn merge(&mut self, known: &mut Known, other: Known) -> DidMerge {
        // A NaN may be any NaN: the first that was found stays.
        let constant = known.constant.or(other.constant);
        let merged = Known {
            constant,
            support: known.support.intersection(other.support),
        };
        let changed = DidMerge(merged != *known, merged != other);
        *known = merged;
        changed
    }

    fn modify(graph: &mut Graph, id: Id) {
        if let Some((scalar, bits)) = graph[id].data.constant {
            let constant = graph.add(Scalars::leaf(Head::Constant(scalar, bits)));
            graph.union(id, constant);
        }
    }
}
