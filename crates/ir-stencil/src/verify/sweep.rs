//! `stencil.sweep` and `stencil.interval`.

use super::box_checks::{optional_bounds_exactly, own_box, required_bounds_exactly};
use super::violation::{Check, Violation, require};
use crate::boxes::bounds;
use crate::ops::{Direction, Interval, Stage, Sweep, shaped};
use fvopt_boxes::{Answer, Axes, Axis, Facts, IndexBox, Range, less_or_equal};
use mlir_shim::ir::{Op, Ty, Value};
use std::collections::HashMap;

fn carry_type<'c>(op: Op<'c>, number: usize, ty: Ty<'c>) -> Check<'c> {
    let shape = ty.shaped().filter(|shape| !shape.is_field);
    let fits = shape.is_some_and(|shape| {
        (shape.axes == Axes::IJK || shape.axes == Axes::IJ) && shape.data.is_empty()
    });
    require(fits, op, "sweep_c1", || {
        format!(
            "carry {number} has type {ty}, but must be a temp with the axes `ijk` or `ij` and no data dimensions"
        )
    })
}

/// sweep_c1, sweep_c5, sweep_c6
pub fn sweep(op: Op<'_>) -> Check<'_> {
    let inits = op.segment(0);
    let carries = op.body().map(|body| body.arguments()).unwrap_or_default();
    let results = op.results();
    let counts = [inits.len(), carries.len(), results.len()];
    require(
        counts.iter().all(|count| *count == counts[0]),
        op,
        "sweep_c1",
        || {
            format!(
                "there are {} initial temps, {} carries and {} results",
                counts[0], counts[1], counts[2]
            )
        },
    )?;
    require(!inits.is_empty(), op, "sweep_c5", || {
        "there is no carry".into()
    })?;
    for (number, init) in inits.iter().enumerate() {
        let (ty, carry, result) = (init.ty(), carries[number].ty(), results[number].ty());
        require(ty == carry && ty == result, op, "sweep_c1", || {
            format!(
                "carry {number} has the initial type {ty}, but is {carry} in the body and {result} as a result"
            )
        })?;
        carry_type(op, number, ty)?;
    }
    optional_bounds_exactly(op, "sweep_c6", Axes::IJK, "a sweep")
}

/// sweep_c2, sweep_c3, sweep_c4
pub fn sweep_body(op: Op<'_>) -> Check<'_> {
    let sweep = Sweep(op);
    only_contains(op, "sweep_c2", Interval::NAME)?;
    intervals_in_order(sweep)?;
    fixed_boxes(sweep)
}

fn only_contains<'c>(op: Op<'c>, constraint: &'static str, name: &str) -> Check<'c> {
    let ops = op.body().map(|body| body.ops()).unwrap_or_default();
    require(!ops.is_empty(), op, constraint, || {
        format!("the body is empty, but must hold at least one `{name}`")
    })?;
    match ops.into_iter().find(|inner| !inner.is(name)) {
        Some(inner) => Err(Violation::new(
            inner,
            constraint,
            format!(
                "may not stand in a `{}`, which holds `{name}` only",
                op.name()
            ),
        )
        .note(op.location(), format!("the {} is here", op.name()))),
        None => Ok(()),
    }
}

/// sweep_c3
fn intervals_in_order(sweep: Sweep<'_>) -> Check<'_> {
    let facts = Facts::default();
    // Positions of different intervals are compared by the values that they stand for.
    let mut numbers: HashMap<Value, u32> = HashMap::new();
    let mut previous: Option<(Op, Range)> = None;
    for interval in sweep.intervals() {
        let op = interval.0;
        let Some(index_box) = own_box(op)? else {
            continue;
        };
        let own: Vec<u32> = bounds(op)
            .into_iter()
            .map(|value| {
                let next = numbers.len() as u32;
                *numbers.entry(value).or_insert(next)
            })
            .collect();
        let renumbered: IndexBox = index_box.map_positions(&|number| own[number as usize]);
        let range = renumbered.range(Axis::K).clone();
        if range.is_empty(&facts) == Answer::Yes {
            continue;
        }
        if let Some((before, other)) = previous {
            let (in_order, direction) = match sweep.direction() {
                Direction::Forward => (less_or_equal(&other.high, &range.low, &facts), "forward"),
                Direction::Backward => (less_or_equal(&range.high, &other.low, &facts), "backward"),
            };
            if in_order == Answer::No {
                let problem = match sweep.direction() {
                    Direction::Forward => "starts before the previous one ended",
                    Direction::Backward => "ends after the previous one started",
                };
                let text =
                    own_box(before)?.map_or(String::new(), |index_box| index_box.to_string());
                let message = format!("the interval {index_box} of a {direction} sweep {problem}");
                return Err(Violation::new(op, "sweep_c3", message).note(
                    before.location(),
                    format!("the previous interval is {text}"),
                ));
            }
        }
        previous = Some((op, range));
    }
    Ok(())
}

/// sweep_c4
fn fixed_boxes(sweep: Sweep<'_>) -> Check<'_> {
    let body = sweep.0.body();
    let stages: Vec<Stage> = sweep
        .intervals()
        .into_iter()
        .flat_map(Interval::stages)
        .collect();
    let mut read_aside: HashMap<Value, Op> = HashMap::new();
    for access in stages.iter().flat_map(|stage| stage.accesses()) {
        let temp = access.temp();
        if temp.owner_block() == body && access.horizontal_offset() != [0, 0] {
            read_aside.entry(temp).or_insert(access.0);
        }
    }
    for stage in stages {
        if stage.0.attr("box").is_some() {
            continue;
        }
        for (carry, _) in stage.writes() {
            if let Some(access) = read_aside.get(&carry) {
                let number = carry.number();
                let message = format!(
                    "writes carry {number}, which is read at a horizontal offset, and has no box; a box could not be inferred, because it would grow with every level"
                );
                return Err(Violation::new(stage.0, "sweep_c4", message).note(
                    access.location(),
                    format!("carry {number} is read at a horizontal offset here"),
                ));
            }
        }
    }
    Ok(())
}

/// interval_c1
pub fn interval(op: Op<'_>) -> Check<'_> {
    required_bounds_exactly(op, "interval_c1", Axes::K, "an interval")
}

/// interval_c2
pub fn interval_body(op: Op<'_>) -> Check<'_> {
    only_contains(op, "interval_c2", Stage::NAME)
}

/// Whether a carry has the k axis.
pub(super) fn has_levels(carry: Value<'_>) -> bool {
    carry.ty().shaped().is_some() && shaped(carry).has_axis(2)
}

/// The name of a carry's axes, for messages.
pub(super) fn carry_axes(carry: Value<'_>) -> String {
    carry
        .ty()
        .shaped()
        .map_or_else(String::new, |shape| shape.axes.to_string())
}
