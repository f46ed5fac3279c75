//! Where the results of inserts are: in the buffer of the destination, or in one of their own.

use super::{Assigner, Location};
use crate::values::NodeId;

impl Assigner {
    pub(super) fn insert(&mut self, node: NodeId) {
        let insert = self.assignment.values.operation(node).clone();
        let (result, shape) = insert.results[0];
        if let Some(store) = self.assignment.mirrored.get(&node) {
            let field = self.field_of(*store);
            self.contents(result, field, node);
            return;
        }
        let Some(required) = self.required(result).cloned() else {
            self.locate(result, Location::Undefined);
            return;
        };
        let destination = insert.destination();
        let buffer = match self.given_up(destination, node) {
            Some(buffer) if self.extend(buffer, &required) => buffer,
            _ => {
                let facts = &self.assignment.values.facts;
                let is_kept = !insert.inserted_components().is_empty()
                    || required.difference(insert.own_region(), facts).is_some();
                let is_defined = self.assignment.location(destination) != Location::Undefined;
                if is_defined && is_kept {
                    self.copied(
                        node,
                        "the destination is still needed, or is a field of the caller",
                    );
                }
                self.allocate(node, result, shape, &required)
            }
        };
        self.locate(result, Location::Buffer(buffer));
        self.unit(vec![node]);
    }
}
