//! Stores of what is not computed into the field directly.

use super::{Assigner, Location, Point};
use crate::{
    kernel::{Body, Kind, Operation},
    values::{Node, NodeId},
};
use std::sync::Arc;

impl Assigner {
    pub(super) fn store(&mut self, node: NodeId) {
        let store = self.assignment.values.operation(node).clone();
        let memory = store.store().expect("a store");
        if let Location::Field(field, _) = self.assignment.location(store.source()) {
            if field == memory.field && memory.components.is_empty() {
                return;
            }
            if self.assignment.values.root(field) == memory.part.root {
                // Two views of one field: through memory of its own, so that no element is overwritten before it
                // is read.
                self.copy_before(node, &store, field);
                self.copied(node, "source and target are views of one field");
            }
        }
        self.unit(vec![node]);
    }

    /// Lets a store take a copy of what a field holds.
    fn copy_before(&mut self, node: NodeId, store: &Operation, field: super::FieldId) {
        let values = &mut self.assignment.values;
        let value = values.fresh.value();
        let shape = values.fields[field.0 as usize].shape;
        let copy = Operation {
            id: values.fresh.operation(),
            origin: store.origin,
            kind: Kind::Load(values.whole(field)),
            region: store.region.clone(),
            results: vec![(value, shape)],
            operands: Vec::new(),
            captured: Vec::new(),
            body: Arc::new(Body::default()),
            level: None,
        };
        let at: Point = values.point(node);
        let number = NodeId(values.nodes.len() as u32);
        values.nodes.push(Node {
            operation: copy,
            point: at,
            known: values.nodes[node.0 as usize].known,
        });
        values.nodes[node.0 as usize].operation.operands = vec![value];
        let region = store.own_region().clone();
        values.required.insert(value, region.clone());
        self.assignment.index.copied(number, value, node);
        let buffer = self.allocate(node, store.source(), shape, &region);
        self.locate(value, Location::Buffer(buffer));
        self.unit(vec![number]);
    }
}
