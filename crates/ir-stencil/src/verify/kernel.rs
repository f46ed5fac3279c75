//! `stencil.kernel`: the shape of its body, its schedule, what enters it.

use super::violation::{Check, Violation, require};
use crate::kernel_plan;
use crate::ops::{Apply, Insert, Kernel, Load, Stage, Store, Sweep, Undef};
use mlir_shim::ir::{Op, Value, Walk};
use std::collections::HashSet;

/// The part of kernel_c5 about where it stands
pub fn kernel(op: Op<'_>) -> Check<'_> {
    require(
        op.ancestor("program.func").is_some(),
        op,
        "kernel_c5",
        || "does not stand in a `program.func`".into(),
    )
}

/// The part of kernel_c7 about operations outside of kernels
pub(super) fn no_place_outside(op: Op<'_>) -> Check<'_> {
    let outside = op.parent().is_some_and(|parent| !Kernel::is(parent));
    require(
        !outside || op.attr("place").is_none(),
        op,
        "kernel_c7",
        || "has a place, but stands in no kernel: only a kernel's loops have places".into(),
    )
}

/// kernel_c1 to kernel_c9
pub fn kernel_body(op: Op<'_>) -> Check<'_> {
    shape(op)?;
    kernel_plan::check(Kernel(op))
}

/// kernel_c1, kernel_c2, and the part of kernel_c5 about temps: what a kernel must be like to be imported
pub(crate) fn shape(op: Op<'_>) -> Check<'_> {
    let ops = op.body().map(|body| body.ops()).unwrap_or_default();
    phases(op, &ops)?;
    for inner in &ops {
        let needs_box = Load::is(*inner) || Apply::is(*inner) || Sweep::is(*inner);
        require(
            !needs_box || inner.attr("box").is_some(),
            *inner,
            "kernel_c2",
            || "has no box, but stands in a kernel".into(),
        )?;
    }
    // Whose loops are those of the kernel.
    for stage in ops
        .iter()
        .filter(|op| Sweep::is(**op))
        .flat_map(|op| op.collect(Stage::NAME))
    {
        require(stage.attr("box").is_some(), stage, "kernel_c2", || {
            "has no box, but its sweep stands in a kernel".into()
        })?;
    }
    closed(op)
}

/// kernel_c1
fn phases<'c>(kernel: Op<'c>, ops: &[Op<'c>]) -> Check<'c> {
    let names = ["loads", "computing operations", "stores"];
    let mut current = 0;
    let mut last: Option<Op> = None;
    for op in ops {
        let phase = if Load::is(*op) {
            0
        } else if Undef::is(*op) && current < 2 {
            // It computes nothing: it may stand anywhere before the stores.
            continue;
        } else if Apply::is(*op) || Sweep::is(*op) || Insert::is(*op) || Undef::is(*op) {
            1
        } else if Store::is(*op) {
            2
        } else {
            let message = "may not stand in a kernel, which holds loads, then applies, sweeps, inserts and undefs, then stores";
            return Err(Violation::new(*op, "kernel_c1", message)
                .note(kernel.location(), "the kernel is here"));
        };
        if let Some(last) = last.filter(|_| phase < current) {
            let message = format!(
                "comes after one of the {}, but the {} of a kernel come first",
                names[current], names[phase]
            );
            return Err(Violation::new(*op, "kernel_c1", message).note(
                last.location(),
                format!("`{}` comes before it", last.name()),
            ));
        }
        current = phase;
        last = Some(*op);
    }
    Ok(())
}

/// The part of kernel_c5 about temps (none can leave: a kernel has no results).
fn closed(kernel: Op<'_>) -> Check<'_> {
    let mut inside: HashSet<Value> = HashSet::new();
    let mut found = None;
    kernel.walk(|op| {
        if op == kernel {
            return Walk::Advance;
        }
        // Definitions come before uses in a walk, because they dominate them.
        for (number, value) in op.operands().into_iter().enumerate() {
            if value.ty().is_temp() && !inside.contains(&value) {
                found = Some((op, number, value));
                return Walk::Stop;
            }
        }
        inside.extend(
            op.results()
                .into_iter()
                .filter(|value| value.ty().is_temp()),
        );
        for region in 0..op.region_count() {
            let block = op.region(region).block();
            inside.extend(block.map(|block| block.arguments()).unwrap_or_default());
        }
        Walk::Advance
    });
    let Some((op, number, value)) = found else {
        return Ok(());
    };
    let message = format!(
        "operand {number} is a temp from outside of the kernel: load what the kernel needs"
    );
    let violation = Violation::new(op, "kernel_c5", message);
    Err(match value.defining_op() {
        Some(definition) => violation.note(definition.location(), "the temp is defined here"),
        None => violation.note(kernel.location(), "the kernel is here"),
    })
}
