//! Computing temps where they are needed.
//!
//! What a temp needs of its operands is found with a worklist, from the last node to the first:
//! nodes are numbered in the order of creation, so that all uses of a node are seen before it.
//! Then nodes are computed from the first to the last. Nothing recurses, however long the
//! chain of nodes is.

use crate::{
    array::Array,
    body::{Clamp, Launch, Program},
    copy::{copy, remainder},
    error::{InterpretError, Result, box_text, point_text},
    mark::{Reason, Reasons},
    points,
    source::{Marks, Source},
    temp::{BodyInputs, Cache, InsertInputs, Kind, Node, Temp, covers, join, shared},
};
use fvopt_boxes::NumericBox;
use mlir_shim::ir::Op;
use std::{cell::RefCell, collections::BTreeMap, rc::Rc, sync::Arc};

/// What was reported in checked mode: the first occurrence at a location, and how many there were.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Clamped {
    /// Where.
    pub location: String,
    /// What, at the first point.
    pub message: String,
    /// At how many points.
    pub count: u64,
}

/// Computes temps.
pub(crate) struct Evaluator {
    pub reasons: Reasons,
    pub checked: bool,
    pub threads: bool,
    pub step_limit: u64,
    nodes: u64,
    internal: u16,
    clamped: BTreeMap<String, Clamped>,
}

impl Evaluator {
    pub(crate) fn new(checked: bool, threads: bool, step_limit: u64) -> Self {
        let reasons = Reasons::default();
        let internal = reasons.intern(Reason::Unrecorded);
        Self {
            reasons,
            checked,
            threads,
            step_limit,
            nodes: 0,
            internal,
            clamped: BTreeMap::new(),
        }
    }

    /// What was clamped, by location.
    pub(crate) fn take_clamped(&mut self) -> Vec<Clamped> {
        std::mem::take(&mut self.clamped).into_values().collect()
    }

    /// Records a clamped position in checked mode.
    pub(crate) fn clamped(&mut self, location: &str, from: i64, to: i64, point: Option<[i64; 3]>) {
        if !self.checked || from == to {
            return;
        }
        if let Some(known) = self.clamped.get_mut(location) {
            known.count += 1;
            return;
        }
        let place = point.map(|point| format!(" at {}", point_text(point)));
        let clamped = Clamped {
            location: location.to_string(),
            message: format!(
                "position {from} is clamped to {to}{}",
                place.unwrap_or_default()
            ),
            count: 1,
        };
        self.clamped.insert(location.to_string(), clamped);
    }

    pub(crate) fn record(&mut self, program: &Program, clamps: Vec<Clamp>) {
        for clamp in clamps {
            let location = &program.locations[clamp.location];
            self.clamped(location, clamp.from, clamp.to, Some(clamp.point));
        }
    }

