//! What a body sees of its point: `stencil.access`, `stencil.access_dyn`, `stencil.index`.

use super::box_checks::{bounds_exactly, own_box};
use super::function::is_of_dialect;
use super::violation::{Check, Violation, require};
use crate::ops::{Apply, Stage};
use fvopt_boxes::{Axes, Axis, IndexBox};
use mlir_shim::ir::{Op, Shaped};
use std::ops::RangeInclusive;

const OFFSETS: RangeInclusive<i64> = -1_000_000..=1_000_000;

/// The apply or stage in whose body an operation stands, through `scf.if` and `scf.while`.
fn enclosing(op: Op<'_>) -> Option<Op<'_>> {
    let mut parent = op.parent()?;
    while is_of_dialect(parent, "scf") {
        parent = parent.parent()?;
    }
    (Apply::is(parent) || Stage::is(parent)).then_some(parent)
}

/// The apply or stage around an operation and the axes of its points.
fn placement<'c>(op: Op<'c>, constraint: &'static str) -> Result<(Op<'c>, Axes), Violation<'c>> {
    let Some(around) = enclosing(op) else {
        let message = "does not stand in the body of a `stencil.apply` or `stencil.stage`";
        return Err(Violation::new(op, constraint, message));
    };
    if Stage::is(around) {
        return Ok((around, Axes::IJK));
    }
    let first = around
        .results()
        .first()
        .and_then(|value| value.ty().shaped());
    // An apply without results violates apply_c5, which is reported there.
    Ok((around, first.map_or(Axes::IJK, |shape| shape.axes)))
}

fn require_axes<'c>(op: Op<'c>, constraint: &'static str, what: &str, needed: Axes) -> Check<'c> {
    let (around, axes) = placement(op, constraint)?;
    let missing = needed - axes;
    if missing.is_empty() {
        return Ok(());
    }
    let message = format!(
        "{what} has the axes `{}`, but the body computes points of the axes `{}` and lacks `{}`",
        needed, axes, missing
    );
    Err(Violation::new(op, constraint, message)
        .note(around.location(), format!("the {} is here", around.name())))
}

fn offsets(op: Op<'_>) -> Vec<i64> {
    op.attr("offset")
        .and_then(|offset| offset.as_i64_array())
        .unwrap_or_default()
}

/// Requires that offsets are so small that sums of them do not overflow.
pub(super) fn in_range<'c>(
    op: Op<'c>,
    constraint: &'static str,
    what: &str,
    values: &[i64],
) -> Check<'c> {
    match values.iter().find(|value| !OFFSETS.contains(value)) {
        Some(value) => Err(Violation::new(
            op,
            constraint,
            format!("the {what} {value} does not lie between -1000000 and 1000000"),
        )),
        None => Ok(()),
    }
}

fn counts<'c>(
    op: Op<'c>,
    constraint: &'static str,
    temp: &Shaped<'c>,
    axes: Axes,
    indices: usize,
) -> Check<'c> {
    let (given, needed) = (offsets(op).len(), axes.count());
    require(given == needed, op, constraint, || {
        format!(
            "there are {given} offsets, but the axes `{}` need {needed}",
            axes
        )
    })?;
    require(indices == temp.data.len(), op, constraint, || {
        format!(
            "`at` has {indices} indices, but the temp has the data dimensions {:?}",
            temp.data
        )
    })
}

fn temp<'c>(op: Op<'c>, constraint: &'static str) -> Result<Shaped<'c>, Violation<'c>> {
    op.operand(0)
        .ty()
        .shaped()
        .ok_or_else(|| Violation::new(op, constraint, "the first operand is not a temp"))
}

/// access_c1, access_c2, access_c3
pub fn access(op: Op<'_>) -> Check<'_> {
    let temp = temp(op, "access_c1")?;
    counts(op, "access_c1", &temp, temp.axes, op.operand_count() - 1)?;
    in_range(op, "access_c3", "offset", &offsets(op))?;
    require_axes(op, "access_c2", "the temp", temp.axes)
}

/// access_dyn_c1, access_dyn_c2, access_dyn_c3, access_dyn_c4, access_dyn_c5
pub fn access_dyn(op: Op<'_>) -> Check<'_> {
    let temp = temp(op, "access_dyn_c1")?;
    require(temp.axes.has(Axis::K), op, "access_dyn_c1", || {
        format!("the temp has the axes `{}`, without k", temp.axes)
    })?;
    let indices = op.segment_range(3).len();
    counts(op, "access_dyn_c1", &temp, temp.axes - Axes::K, indices)?;
    let extent = op
        .attr("extent")
        .map(|extent| extent.as_i64_array().unwrap_or_default());
    let relative = extent.is_some();
    match (&extent, own_box(op)?) {
        (Some(extent), None) => {
            let ordered = matches!(extent[..], [low, high] if low <= high);
            require(ordered, op, "access_dyn_c2", || {
                format!("the extent {extent:?} is not two numbers, the low not above the high")
            })?;
        }
        (None, Some(index_box)) => {
            if index_box == IndexBox::whole() {
                return access_dyn_place(op, &temp, &[]);
            }
            let what = "a position on k";
            bounds_exactly(op, "access_dyn_c2", &index_box, Axes::K, what)?;
        }
        (Some(_), Some(_)) | (None, None) => {
            let message = "there is either an extent (`relative`) or a box (`absolute`)";
            return Err(Violation::new(op, "access_dyn_c2", message));
        }
    }
    access_dyn_place(op, &temp, &extent.unwrap_or_default())?;
    if relative {
        require_axes(op, "access_dyn_c4", "a relative position", Axes::K)?;
    }
    Ok(())
}

/// access_dyn_c3, access_dyn_c5
fn access_dyn_place<'c>(op: Op<'c>, temp: &Shaped<'c>, extent: &[i64]) -> Check<'c> {
    in_range(op, "access_dyn_c5", "offset", &offsets(op))?;
    in_range(op, "access_dyn_c5", "extent", extent)?;
    require_axes(
        op,
        "access_dyn_c3",
        "the temp without k",
        temp.axes - Axes::K,
    )
}

/// index_c1
pub fn index(op: Op<'_>) -> Check<'_> {
    let axis = op.attr("axis").and_then(|axis| axis.as_enumeration());
    let needed = Axes::of_numbers(axis.map(|axis| (axis as usize).min(2)));
    require_axes(op, "index_c1", "the position", needed)
}
