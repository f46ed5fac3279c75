//! Dependences between the operations of a flattened program.
//!
//! The graph ([`Dependences`]) has a
//! node per operation of a block and an edge wherever one operation must stay
//! before another:
//!
//! - *read after write*: a temp that is used, or memory that is read after it was written;
//! - *write after read* and *write after write*: memory only.
//!
//! An edge tells the field or temp, the offsets at which it is read, the part
//! in question, and, for a dependence from one iteration of a loop to a later
//! one, the loop and the distance: exact, or at least so many ([`Distance`]). A view stands for the field that it views;
//! arguments of a program are distinct memory (see [`may_overlap`](crate::access::may_overlap)).

mod loop_carried;
mod memory;

use fvopt_boxes::DomainFacts;
use ir_program::ops::{For, Func};
use ir_stencil::{boxes::SsaBox, ops::accesses};
use memory::{Visible, edge, touches_of};
use mlir_shim::ir::{Block, Op, Value, Walk};
use petgraph::{
    dot::{Config, Dot},
    graph::{DiGraph, NodeIndex},
};
use std::collections::HashMap;

/// Why an operation must stay before another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// The later one reads what the earlier one wrote.
    ReadAfterWrite,
    /// The later one writes what the earlier one reads.
    WriteAfterRead,
    /// Both write.
    WriteAfterWrite,
}

/// A dependence.
#[derive(Clone, PartialEq, Debug)]
pub struct Dependence<'c> {
    /// Why.
    pub kind: Kind,
    /// The temp, or the field that owns the memory.
    pub value: Value<'c>,
    /// The constant offsets at which the later operation reads a temp.
    pub offsets: Vec<[i64; 3]>,
    /// The part of the memory that both touch, where it is known.
    pub part: Option<SsaBox<'c>>,
    /// The loop over whose iterations it goes, where it does.
    pub loop_carried: Option<LoopCarried<'c>>,
}

/// How a dependence goes from one iteration of a loop to another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LoopCarried<'c> {
    /// The loop.
    pub repeat: Op<'c>,
    /// How many iterations later.
    pub distance: Distance,
}

/// How many iterations lie between two operations that depend on each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Distance {
    /// This many: every pair of iterations with another distance is in order because of those
    /// with this one.
    Exactly(u64),
    /// This many or more: a part is only known when running, or only written in part.
    AtLeast(u64),
}

impl Distance {
    /// The least distance.
    pub fn least(self) -> u64 {
        match self {
            Self::Exactly(distance) | Self::AtLeast(distance) => distance,
        }
    }

    /// Whether there is no other.
    pub fn is_exact(self) -> bool {
        matches!(self, Self::Exactly(_))
    }
}

/// The dependences between the operations of one block.
pub struct Dependences<'c> {
    /// Operations in their order, and the edges from earlier to later.
    pub graph: DiGraph<Op<'c>, Dependence<'c>>,
    nodes: HashMap<Op<'c>, NodeIndex>,
}

impl<'c> Dependences<'c> {
    /// The dependences of a block. Operations with regions (loops, branches)
    /// are single nodes that touch what their bodies touch.
    pub fn of_block(block: Block<'c>, facts: &DomainFacts) -> Self {
        let mut result = Self {
            graph: DiGraph::new(),
            nodes: HashMap::new(),
        };
        let mut memory: HashMap<Value<'c>, Visible<'c>> = HashMap::new();
        for op in block.ops() {
            let node = result.graph.add_node(op);
            result.nodes.insert(op, node);
            result.values(op, block);
            for (field, touch) in touches_of(op, node) {
                let visible = memory.entry(field).or_default();
                for other in visible.before(&touch).filter(|other| other.node != node) {
                    if let Some(edge) = edge(field, other, &touch, facts, None) {
                        result.graph.add_edge(other.node, node, edge);
                    }
                }
                visible.add(touch, facts);
            }
        }
        if let Some(repeat) = block.parent().and_then(For::cast) {
            result.loop_carried(repeat, facts);
        }
        result
    }

    /// The node of an operation of the block.
    pub fn node(&self, op: Op<'c>) -> Option<NodeIndex> {
        self.nodes.get(&op).copied()
    }

    /// Edges for the temps and scalars that an operation uses.
    fn values(&mut self, op: Op<'c>, block: Block<'c>) {
        let to = self.nodes[&op];
        let (mut offsets, order) = access_offsets(op);
        for value in order {
            let Some(definition) = value
                .defining_op()
                .filter(|definition| definition.block() == Some(block))
            else {
                continue;
            };
            if definition == op {
                continue;
            }
            let offsets = offsets.remove(&value).unwrap_or_default();
            let dependence = Dependence {
                kind: Kind::ReadAfterWrite,
                value,
                offsets,
                part: None,
                loop_carried: None,
            };
            self.graph.add_edge(self.nodes[&definition], to, dependence);
        }
    }
}

/// What an operation uses, in order, and the constant offsets at which it reads each.
fn access_offsets<'c>(op: Op<'c>) -> (HashMap<Value<'c>, Vec<[i64; 3]>>, Vec<Value<'c>>) {
    let mut offsets: HashMap<Value<'c>, Vec<[i64; 3]>> = HashMap::new();
    let mut order = Vec::new();
    for access in accesses(op) {
        let known = offsets.entry(access.temp()).or_insert_with(|| {
            order.push(access.temp());
            Vec::new()
        });
        if !access.is_dynamic() && !known.contains(&access.offset()) {
            known.push(access.offset());
        }
    }
    op.walk(|inner| {
        for operand in inner.operands() {
            offsets.entry(operand).or_insert_with(|| {
                order.push(operand);
                Vec::new()
            });
        }
        Walk::Advance
    });
    (offsets, order)
}

/// The dependences of every block of a program, outer blocks first.
pub fn of_program<'c>(function: Func<'c>) -> Vec<Dependences<'c>> {
    let facts = crate::facts(function);
    let blocks = function.control_blocks().into_iter();
    blocks
        .map(|block| Dependences::of_block(block, &facts))
        .collect()
}

/// DOT of the dependences of a program.
pub fn to_dot(function: Func<'_>) -> String {
    let mut text = String::new();
    for (number, dependences) in of_program(function).into_iter().enumerate() {
        let graph = dependences.graph.map(
            |_, op| format!("{} at {}", op.name(), op.location().short()),
            |_, edge| label(edge),
        );
        let body = Dot::with_config(&graph, &[Config::GraphContentOnly]);
        text.push_str(&format!(
            "digraph block{number} {{\n  node [shape=box]\n{body}}}\n"
        ));
    }
    text
}

fn label(edge: &Dependence<'_>) -> String {
    let mut text = match edge.kind {
        Kind::ReadAfterWrite => "RAW",
        Kind::WriteAfterRead => "WAR",
        Kind::WriteAfterWrite => "WAW",
    }
    .to_string();
    for offset in &edge.offsets {
        text.push_str(&format!(" {offset:?}"));
    }
    if let Some(part) = &edge.part {
        text.push_str(&format!(" {}", part.describe()));
    }
    match edge.loop_carried.map(|loop_carried| loop_carried.distance) {
        Some(Distance::Exactly(distance)) => {
            text.push_str(&format!(" loop-carried, distance {distance}"));
        }
        Some(Distance::AtLeast(distance)) => {
            text.push_str(&format!(" loop-carried, distance at least {distance}"));
        }
        None => {}
    }
    text
}
