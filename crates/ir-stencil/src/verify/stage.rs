//! `stencil.stage`.

use super::access::in_range;
use super::body;
use super::box_checks::optional_bounds_exactly;
use super::sweep::{carry_axes, has_levels};
use super::violation::{Check, Violation, require};
use crate::ops::{AnyAccess, Stage, element_type};
use fvopt_boxes::Axes;
use mlir_shim::ir::Op;
use std::collections::{HashMap, HashSet};

/// stage_c1, stage_c3, stage_c5, stage_c7, stage_c8
pub fn stage(op: Op<'_>) -> Check<'_> {
    let writes = op.segment(0);
    let offsets = op
        .attr("offsets")
        .and_then(|offsets| offsets.as_i64_array())
        .unwrap_or_default();
    require(writes.len() == offsets.len(), op, "stage_c1", || {
        format!(
            "there are {} carries to write, but {} k offsets",
            writes.len(),
            offsets.len()
        )
    })?;
    in_range(op, "stage_c8", "offset of a write", &offsets)?;
    let sweep = op.parent().and_then(|interval| interval.parent());
    let mut seen = HashSet::new();
    for (number, (carry, offset)) in writes.iter().zip(offsets).enumerate() {
        let owner = carry.owner_block().and_then(|block| block.parent());
        if owner.is_none() || owner != sweep {
            let message = format!("write {number} does not name a carry of the enclosing sweep");
            let violation = Violation::new(op, "stage_c1", message);
            return Err(match sweep {
                Some(sweep) => violation.note(sweep.location(), "the enclosing sweep is here"),
                None => violation,
            });
        }
        require(seen.insert(*carry), op, "stage_c1", || {
            format!("carry {} is written twice", carry.number())
        })?;
        require(offset == 0 || has_levels(*carry), op, "stage_c1", || {
            format!(
                "carry {} has the axes `{}`, but is written at the k offset {offset}",
                carry.number(),
                carry_axes(*carry)
            )
        })?;
    }
    let results = op.results();
    for (number, result) in results.iter().enumerate() {
        let ty = result.ty();
        let fits = ty
            .shaped()
            .is_some_and(|shape| shape.axes == Axes::IJ && shape.data.is_empty());
        require(fits, op, "stage_c3", || {
            format!(
                "result {number} has type {ty}, but must have the axes `ij` and no data dimensions"
            )
        })?;
    }
    require(
        !writes.is_empty() || !results.is_empty(),
        op,
        "stage_c7",
        || "writes no carry and has no result".into(),
    )?;
    optional_bounds_exactly(op, "stage_c5", Axes::IJ, "a stage")
}

/// stage_c2, stage_c4, stage_c6
pub fn stage_body(op: Op<'_>) -> Check<'_> {
    body::contents(op, "stage_c6")?;
    let values = op.segment(0).into_iter().chain(op.results());
    let expected: Vec<_> = values.map(|value| element_type(value.ty())).collect();
    body::yields(op, "stage_c2", &expected)?;
    let writes: HashMap<_, _> = Stage(op).writes().into_iter().collect();
    for access in Stage(op).accesses() {
        let Some(written) = writes.get(&access.temp()) else {
            continue;
        };
        let [i, j] = access.horizontal_offset();
        if [i, j] != [0, 0] && may_read_level(access, *written) {
            let carry = access.temp().number();
            let message = format!(
                "reads carry {carry} at the horizontal offset [{i}, {j}] on the level that the stage writes"
            );
            return Err(Violation::new(access.0, "stage_c4", message).note(
                op.location(),
                format!("the stage writes carry {carry} at the k offset {written}"),
            ));
        }
    }
    Ok(())
}

/// Whether an access may read the level at this offset from the current one.
fn may_read_level(access: AnyAccess<'_>, level: i64) -> bool {
    if !access.is_dynamic() {
        return access.offset()[2] == level;
    }
    match access
        .0
        .attr("extent")
        .and_then(|extent| extent.as_i64_array())
    {
        Some(extent) => matches!(extent[..], [low, high] if (low..=high).contains(&level)),
        None => true,
    }
}
