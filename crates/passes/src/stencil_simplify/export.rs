//! A body as it was chosen, in IR.

use super::import::{Imported, Origin};
use fvopt_optimizer::{
    Body, Node,
    scalar::{Kind, Operator, Permissions},
};
use ir_stencil::ops::Yield;
use mlir_shim::ir::{Attr, Block, Builder, Mapping, Op, Scalar, Ty, Value};
use std::collections::HashMap;

/// A body that was chosen, with what its nodes were in the body as written.
pub struct Chosen {
    /// The body.
    pub body: Body,
    /// For each node the node of the body as written that it is.
    pub written: Vec<Option<usize>>,
}

/// Writes nodes of a chosen body where a builder stands. `given` are nodes that are there already; leaves must be
/// among them. Gives the values of some nodes.
pub fn emit<'c>(
    builder: &Builder<'c>,
    chosen: &Chosen,
    imported: &Imported<'c>,
    given: HashMap<usize, Value<'c>>,
    results: &[usize],
) -> Vec<Value<'c>> {
    let mut emitter = Emitter {
        builder,
        chosen,
        imported,
        values: given,
        wholes: HashMap::new(),
    };
    let needed = chosen
        .body
        .needed(results, |node| emitter.values.contains_key(&node));
    for (node, _) in needed.into_iter().enumerate().filter(|(_, needed)| *needed) {
        emitter.node(node);
    }
    results
        .iter()
        .map(|result| emitter.values[result])
        .collect()
}

struct Emitter<'e, 'c> {
    builder: &'e Builder<'c>,
    chosen: &'e Chosen,
    imported: &'e Imported<'c>,
    values: HashMap<usize, Value<'c>>,
    /// The operations with several results that were written.
    wholes: HashMap<usize, Op<'c>>,
}

impl<'c> Emitter<'_, 'c> {
    fn node(&mut self, node: usize) {
        if self.values.contains_key(&node) {
            return;
        }
        let value = match &self.chosen.body.nodes[node] {
            Node::Leaf(leaf) => self.imported.leaves[*leaf],
            Node::Constant(scalar, bits) => self.constant(node, *scalar, *bits),
            Node::Operation(operator, operands) => match operator.kind {
                Kind::Part(place) => self.wholes[&operands[0]].result(place as usize),
                kind => {
                    let op = match (kind, self.chosen.written[node]) {
                        (_, Some(written)) => self.copy(written, operands),
                        (_, None) => self.build(*operator, operands),
                    };
                    if op.result_count() != 1 {
                        self.wholes.insert(node, op);
                        return;
                    }
                    op.result(0)
                }
            },
        };
        self.values.insert(node, value);
    }

    /// A constant from outside of the body stays the one that it is.
    fn constant(&self, node: usize, scalar: Scalar, bits: u64) -> Value<'c> {
        let written = self.chosen.written[node].map(|written| self.imported.origins[written]);
        match written {
            Some(Origin::Value(value)) if value.defining_op().is_some_and(is_outside) => value,
            _ => self.builder.constant(scalar, bits),
        }
    }

    /// An operation as it was written, on other values.
    fn copy(&self, written: usize, operands: &[usize]) -> Op<'c> {
        let op = match self.imported.origins[written] {
            Origin::Operation(op) => op,
            Origin::Value(value) => value.defining_op().expect("an operation of the body"),
        };
        let mut mapping = Mapping::new();
        let as_written = self.imported.body.nodes[written].operands();
        for (before, now) in as_written.iter().zip(operands) {
            if let (Origin::Value(before), Some(now)) =
                (self.imported.origins[*before], self.values.get(now))
            {
                mapping.map(before, *now);
            }
        }
        self.builder.insert(mapping.clone_op(op))
    }

    /// An operation that a rule made.
    fn build(&self, operator: Operator, operands: &[usize]) -> Op<'c> {
        let context = self.builder.context();
        let name = operator
            .kind
            .operation()
            .expect("rules make what they know");
        let operands: Vec<Value<'c>> = operands.iter().map(|node| self.values[node]).collect();
        let scalar = result_scalar(operator);
        let mut state = self.builder.op(name);
        if let Kind::Compare(predicate) = operator.kind {
            let ty = Ty::scalar(context, Scalar::I64);
            state = state.attr("predicate", Attr::integer(ty, i64::from(predicate)));
        }
        if operator.permissions != Permissions::NONE {
            let flags = self.imported.flags[&operator.permissions];
            state = state.attr("fastmath", flags);
        }
        let state = state.operands(&operands);
        let state = state.results(&[Ty::scalar(context, scalar)]);
        self.builder.build(state)
    }
}

/// The type of what an operation that rules know gives.
pub fn result_scalar(operator: Operator) -> Scalar {
    match operator.kind {
        Kind::Compare(_) => Scalar::I1,
        _ => operator.scalar,
    }
}

/// Whether an operation stands in no body of an apply or a stage.
fn is_outside(op: Op<'_>) -> bool {
    op.parent()
        .is_none_or(|parent| !parent.is("stencil.apply") && !parent.is("stencil.stage"))
}

/// Puts values in the place of what a body yields, and removes what nothing uses then.
pub fn replace<'c>(block: Block<'c>, values: &[Value<'c>]) {
    let terminator = block.terminator().expect("verified: a terminator");
    debug_assert!(Yield::is(terminator));
    terminator.set_operands(values);
    for op in block.ops().into_iter().rev().skip(1) {
        // Everything in a body only computes: an integer division as well, whose divisor the program promises.
        if op.results().iter().all(|result| result.is_unused()) {
            op.erase();
        }
    }
}
