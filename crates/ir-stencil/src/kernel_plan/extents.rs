//! How far an operation of a kernel reaches beyond the tile that is stored.

use super::{Phase, Plan, inputs};
use crate::ops::{AnyAccess, Interval, Stage};
use mlir_shim::ir::Op;
use std::collections::HashMap;

/// Beyond every tile: a level that is known only when running.
const FAR: i64 = i64::MAX / 4;

/// For every computing operation: the lowest and highest offset on each axis at
/// which what is stored depends on it.
#[derive(Debug, Default)]
pub struct Extents<'c>(HashMap<Op<'c>, [(i64, i64); 3]>);

impl<'c> Extents<'c> {
    /// Those of an operation; 0 where nothing stored depends on it.
    pub fn of(&self, op: Op<'c>) -> [(i64, i64); 3] {
        self.0.get(&op).copied().unwrap_or_default()
    }

    fn include(&mut self, op: Op<'c>, extent: [(i64, i64); 3]) {
        let known = self.0.entry(op).or_insert(extent);
        for axis in 0..3 {
            known[axis].0 = known[axis].0.min(extent[axis].0);
            known[axis].1 = known[axis].1.max(extent[axis].1);
        }
    }
}

/// The extents of all operations of a plan.
pub fn of<'c>(plan: &Plan<'c>) -> Extents<'c> {
    let mut extents = Extents::default();
    for section in plan.sections.iter().rev() {
        for phase in section.phases.iter().rev() {
            let ops: Vec<Op<'c>> = match phase {
                Phase::Points(groups) => groups
                    .iter()
                    .flat_map(|group| group.ops.iter().copied())
                    .collect(),
                Phase::Sweep(sweep) => vec![sweep.0],
                Phase::Insert(insert) => vec![insert.0],
                Phase::Copies(_) => Vec::new(),
            };
            for op in ops.into_iter().rev() {
                let own = extents.of(op);
                for (definition, access) in inputs(op) {
                    let offsets = access.map_or([(0, 0); 3], |access| reach(op, access));
                    let extent = [0, 1, 2].map(|axis| {
                        let (low, high) = offsets[axis];
                        (
                            own[axis].0.saturating_add(low).max(-FAR),
                            own[axis].1.saturating_add(high).min(FAR),
                        )
                    });
                    extents.include(definition, extent);
                }
            }
        }
    }
    extents
}

/// The offsets of an access, from lowest to highest.
fn reach<'c>(op: Op<'c>, access: AnyAccess<'c>) -> [(i64, i64); 3] {
    let offset = access.offset();
    let mut reach = [0, 1, 2].map(|axis| (offset[axis], offset[axis]));
    if access.is_dynamic() {
        reach[2] = access.extent().unwrap_or((-FAR, FAR));
    }
    // A sweep reads on all its levels before anything reads its results.
    let in_sweep = access
        .0
        .ancestor(Stage::NAME)
        .and_then(|stage| stage.parent())
        .is_some_and(Interval::is);
    if in_sweep && op != access.0 {
        reach[2] = (-FAR, FAR);
    }
    reach
}
