//! How far beyond the domain GT4Py computes each item: for the boxes of stages, which cannot be inferred where
//! a sweep reads at a horizontal offset what it writes. All else needs no extents.
//!
//! Walks backward once, as GT4Py does: a value that a level needs of the level before at an offset is computed as
//! far as its other readers need it.

use crate::{expand::Item, tree::Tree};
use fvopt_boxes::{End, Range};

/// How far an item reaches beyond the domain, on i and j: at most 0 below and at least 0 above.
pub type Extent = [(i64, i64); 2];

/// The extent of every item.
pub fn extents(tree: &Tree, items: &[Item]) -> Vec<Extent> {
    let mut fields: Vec<Extent> = vec![[(0, 0); 2]; tree.variables.len()];
    let mut extents = vec![[(0, 0); 2]; items.len()];
    let mut end = items.len();
    while let Some(last) = end.checked_sub(1) {
        let is_before = |item: &Item| item.block < items[last].block;
        let start = items.partition_point(is_before);
        let block = &items[start..end];
        let mut own: Extent = [(0, 0); 2];
        for variable in block.iter().flat_map(|item| item.accesses.written()) {
            own = hull(own, fields[variable]);
        }
        for (number, item) in block.iter().enumerate() {
            extents[start + number] = own;
            let Some(reached) = within(own, item) else {
                continue;
            };
            for (variable, offset) in &item.accesses.reads {
                let offset = offset.unwrap_or_default();
                let read = std::array::from_fn(|axis| {
                    let (low, high) = reached[axis];
                    ((low + offset[axis]).min(0), (high + offset[axis]).max(0))
                });
                fields[*variable] = hull(fields[*variable], read);
            }
        }
        end = start;
    }
    extents
}

fn hull(left: Extent, right: Extent) -> Extent {
    std::array::from_fn(|axis| {
        let (low, high) = (
            left[axis].0.min(right[axis].0),
            left[axis].1.max(right[axis].1),
        );
        (low, high)
    })
}

/// The part of an extent that an item's region reaches into; nothing where they are apart.
fn within(extent: Extent, item: &Item) -> Option<Extent> {
    let Some(region) = &item.region else {
        return Some(extent);
    };
    let mut reached = extent;
    for (axis, range) in [&region.i, &region.j].into_iter().enumerate() {
        reached[axis] = along(extent[axis], range)?;
    }
    Some(reached)
}

fn along((low, high): (i64, i64), range: &Range) -> Option<(i64, i64)> {
    let from_start = |end: &End| match end {
        End::Start(offset) => Some(*offset),
        _ => None,
    };
    let from_end = |end: &End| match end {
        End::End(offset) => Some(*offset),
        _ => None,
    };
    // A region at one end of the domain may lie wholly outside of what is computed there.
    if from_start(&range.high).is_some_and(|end| end <= low)
        || from_end(&range.low).is_some_and(|start| start > high)
    {
        return None;
    }
    let low = match (&range.low, from_start(&range.low)) {
        (End::NegativeInfinity, _) => low,
        (_, Some(start)) => low.max(start).min(0),
        _ => 0,
    };
    let high = match (&range.high, from_end(&range.high)) {
        (End::PositiveInfinity, _) => high,
        (_, Some(end)) => high.min(end).max(0),
        _ => 0,
    };
    Some((low, high))
}
