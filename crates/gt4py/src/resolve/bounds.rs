//! Intervals and regions as ranges with symbolic ends.

use crate::schema::{Anchor, HorizontalBound, HorizontalRange, Stencil, VerticalLoop};
use fvopt_boxes::{End, Range};

fn end(from: Anchor, offset: i64) -> End {
    match from {
        Anchor::Start => End::Start(offset),
        Anchor::End => End::End(offset),
    }
}

/// The levels of a loop.
pub fn levels(vertical: &VerticalLoop) -> Range {
    Range::new(
        end(vertical.start.from, vertical.start.offset),
        end(vertical.end.from, vertical.end.offset),
    )
}

/// The points of a range on i or j.
pub fn horizontal(range: &HorizontalRange) -> Range {
    let bound = |bound: Option<HorizontalBound>, open: End| {
        bound.map_or(open, |bound| end(bound.from, bound.offset))
    };
    Range::new(
        bound(range.start, End::NegativeInfinity),
        bound(range.end, End::PositiveInfinity),
    )
}

/// The least number of levels that the stencil is for, as GT4Py counts it: intervals that start at
/// different ends of the domain do not overlap.
pub fn minimum_levels(stencil: &Stencil) -> i64 {
    let (mut low, mut high, mut largest) = (0, 0, 0);
    for vertical in &stencil.loops {
        let (start, end) = (vertical.start.offset, vertical.end.offset);
        match (vertical.start.from, vertical.end.from) {
            (Anchor::Start, Anchor::End) if start == 0 && end == 0 => {}
            (Anchor::Start, Anchor::End) => largest = largest.max(start - end + 1),
            (Anchor::Start, Anchor::Start) => {
                low = low.max(end);
                largest = largest.max(end);
            }
            (Anchor::End, _) => {
                high = high.max(-start);
                largest = largest.max(-start);
            }
        }
    }
    largest.max(low + high)
}
