//! box_c1, box_c2, and which axes a box bounds.

use super::violation::{Check, Violation, require};
use crate::boxes;
use fvopt_boxes::{Axes, Axis, IndexBox, NUMBER_LIMIT, Range};
use mlir_shim::ir::{Attr, Op};

/// The box of an attribute of an operation, with box_c1 and box_c2 checked.
pub fn checked_box<'c>(op: Op<'c>, attribute: Attr<'c>) -> Result<IndexBox, Violation<'c>> {
    let Some(index_box) = boxes::decode(attribute) else {
        return Err(Violation::new(op, "box_c1", "the box is malformed"));
    };
    let bounds = boxes::bounds_range(op).len();
    let positions = index_box.position_count();
    require(positions <= bounds, op, "box_c1", || {
        format!(
            "the box {index_box} needs {positions} run-time positions, but `bounds` has {bounds} operands"
        )
    })?;
    let furthest = index_box.furthest_number();
    let is_near = (-NUMBER_LIMIT..=NUMBER_LIMIT).contains(&furthest);
    require(is_near, op, "box_c2", || {
        format!(
            "the number {furthest} in the box {index_box} does not lie between {} and {NUMBER_LIMIT}",
            -NUMBER_LIMIT
        )
    })?;
    Ok(index_box)
}

/// The box that an operation carries in `box`, with box_c1 checked; `None` where it has none.
pub fn own_box<'c>(op: Op<'c>) -> Result<Option<IndexBox>, Violation<'c>> {
    op.attr("box")
        .map(|attribute| checked_box(op, attribute))
        .transpose()
}

/// Requires that the box bounds the axes (on both sides) and no other; `what` has those axes.
pub fn bounds_exactly<'c>(
    op: Op<'c>,
    constraint: &'static str,
    index_box: &IndexBox,
    axes: Axes,
    what: &str,
) -> Check<'c> {
    for axis in Axis::ALL {
        let (range, expected) = (index_box.range(axis), axes.has(axis));
        require(!expected || range.is_bounded(), op, constraint, || {
            format!(
                "the box {index_box} does not bound axis {axis} of {what}, which has the axes `{}`",
                axes
            )
        })?;
        require(expected || *range == Range::whole(), op, constraint, || {
            format!(
                "the box {index_box} bounds axis {axis}, but {what} has the axes `{}`",
                axes
            )
        })?;
    }
    Ok(())
}

/// As [`bounds_exactly`] for an operation whose box is optional (and whose box_c1 is checked).
pub fn optional_bounds_exactly<'c>(
    op: Op<'c>,
    constraint: &'static str,
    axes: Axes,
    what: &str,
) -> Check<'c> {
    match own_box(op)? {
        Some(index_box) => bounds_exactly(op, constraint, &index_box, axes, what),
        None => Ok(()),
    }
}

/// As [`bounds_exactly`] for an operation that must have a box.
pub fn required_bounds_exactly<'c>(
    op: Op<'c>,
    constraint: &'static str,
    axes: Axes,
    what: &str,
) -> Check<'c> {
    match own_box(op)? {
        Some(index_box) => bounds_exactly(op, constraint, &index_box, axes, what),
        None => Err(Violation::new(op, constraint, "there is no box")),
    }
}
