//! Computes temps on their required regions.
//!
//! A worklist finds the required region of every operand, from the last node to the first: nodes
//! are numbered in the order of creation, so that all uses of a node come before it.
//! Then nodes are computed from the first to the last. Nothing recurses, however long the
//! chain of nodes is.

use crate::{
    array::Array,
    body::Launch,
    copy::remainder,
    error::{InterpretError, Result, box_text},
    evaluator::Evaluator,
    insert::insert,
    points,
    source::Source,
    temp::{BodyInputs, Cache, Kind, Node, Temp, covers, join, shared},
};
use fvopt_boxes::NumericBox;
use mlir_shim::ir::Op;
use std::{collections::BTreeMap, rc::Rc, sync::Arc};

impl Evaluator {
    /// Computes a node on the only box on which its operation is defined; it is never computed again.
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
    pub(crate) fn force(&mut self, temp: &Temp<'_>, required: &NumericBox) -> Result<()> {
        let mut pending = BTreeMap::new();
        let mut plan = Vec::new();
        require(&mut pending, temp, required);
        while let Some((_, (node, required))) = pending.pop_last() {
            let Some(goal) = missing(&node, &required) else {
                continue;
            };
            check_bounded(&node, &goal)?;
            for (operand, required) in operand_requirements(&node, &goal)? {
                require(&mut pending, &operand, &required);
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
    pub(crate) fn source(&mut self, temp: &Temp<'_>, required: &NumericBox) -> Result<Source> {
        self.force(temp, required)?;
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
        let (provenance, clamps) = points::fill(&launch, &goal, &mut outputs, &self.threads)?;
        self.record(&inputs.body.program, clamps);
        let arrays = outputs.into_iter().map(Arc::new);
        Ok(Cache {
            covered: goal,
            results: arrays.zip(provenance.into_iter().map(shared)).collect(),
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

/// Adds a box to the required region of a temp.
fn require<'c>(pending: &mut Pending<'c>, temp: &Temp<'c>, required: &NumericBox) {
    let shape = temp.shape();
    let mut required = shape.normalize(required);
    if required.is_empty() {
        return;
    }
    if !shape.has_axis(2) && matches!(&*temp.node.kind.borrow(), Kind::Sweep(_)) {
        // A plane that a sweep carries says nothing about levels.
        (required.low[2], required.high[2]) = (i64::MAX, i64::MIN);
    }
    let entry = pending.entry(temp.node.number);
    let entry = entry.or_insert_with(|| (temp.node.clone(), required));
    entry.1 = join(&entry.1, &required);
}

/// The box on which a node must be computed before it can be read on another box; `None` if it
/// can be read there already.
fn missing(node: &Node<'_>, required: &NumericBox) -> Option<NumericBox> {
    let kind = node.kind.borrow();
    let mut required = *required;
    match &*kind {
        Kind::Done | Kind::Snapshot(_) => return None,
        Kind::Apply(_) | Kind::Insert(_) | Kind::Sweep(_) => {}
    }
    if let Some((limit, _)) = node.limit {
        for axis in 0..3 {
            let bounded = limit.is_bounded(fvopt_boxes::Axis::ALL[axis]);
            if bounded && node.shapes.iter().any(|shape| shape.has_axis(axis)) {
                (required.low[axis], required.high[axis]) = (limit.low[axis], limit.high[axis]);
            }
        }
    }
    let cache = node.cache.borrow();
    let Some(cache) = &*cache else {
        return Some(required);
    };
    (!covers(&cache.covered, &required)).then(|| join(&cache.covered, &required))
}

fn check_bounded(node: &Node<'_>, goal: &NumericBox) -> Result<()> {
    let unknown = (goal.low[2], goal.high[2]) == (i64::MAX, i64::MIN);
    let infinite = |axis: usize| goal.low[axis] == i64::MIN || goal.high[axis] == i64::MAX;
    if (0..2).any(infinite) || !unknown && infinite(2) {
        let message = format!(
            "the result of `{}` is needed on an unbounded box, {}",
            node.op.name(),
            box_text(fvopt_boxes::Axes::IJK, goal.low, goal.high)
        );
        return Err(InterpretError::at(node.op, message));
    }
    Ok(())
}

/// The required regions of the operands of a node that is computed on a box.
fn operand_requirements<'c>(
    node: &Node<'c>,
    goal: &NumericBox,
) -> Result<Vec<(Temp<'c>, NumericBox)>> {
    Ok(match &*node.kind.borrow() {
        Kind::Done | Kind::Snapshot(_) => Vec::new(),
        Kind::Apply(inputs) => inputs
            .requirements(*goal)
            .map(|(temp, required)| (inputs.temps[temp].clone(), required))
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
        Kind::Sweep(sweep) => sweep.requirements(node, goal),
    })
}

impl BodyInputs<'_> {
    /// The region of each temp that the body reads when it runs on a box.
    pub(crate) fn requirements(
        &self,
        goal: NumericBox,
    ) -> impl Iterator<Item = (usize, NumericBox)> {
        use crate::body::Levels;
        let runs = !goal.is_empty();
        let requirements = self.body.program.requirements.iter().filter(move |_| runs);
        requirements.map(move |requirement| {
            let mut required = goal.shift(requirement.offset);
            match requirement.levels {
                Levels::Fixed => {}
                Levels::Relative(low, high) => {
                    required.low[2] = required.low[2].saturating_add(low);
                    required.high[2] = required.high[2].saturating_add(high);
                }
                Levels::Absolute(number) => {
                    let (low, high) = self.levels[number];
                    required.low[2] = low;
                    required.high[2] = high.max(low.saturating_add(1));
                }
            }
            (requirement.temp, required)
        })
    }
}
