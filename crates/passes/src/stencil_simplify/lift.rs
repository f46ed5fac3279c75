//! Parts of bodies become applies of their own, before the body or before a loop around it.

use super::{
    export::{self, Chosen},
    import::{Imported, Origin},
    loops::Loops,
};
use fvopt_boxes::{Axes, Axis};
use fvopt_optimizer::{
    Body, Node,
    lift::{Lifted, supports},
    scalar::Support,
};
use ir_stencil::{
    build,
    ops::{Access, Apply, Index, Load, shaped},
};
use mlir_shim::ir::{Attr, Builder, Mapping, Op, Ty, Value};
use std::collections::{BTreeMap, HashMap};

/// Whether some leaf of a body lacks what the body has, so that lifting may be worth a look.
pub fn may_pay(body: &Body, all: Support) -> bool {
    let supports = supports(body);
    let mut nodes = body.nodes.iter().zip(supports);
    nodes.any(|(node, support)| {
        node.operator().is_some()
            && support.axes.has(Axis::I)
            && ((all.axes.has(Axis::K) && !support.axes.has(Axis::K)) || support.loops < all.loops)
    })
}

/// The temps that leaves read, by numbers.
pub fn temps(imported: &Imported<'_>) -> Vec<Option<usize>> {
    let mut numbers: HashMap<Value<'_>, usize> = HashMap::new();
    let leaves = imported.leaves.iter();
    leaves
        .map(|leaf| {
            let op = leaf.defining_op()?;
            let temp = Access::is(op).then(|| op.operand(0))?;
            let next = numbers.len();
            Some(*numbers.entry(temp).or_insert(next))
        })
        .collect()
}

/// Where parts were lifted to so far.
#[derive(Default)]
pub struct Lifter<'c> {
    /// Loads before loops, by field and loop.
    loads: HashMap<(Value<'c>, Op<'c>), Value<'c>>,
}

/// What became of the parts of a body.
#[derive(Default)]
pub struct Temps<'c> {
    /// The new applies, in order.
    pub applies: Vec<Op<'c>>,
    /// The temp of each node.
    nodes: BTreeMap<usize, Value<'c>>,
}

impl<'c> Lifter<'c> {
    /// Computes parts of a body before the operation that holds it, or before a loop around that.
    pub fn lift(
        &mut self,
        holder: Op<'c>,
        chosen: &Chosen,
        imported: &Imported<'c>,
        parts: &[Lifted],
        loops: &Loops<'c>,
    ) -> Temps<'c> {
        // Parts of one place and one set of axes are results of one apply.
        let mut groups: BTreeMap<(u32, u32), Vec<Lifted>> = BTreeMap::new();
        for part in parts {
            let key = (part.support.loops, part.support.axes.bits());
            groups.entry(key).or_default().push(*part);
        }
        let mut temps = Temps::default();
        for ((count, axes), mut group) in groups {
            group.sort_by_key(|part| part.node);
            let before = loops.after(count).unwrap_or(holder);
            let results: Vec<usize> = group.iter().map(|part| part.node).collect();
            let apply = self.apply(
                before,
                Axes::of_bits(axes),
                holder,
                chosen,
                imported,
                &results,
            );
            for (node, value) in results.into_iter().zip(apply.results()) {
                temps.nodes.insert(node, value);
            }
            temps.applies.push(apply);
        }
        temps
    }

    /// An apply that gives some nodes of a body.
    fn apply(
        &mut self,
        before: Op<'c>,
        axes: Axes,
        holder: Op<'c>,
        chosen: &Chosen,
        imported: &Imported<'c>,
        results: &[usize],
    ) -> Op<'c> {
        let location = holder.location();
        let outside = Builder::before(before).at(location);
        let types: Vec<Ty<'c>> = results
            .iter()
            .map(|node| {
                let element = value_type(holder, chosen, imported, *node);
                Ty::temp(location, axes, &[], element).expect("a scalar's temp has axes only")
            })
            .collect();
        let needed = chosen.body.needed(results, |_| false);
        let nodes = needed.into_iter().enumerate();
        let nodes: Vec<usize> = nodes
            .filter_map(|(node, needed)| needed.then_some(node))
            .collect();
        // The temps that the part reads must be there before the loop.
        let mut mapping = Mapping::new();
        for node in &nodes {
            if let Some(temp) = read_temp(chosen, imported, *node) {
                mapping.map(temp, self.temp(temp, before));
            }
        }
        let apply = build::apply(&outside, None, &types, |inside| {
            let mut given = HashMap::new();
            for node in &nodes {
                if let Node::Leaf(leaf) = &chosen.body.nodes[*node] {
                    let leaf = imported.leaves[*leaf];
                    let inner = leaf
                        .defining_op()
                        .filter(|op| Access::is(*op) || Index::is(*op));
                    let value = match inner {
                        Some(op) => inside.insert(mapping.clone_op(op)).result(0),
                        None => leaf,
                    };
                    given.insert(*node, value);
                }
            }
            Ok(export::emit(inside, chosen, imported, given, results))
        });
        apply.expect("a part of a verified body").0
    }

    /// A temp as it is before an operation: one that is loaded in a loop is loaded before it.
    fn temp(&mut self, temp: Value<'c>, before: Op<'c>) -> Value<'c> {
        if temp.is_available_at(before) {
            return temp;
        }
        let load = temp.defining_op().and_then(Load::cast);
        let field = load
            .expect("what does not change in a loop is loaded there")
            .field();
        *self.loads.entry((field, before)).or_insert_with(|| {
            let builder = Builder::before(before);
            build::load(&builder, field, None).expect("a field that is loaded already")
        })
    }
}

