//! How far an operation of a kernel reaches beyond the tile that is stored.

use super::{Phase, Planned, Section};
use crate::kernel::{Access, Dynamic};

/// Beyond every tile: a level that is known only when running.
const FAR: i64 = i64::MAX / 4;

/// For every operation: the lowest and highest offset on each axis at which what is stored depends on it.
#[derive(Clone, PartialEq, Debug)]
pub struct Extents(Vec<[(i64, i64); 3]>);

impl Extents {
    /// Those of an operation; 0 where nothing stored depends on it.
    pub fn of(&self, operation: usize) -> [(i64, i64); 3] {
        self.0[operation]
    }
}

/// The extents of all operations of a kernel.
pub fn of(planned: &Planned<'_>, sections: &[Section]) -> Extents {
    // The first reader decides: an extent need not hold the point itself.
    let mut extents: Vec<Option<[(i64, i64); 3]>> = vec![None; planned.kernel.operations.len()];
    for phase in sections
        .iter()
        .rev()
        .flat_map(|section| section.phases.iter().rev())
    {
        let operations: Vec<usize> = match phase {
            Phase::Points(groups) => groups
                .iter()
                .flat_map(|group| group.operations.iter().copied())
                .collect(),
            Phase::Sweep(operation) | Phase::Insert(operation) => vec![*operation],
            Phase::Copies(_) => Vec::new(),
        };
        for operation in operations.into_iter().rev() {
            let own = extents[operation].unwrap_or_default();
            for input in &planned.inputs[operation] {
                let offsets = input.access.map_or([(0, 0); 3], reach);
                let extent = [0, 1, 2].map(|axis| {
                    let (low, high) = offsets[axis];
                    (
                        own[axis].0.saturating_add(low).max(-FAR),
                        own[axis].1.saturating_add(high).min(FAR),
                    )
                });
                include(&mut extents[input.definition], extent);
            }
        }
    }
    Extents(extents.into_iter().map(Option::unwrap_or_default).collect())
}

fn include(known: &mut Option<[(i64, i64); 3]>, extent: [(i64, i64); 3]) {
    let known = known.get_or_insert(extent);
    for axis in 0..3 {
        known[axis].0 = known[axis].0.min(extent[axis].0);
        known[axis].1 = known[axis].1.max(extent[axis].1);
    }
}

/// The offsets of an access, from lowest to highest.
fn reach(access: &Access) -> [(i64, i64); 3] {
    let mut reach = access.offset.map(|offset| (offset, offset));
    match access.dynamic {
        Some(Dynamic::Relative(low, high)) => reach[2] = (low, high),
        Some(Dynamic::Absolute) => reach[2] = (-FAR, FAR),
        None => {}
    }
    // A sweep reads on all its levels before anything reads its results.
    if access.stage.is_some() {
        reach[2] = (-FAR, FAR);
    }
    reach
}
