//! Dependences between the operations of a flattened program.
//!
//! Not a pass: an analysis that passes share. The graph ([`Dependences`]) has a
//! node per operation of a block and an edge wherever one operation must stay
//! before another:
//!
//! - *read after write*: a temp that is used, or memory that is read after it was written;
//! - *write after read* and *write after write*: memory only.
//!
//! An edge tells the field or temp, the offsets at which it is read, the part
//! in question, and, for a dependence from one iteration of a loop to a later
//! one, the loop and the distance. A view stands for the field that it views;
//! arguments of a program are distinct memory (see [`crate::alias`]).

use crate::{
    alias::base_field, program_flatten, stencil_infer_bounds,
    stencil_infer_bounds::required::touches,
};
use fvopt_boxes::{Answer, DomainFacts, IndexBox};
use ir_program::ops::{For, Func, If, Swap};
use ir_stencil::{
    boxes::SsaBox,
    ops::{Load, Store, accesses},
};
use mlir_shim::{
    ir::{Block, Op, OwnedModule, Value, Walk},
    pass::{Failed, run_pipeline},
};
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
    /// The loop over whose iterations it goes, and the least distance.
    pub carried: Option<(Op<'c>, u64)>,
}

/// The dependences between the operations of one block.
pub struct Dependences<'c> {
    /// Operations in their order, and the edges from earlier to later.
    pub graph: DiGraph<Op<'c>, Dependence<'c>>,
    nodes: HashMap<Op<'c>, NodeIndex>,
}

/// One read or write of memory by an operation of the block.
struct Touch<'c> {
    node: NodeIndex,
    part: SsaBox<'c>,
    writes: bool,
}

impl<'c> Dependences<'c> {
    /// The dependences of a block. Operations with regions (loops, branches)
    /// are single nodes that touch what their bodies touch.
    pub fn of_block(block: Block<'c>, facts: &DomainFacts) -> Self {
        let mut result = Self {
            graph: DiGraph::new(),
            nodes: HashMap::new(),
        };
        let mut memory: HashMap<Value<'c>, Vec<Touch<'c>>> = HashMap::new();
        for op in block.ops() {
            let node = result.graph.add_node(op);
            result.nodes.insert(op, node);
            result.values(op, block);
            for (field, part, writes) in memory_of(op) {
                let touch = Touch { node, part, writes };
                result.memory(memory.entry(field).or_default(), field, touch, facts);
            }
        }
        if let Some(repeat) = block.parent().and_then(For::cast) {
            result.carried(repeat, &memory, facts);
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
                carried: None,
            };
            self.graph.add_edge(self.nodes[&definition], to, dependence);
        }
    }

    /// Edges from earlier touches of a field; forgets those that a write hides.
    fn memory(
        &mut self,
        earlier: &mut Vec<Touch<'c>>,
        field: Value<'c>,
        touch: Touch<'c>,
        facts: &DomainFacts,
    ) {
        for other in earlier.iter().filter(|other| other.node != touch.node) {
            if let Some(edge) = edge(field, other, &touch, facts, None) {
                self.graph.add_edge(other.node, touch.node, edge);
            }
        }
        if touch.writes {
            // Whatever comes later and depends on a covered touch depends on this write as well.
            earlier.retain(|other| {
                let mut covered = false;
                touch.part.combine(&other.part, |own, other| {
                    covered = own.contains(other, facts).is_yes();
                    own.clone()
                });
                !covered
            });
        }
        earlier.push(touch);
    }

    /// Edges from one iteration to the next.
    fn carried(
        &mut self,
        repeat: For<'c>,
        memory: &HashMap<Value<'c>, Vec<Touch<'c>>>,
        facts: &DomainFacts,
    ) {
        let mut all: HashMap<Value<'c>, Vec<Touch<'c>>> = HashMap::new();
        let mut fields: Vec<Value<'c>> = Vec::new();
        for op in repeat.body().ops() {
            for (field, part, writes) in memory_of(op) {
                let touches = all.entry(field).or_default();
                if touches.is_empty() {
                    fields.push(field);
                }
                touches.push(Touch {
                    node: self.nodes[&op],
                    part,
                    writes,
                });
            }
        }
        for field in fields {
            // What is still visible at the end of an iteration against all of the next.
            for last in memory.get(&field).into_iter().flatten() {
                for first in &all[&field] {
                    if let Some(edge) = edge(field, last, first, facts, Some((repeat.0, 1))) {
                        self.graph.add_edge(last.node, first.node, edge);
                    }
                }
            }
        }
    }
}