impl<'c> Temps<'c> {
    /// Reads of what was lifted, at the point itself, for the nodes that they stand for.
    pub fn accesses(&self, builder: &Builder<'c>) -> HashMap<usize, Value<'c>> {
        let access = |(node, temp): (&usize, &Value<'c>)| {
            let shape = shaped(*temp);
            let offset = vec![0; shape.axes.count()];
            let state = builder
                .op(Access::NAME)
                .operands(&[*temp])
                .attr("offset", Attr::i64_array(builder.context(), &offset))
                .results(&[shape.element]);
            (*node, builder.build(state).result(0))
        };
        self.nodes.iter().map(access).collect()
    }

    /// Uses of results that are just what was lifted become uses of that.
    pub fn forward(&self, apply: Apply<'c>, yielded: &[usize]) {
        let mut component = 0;
        for result in apply.0.results() {
            let shape = shaped(result);
            if shape.data.is_empty()
                && let Some(temp) = self.nodes.get(&yielded[component])
                && temp.ty() == result.ty()
            {
                result.replace_all_uses_with(*temp);
            }
            component += shape.components();
        }
        if apply.0.results().iter().all(|result| result.is_unused()) {
            apply.0.erase();
        }
    }
}

/// The temp that a node reads. Other operations than accesses that read temps are not lifted.
fn read_temp<'c>(chosen: &Chosen, imported: &Imported<'c>, node: usize) -> Option<Value<'c>> {
    let Node::Leaf(leaf) = &chosen.body.nodes[node] else {
        return None;
    };
    let op = imported.leaves[*leaf].defining_op()?;
    Access::is(op).then(|| op.operand(0))
}

/// The type of the value that a node of a body gives.
fn value_type<'c>(holder: Op<'c>, chosen: &Chosen, imported: &Imported<'c>, node: usize) -> Ty<'c> {
    let written = chosen.written[node].map(|written| imported.origins[written]);
    if let Some(Origin::Value(value)) = written {
        return value.ty();
    }
    let operator = chosen.body.nodes[node]
        .operator()
        .expect("operations are lifted");
    Ty::scalar(holder.context(), export::result_scalar(operator))
}
