//! The boxes of demands: what an access reads, and what an insert leaves of its destination.

use fvopt_boxes::{Axis, DomainFacts, End, IndexBox, Range, less_or_equal};
use ir_stencil::{boxes::SsaBox, ops::AnyAccess};

/// What an access in a body computed on a box reads of its temp.
pub fn read_box<'c>(access: AnyAccess<'c>, at: &SsaBox<'c>) -> SsaBox<'c> {
    let shifted = at.shift(access.offset());
    if let Some((low, high)) = access.extent() {
        let range = shifted.index_box.range(Axis::K);
        let range = Range::new(range.low.shift(low), range.high.shift(high));
        let index_box = shifted.index_box.clone().with_range(Axis::K, range);
        return SsaBox::new(index_box, shifted.positions);
    }
    if let Some(levels) = access.levels() {
        // An empty range of levels still reads its low end.
        let range = levels.index_box.range(Axis::K);
        let high = range.high.clone().max(range.low.shift(1));
        let range = Range::new(range.low.clone(), high);
        let levels = SsaBox::new(
            levels.index_box.clone().with_range(Axis::K, range),
            levels.positions,
        );
        return shifted.with_axis_of(Axis::K, &levels);
    }
    shifted
}

/// A box that holds `wanted` without `removed`. Exact where `removed` cuts at
/// most one axis; else `wanted`. `None` when nothing is left.
pub fn difference<'c>(
    wanted: &SsaBox<'c>,
    removed: &SsaBox<'c>,
    facts: &DomainFacts,
) -> Option<SsaBox<'c>> {
    let mut result = Some(wanted.clone());
    wanted.combine(removed, |wanted_box, removed_box| {
        let uncovered: Vec<Axis> = Axis::ALL
            .into_iter()
            .filter(|axis| {
                !removed_box
                    .range(*axis)
                    .contains(wanted_box.range(*axis), &facts.0[axis.index()])
                    .is_yes()
            })
            .collect();
        match uncovered[..] {
            [] => result = None,
            [axis] => {
                let facts = &facts.0[axis.index()];
                let (want, cut) = (wanted_box.range(axis), removed_box.range(axis));
                let no_later =
                    |first: &End, second: &End| less_or_equal(first, second, facts).is_yes();
                // The cut may be empty: then it removes nothing, and `max`/`min` keep all of `wanted`.
                let left = if no_later(&cut.low, &want.low) && no_later(&cut.low, &cut.high) {
                    Some(Range::new(
                        want.low.clone().max(cut.high.clone()),
                        want.high.clone(),
                    ))
                } else if no_later(&want.high, &cut.high) && no_later(&cut.low, &cut.high) {
                    Some(Range::new(
                        want.low.clone(),
                        want.high.clone().min(cut.low.clone()),
                    ))
                } else {
                    None
                };
                if let Some(left) = left {
                    let left = wanted_box.clone().with_range(axis, left);
                    let mut positions = wanted.positions.clone();
                    positions.extend_from_slice(&removed.positions);
                    result = Some(SsaBox::new(left, positions));
                }
            }
            _ => {}
        }
        wanted_box.clone()
    });
    result
}

/// The box of what nothing is demanded of, bounded on the axes.
pub fn empty_box<'c>(axes: u32) -> SsaBox<'c> {
    let mut index_box = IndexBox::whole();
    for axis in Axis::ALL {
        if axes & (1 << axis.index()) != 0 {
            index_box = index_box.with_range(axis, Range::new(End::Start(0), End::Start(0)));
        }
    }
    index_box.into()
}