    /// A node for an operation's results, not computed yet.
    pub(crate) fn node<'c>(
        &mut self,
        op: Op<'c>,
        shapes: Vec<crate::array::Shape>,
        limit: Option<NumericBox>,
        kind: Kind<'c>,
    ) -> Rc<Node<'c>> {
        self.nodes += 1;
        let limit = limit.map(|limit| {
            let axes = shapes.iter().fold(0, |axes, shape| axes | shape.axes);
            let reason = Reason::Outside {
                location: op.location().short(),
                what: format!(
                    "the box {} of `{}`",
                    box_text(axes, limit.low, limit.high),
                    op.name()
                ),
            };
            (limit, self.reasons.intern(reason))
        });
        Rc::new(Node {
            number: self.nodes,
            op,
            shapes,
            limit,
            outside: self.internal,
            kind: RefCell::new(kind),
            cache: RefCell::new(None),
        })
    }

    /// Computes a node on the box to which it is limited, for good.
    pub(crate) fn complete(&mut self, node: &Rc<Node<'_>>) -> Result<()> {
        if let Some((limit, _)) = node.limit {
            for result in 0..node.shapes.len() {
                let node = node.clone();
                self.force(&Temp { node, result }, &limit)?;
            }
        }
        *node.kind.borrow_mut() = Kind::Done;
        Ok(())
    }

    /// Computes a temp on a box, and everything that this needs.
    pub(crate) fn force(&mut self, temp: &Temp<'_>, needed: &NumericBox) -> Result<()> {
        let mut pending = BTreeMap::new();
        let mut plan = Vec::new();
        demand(&mut pending, temp, needed);
        while let Some((_, (node, needed))) = pending.pop_last() {
            let Some(goal) = missing(&node, &needed) else {
                continue;
            };
            check_bounded(&node, &goal)?;
            for (operand, needed) in operand_demands(&node, &goal)? {
                demand(&mut pending, &operand, &needed);
            }
            plan.push((node, goal));
        }
        for (node, goal) in plan.into_iter().rev() {
            let cache = self.compute(&node, goal)?;
            *node.cache.borrow_mut() = Some(cache);
        }
        Ok(())
    }

    /// The elements of a temp on a box.
    pub(crate) fn source(&mut self, temp: &Temp<'_>, needed: &NumericBox) -> Result<Source> {
        self.force(temp, needed)?;
        Ok(temp.source())
    }

    fn compute(&mut self, node: &Node<'_>, goal: NumericBox) -> Result<Cache> {
        match &*node.kind.borrow() {
            Kind::Apply(inputs) => self.apply(node, inputs, goal),
            Kind::Insert(inputs) => insert(node, inputs, goal),
            Kind::Sweep(sweep) => self.sweep(node, sweep, goal),
            Kind::Done | Kind::Snapshot(_) => Ok(Cache {
                covered: goal,
                results: Vec::new(),
            }),
        }
    }

    fn apply(
        &mut self,
        node: &Node<'_>,
        inputs: &BodyInputs<'_>,
        goal: NumericBox,
    ) -> Result<Cache> {
        let sources: Vec<Source> = inputs.temps.iter().map(Temp::source).collect();
        let launch = Launch {
            program: &inputs.body.program,
            sources: sources.iter().map(Source::borrow).collect(),
            scalars: &inputs.scalars,
            levels: inputs.levels.clone(),
            strict: node.limit.is_some(),
            checked: self.checked,
            step_limit: self.step_limit,
            reasons: &self.reasons,
        };
        let mut outputs = Vec::new();
        for shape in &node.shapes {
            outputs.push(allocate(node.op, shape, &goal)?);
        }
        let (marks, clamps) = points::fill(&launch, &goal, &mut outputs, self.threads)?;
        self.record(&inputs.body.program, clamps);
        let arrays = outputs.into_iter().map(Arc::new);
        Ok(Cache {
            covered: goal,
            results: arrays.zip(marks.into_iter().map(shared)).collect(),
        })
    }
}

/// An array for a result of an operation.
pub(crate) fn allocate(
    op: Op<'_>,
    shape: &crate::array::Shape,
    index_box: &NumericBox,
) -> Result<Array> {
    Array::zeros(shape.clone(), index_box.low, index_box.high)
        .map_err(|message| InterpretError::at(op, message))
}

type Pending<'c> = BTreeMap<u64, (Rc<Node<'c>>, NumericBox)>;

/// Enters that a temp is needed on a box.
fn demand<'c>(pending: &mut Pending<'c>, temp: &Temp<'c>, needed: &NumericBox) {
    let shape = temp.shape();
    let mut needed = shape.normalize(needed);
    if needed.is_empty() {
        return;
    }
    if !shape.has_axis(2) && matches!(&*temp.node.kind.borrow(), Kind::Sweep(_)) {
        // A plane that a sweep carries says nothing about levels.
        (needed.low[2], needed.high[2]) = (i64::MAX, i64::MIN);
    }
    let entry = pending.entry(temp.node.number);
    let entry = entry.or_insert_with(|| (temp.node.clone(), needed));
    entry.1 = join(&entry.1, &needed);
}