fn edge<'c>(
    field: Value<'c>,
    earlier: &Touch<'c>,
    later: &Touch<'c>,
    facts: &DomainFacts,
    carried: Option<(Op<'c>, u64)>,
) -> Option<Dependence<'c>> {
    let kind = match (earlier.writes, later.writes) {
        (false, false) => return None,
        (true, false) => Kind::ReadAfterWrite,
        (false, true) => Kind::WriteAfterRead,
        (true, true) => Kind::WriteAfterWrite,
    };
    let part = earlier.part.intersect(&later.part).simplify(facts);
    if part.index_box.is_empty(facts) == Answer::Yes {
        return None;
    }
    Some(Dependence {
        kind,
        value: field,
        offsets: Vec::new(),
        part: Some(part),
        carried,
    })
}

/// The memory that an operation touches: field, part, whether it writes. Views
/// are parts of their fields; what depends on values inside the operation is
/// taken to be everything.
fn memory_of<'c>(op: Op<'c>) -> Vec<(Value<'c>, SsaBox<'c>, bool)> {
    let mut touched = Vec::new();
    let mut add = |inner: Op<'c>, field: Value<'c>, part: SsaBox<'c>, writes: bool| {
        let is_view = base_field(field) != field;
        let part = if is_view {
            IndexBox::whole().into()
        } else {
            part
        };
        let part = if inner == op {
            part
        } else {
            part.relax(|value| value.is_available_at(op))
        };
        touched.push((base_field(field), part, writes));
    };
    op.walk(|inner| {
        if Load::is(inner) || inner.is("program.reduce") {
            for (field, part) in touches(inner) {
                add(inner, field, part, false);
            }
        } else if Store::is(inner) {
            for (field, part) in touches(inner) {
                add(inner, field, part, true);
            }
        } else if Swap::is(inner) || inner.is("program.exchange") || inner.is("program.callback") {
            let whole = || SsaBox::from(IndexBox::whole());
            for field in crate::alias::read_fields(inner) {
                add(inner, field, whole(), false);
            }
            for field in crate::alias::written_fields(inner) {
                add(inner, field, whole(), true);
            }
        } else if inner.is("stencil.apply") || inner.is("stencil.sweep") {
            return Walk::Skip;
        }
        Walk::Advance
    });
    touched
}

/// The dependences of every block of a program, outer blocks first.
pub fn of_program<'c>(function: Func<'c>) -> Vec<Dependences<'c>> {
    let facts = stencil_infer_bounds::facts(function);
    let mut blocks = Vec::new();
    function.0.walk(|op| {
        if Func::is(op) || For::is(op) || If::is(op) {
            blocks.extend((0..op.region_count()).filter_map(|number| op.region(number).block()));
            Walk::Advance
        } else {
            Walk::Skip
        }
    });
    blocks
        .into_iter()
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
    if let Some((_, distance)) = edge.carried {
        text.push_str(&format!(" carried, distance {distance}"));
    }
    text
}

/// DOT of the dependences of an entry of a module, which is flattened in a copy.
pub fn flattened_dot(module: &OwnedModule<'_>, entry: &str) -> Result<String, Failed> {
    let copy = module.duplicate();
    program_flatten::flatten(copy.op(), Some(entry), usize::MAX)?;
    run_pipeline(
        copy.op(),
        "builtin.module(canonicalize,stencil-infer-bounds)",
    )?;
    let function = copy
        .op()
        .collect(Func::NAME)
        .into_iter()
        .next()
        .ok_or(Failed)?;
    Ok(to_dot(Func(function)))
}
