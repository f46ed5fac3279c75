//! Copies values of one array into another on a box.

use crate::{array::Array, points::ArrayProvenance, source::SourceRef};
use fvopt_boxes::{Axis, NumericBox};

/// Copies one component on a box that lies in the target. Points outside of the source's limit
/// become undefined.
pub(crate) fn copy(
    source: &SourceRef<'_>,
    source_component: usize,
    region: &NumericBox,
    target: &mut Array,
    target_component: usize,
    provenance: &mut ArrayProvenance,
) {
    let length = region.size(Axis::I);
    let (mut bits, mut row) = (vec![0; length], vec![0; length]);
    for (start, _) in region.rows() {
        let clean = source.read(source_component, start, false, &mut bits, &mut row);
        let clean = clean.unwrap_or(true);
        let at = target.offset_inside(target_component, start);
        target.cells_mut().row_mut(at, length).write(&bits);
        if !clean && provenance.is_none() {
            *provenance = Some(vec![0; target.cells().len()]);
        }
        if let Some(provenance) = provenance {
            if clean {
                row.fill(0);
            }
            provenance[at..at + length].copy_from_slice(&row);
        }
    }
}

/// The least box that holds the points of the first outside of the second.
pub(crate) fn remainder(whole: &NumericBox, hole: &NumericBox) -> NumericBox {
    let mut rest = *whole;
    let spans =
        |axis: usize| hole.low[axis] <= whole.low[axis] && whole.high[axis] <= hole.high[axis];
    if hole.is_empty() {
        return rest;
    }
    if (0..3).all(spans) {
        return NumericBox::new([0; 3], [0; 3]);
    }
    for axis in 0..3 {
        if (0..3).any(|other| other != axis && !spans(other)) {
            continue;
        }
        if hole.low[axis] <= rest.low[axis] {
            rest.low[axis] = rest.low[axis].max(hole.high[axis]);
        }
        if rest.high[axis] <= hole.high[axis] {
            rest.high[axis] = rest.high[axis].min(hole.low[axis]);
        }
    }
    rest
}
