//! The boxes of demands: what an access reads, and what an insert leaves of its destination.

use fvopt_boxes::{Axis, End, IndexBox, Range};
use ir_stencil::{boxes::SsaBox, ops::AnyAccess};

/// What an access in a body computed on a box reads of its temp.
pub fn read_box<'c>(access: AnyAccess<'c>, at: &SsaBox<'c>) -> SsaBox<'c> {
    let shifted = at.shift(access.offset());
    if let Some((low, high)) = access.extent() {
        let range = shifted.index_box.range(Axis::K);
        let range = Range::new(range.low.shift(low), range.high.shift(high));
        let index_box = shifted.index_box.clone().with_range(Axis::K, range);
        return SsaBox::new(index_box, shifted.0.positions);
    }
    if let Some(levels) = access.levels() {
        // An empty range of levels still reads its low end.
        let range = levels.index_box.range(Axis::K);
        let high = range.high.clone().max(range.low.shift(1));
        let range = Range::new(range.low.clone(), high);
        let levels = SsaBox::new(
            levels.index_box.clone().with_range(Axis::K, range),
            levels.0.positions,
        );
        return shifted.with_axis_of(Axis::K, &levels);
    }
    shifted
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
