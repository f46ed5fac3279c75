//! Inserts: one temp inside of a box, another outside.

use crate::{
    copy::{copy, remainder},
    error::Result,
    force::allocate,
    source::Provenance,
    temp::{Cache, InsertInputs, Node, shared},
};
use fvopt_boxes::NumericBox;
use std::sync::Arc;

/// Computes an insert on a box.
pub(crate) fn insert(
    node: &Node<'_>,
    inputs: &InsertInputs<'_>,
    goal: NumericBox,
) -> Result<Cache> {
    let mut array = allocate(node.op, &node.shapes[0], &goal)?;
    let mut provenance = None;
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
                &mut provenance,
            );
        }
        if replaced && !region.is_empty() {
            let from = if inputs.component.is_some() {
                0
            } else {
                component
            };
            copy(
                &source,
                from,
                &region,
                &mut array,
                component,
                &mut provenance,
            );
        }
    }
    let provenance = match provenance {
        Some(provenance) if provenance.iter().all(|provenance| *provenance == 0) => {
            Provenance::Clean
        }
        provenance => shared(provenance),
    };
    Ok(Cache {
        covered: goal,
        results: vec![(Arc::new(array), provenance)],
    })
}