/// The box on which a node must be computed so that it can be read on another; none where it can.
fn missing(node: &Node<'_>, needed: &NumericBox) -> Option<NumericBox> {
    let kind = node.kind.borrow();
    let mut needed = *needed;
    match &*kind {
        Kind::Done | Kind::Snapshot(_) => return None,
        Kind::Apply(_) | Kind::Insert(_) | Kind::Sweep(_) => {}
    }
    if let Some((limit, _)) = node.limit {
        for axis in 0..3 {
            let bounded = limit.is_bounded(fvopt_boxes::Axis::ALL[axis]);
            if bounded && node.shapes.iter().any(|shape| shape.has_axis(axis)) {
                (needed.low[axis], needed.high[axis]) = (limit.low[axis], limit.high[axis]);
            }
        }
    }
    let cache = node.cache.borrow();
    let Some(cache) = &*cache else {
        return Some(needed);
    };
    (!covers(&cache.covered, &needed)).then(|| join(&cache.covered, &needed))
}

fn check_bounded(node: &Node<'_>, goal: &NumericBox) -> Result<()> {
    let unknown = (goal.low[2], goal.high[2]) == (i64::MAX, i64::MIN);
    let infinite = |axis: usize| goal.low[axis] == i64::MIN || goal.high[axis] == i64::MAX;
    if (0..2).any(infinite) || !unknown && infinite(2) {
        let message = format!(
            "the result of `{}` is needed on an unbounded box, {}",
            node.op.name(),
            box_text(7, goal.low, goal.high)
        );
        return Err(InterpretError::at(node.op, message));
    }
    Ok(())
}

/// What a node that is to be computed on a box needs of its operands.
fn operand_demands<'c>(node: &Node<'c>, goal: &NumericBox) -> Result<Vec<(Temp<'c>, NumericBox)>> {
    Ok(match &*node.kind.borrow() {
        Kind::Done | Kind::Snapshot(_) => Vec::new(),
        Kind::Apply(inputs) => inputs
            .demands(*goal)
            .map(|(temp, needed)| (inputs.temps[temp].clone(), needed))
            .collect(),
        Kind::Insert(inputs) => {
            let kept = match inputs.component {
                None => remainder(goal, &inputs.index_box),
                Some(_) => *goal,
            };
            vec![
                (inputs.source.clone(), goal.intersect(&inputs.index_box)),
                (inputs.destination.clone(), kept),
            ]
        }
        Kind::Sweep(sweep) => sweep.demands(node, goal),
    })
}

impl BodyInputs<'_> {
    /// What the body, run on a box, reads of each temp.
    pub(crate) fn demands(&self, goal: NumericBox) -> impl Iterator<Item = (usize, NumericBox)> {
        use crate::body::Levels;
        let runs = !goal.is_empty();
        let demands = self.body.program.demands.iter().filter(move |_| runs);
        demands.map(move |demand| {
            let mut needed = goal.shift(demand.offset);
            match demand.levels {
                Levels::Fixed => {}
                Levels::Relative(low, high) => {
                    needed.low[2] = needed.low[2].saturating_add(low);
                    needed.high[2] = needed.high[2].saturating_add(high);
                }
                Levels::Absolute(number) => {
                    let (low, high) = self.levels[number];
                    needed.low[2] = low;
                    needed.high[2] = high.max(low.saturating_add(1));
                }
            }
            (demand.temp, needed)
        })
    }
}

fn insert(node: &Node<'_>, inputs: &InsertInputs<'_>, goal: NumericBox) -> Result<Cache> {
    let mut array = allocate(node.op, &node.shapes[0], &goal)?;
    let mut marks = None;
    let region = goal.intersect(&inputs.index_box);
    let (source, destination) = (inputs.source.source(), inputs.destination.source());
    let (source, destination) = (source.borrow(), destination.borrow());
    let components = array.shape().components();
    let kept = remainder(&goal, &inputs.index_box);
    for component in 0..components {
        let replaced = inputs.component.is_none_or(|only| only == component);
        let kept = if replaced { &kept } else { &goal };
        if !kept.is_empty() {
            copy(
                &destination,
                component,
                kept,
                &mut array,
                component,
                &mut marks,
            );
        }
        if replaced && !region.is_empty() {
            let from = if inputs.component.is_some() {
                0
            } else {
                component
            };
            copy(&source, from, &region, &mut array, component, &mut marks);
        }
    }
    let marks = match marks {
        Some(marks) if marks.iter().all(|mark| *mark == 0) => Marks::Clean,
        marks => shared(marks),
    };
    Ok(Cache {
        covered: goal,
        results: vec![(Arc::new(array), marks)],
    })
}
