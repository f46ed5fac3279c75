//! Temps: values that are computed on demand.
//!
//! A temp is a node that is computed when points of it are needed, on the box on which they
//! are needed (see [`crate::force`]); a node whose operation has a box is computed at
//! once, on exactly that box, and reading outside of it is an error.

use crate::{
    array::{Array, Shape},
    body::Body,
    points::ArrayProvenance,
    source::{Provenance, Source},
    sweep::SweepNode,
};
use fvopt_boxes::NumericBox;
use mlir_shim::ir::Op;
use std::{cell::RefCell, rc::Rc, sync::Arc};

/// A temp: one of the results of a node.
#[derive(Clone)]
pub(crate) struct Temp<'c> {
    pub node: Rc<Node<'c>>,
    pub result: usize,
}

/// What an operation computes.
pub(crate) struct Node<'c> {
    /// Grows with every node, so that operands have lower numbers than what uses them.
    pub number: u64,
    pub op: Op<'c>,
    pub shapes: Vec<Shape>,
    /// The only points where the results exist, and the reason that other points have.
    pub limit: Option<(NumericBox, u16)>,
    /// Why points that were not required are undefined. No error shows it.
    pub outside: u16,
    pub kind: RefCell<Kind<'c>>,
    pub cache: RefCell<Option<Cache>>,
}

/// How a node is computed.
pub(crate) enum Kind<'c> {
    /// It is computed, and no other points will be needed.
    Done,
    /// It needs no computing: the contents of a field, or undefined everywhere.
    Snapshot(Source),
    Apply(BodyInputs<'c>),
    Insert(InsertInputs<'c>),
    Sweep(Box<SweepNode<'c>>),
}

/// A body with the values that it reads.
pub(crate) struct BodyInputs<'c> {
    pub body: Rc<Body<'c>>,
    pub temps: Vec<Temp<'c>>,
    pub scalars: Vec<u64>,
    /// Low and high level of each absolute access.
    pub levels: Vec<(i64, i64)>,
}

/// The operands of an insert.
pub(crate) struct InsertInputs<'c> {
    pub source: Temp<'c>,
    pub destination: Temp<'c>,
    /// The component that is replaced; all where there is none.
    pub component: Option<usize>,
    pub index_box: NumericBox,
}

/// The results so far.
pub(crate) struct Cache {
    /// Where the results can be read.
    pub covered: NumericBox,
    pub results: Vec<(Arc<Array>, Provenance)>,
}

impl<'c> Temp<'c> {
    pub(crate) fn shape(&self) -> &Shape {
        &self.node.shapes[self.result]
    }

    /// The elements, as far as they are computed.
    pub(crate) fn source(&self) -> Source {
        let node = &*self.node;
        if let Kind::Snapshot(source) = &*node.kind.borrow() {
            return source.clone();
        }
        let (array, provenance) = match &*node.cache.borrow() {
            Some(cache) => cache.results[self.result].clone(),
            None => (Arc::new(Array::nothing(self.shape())), Provenance::Clean),
        };
        let limit = node
            .limit
            .map(|(limit, reason)| (self.shape().normalize(&limit), reason));
        Source {
            array,
            provenance,
            limit,
            outside: node.outside,
        }
    }
}

impl<'c> Kind<'c> {
    fn take_operands(&mut self) -> Vec<Temp<'c>> {
        match std::mem::replace(self, Kind::Done) {
            Kind::Done | Kind::Snapshot(_) => Vec::new(),
            Kind::Apply(inputs) => inputs.temps,
            Kind::Insert(inputs) => vec![inputs.source, inputs.destination],
            Kind::Sweep(sweep) => sweep.temps,
        }
    }
}

impl Drop for Node<'_> {
    /// Chains of nodes are long: nodes that only this one refers to are dropped one by one, not recursively.
    fn drop(&mut self) {
        let mut pending = self.kind.get_mut().take_operands();
        while let Some(temp) = pending.pop() {
            if let Some(mut node) = Rc::into_inner(temp.node) {
                pending.append(&mut node.kind.get_mut().take_operands());
            }
        }
    }
}

/// The provenance in the form that [`Source`] has them.
pub(crate) fn shared(provenance: ArrayProvenance) -> Provenance {
    provenance.map_or(Provenance::Clean, |provenance| {
        Provenance::Each(Arc::new(provenance))
    })
}

/// The least box with both, axis by axis: `(i64::MAX, i64::MIN)` stands for a range that
/// nothing is known about.
pub(crate) fn join(first: &NumericBox, second: &NumericBox) -> NumericBox {
    let mut joined = *first;
    for axis in 0..3 {
        joined.low[axis] = joined.low[axis].min(second.low[axis]);
        joined.high[axis] = joined.high[axis].max(second.high[axis]);
    }
    joined
}

/// Whether the ends of the second lie within those of the first.
pub(crate) fn covers(first: &NumericBox, second: &NumericBox) -> bool {
    join(first, second) == *first
}
