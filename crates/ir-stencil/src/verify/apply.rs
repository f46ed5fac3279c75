//! `stencil.apply`.

use super::body;
use super::box_checks::optional_bounds_exactly;
use super::violation::{Check, Violation, require};
use mlir_shim::ir::Op;

/// apply_c1, apply_c4, apply_c5, kernel_c7
pub fn apply(op: Op<'_>) -> Check<'_> {
    super::kernel::no_place_outside(op)?;
    let mut shapes = op.results().into_iter().map(|value| value.ty().shaped());
    let Some(first) = shapes.next().flatten() else {
        return Err(Violation::new(op, "apply_c5", "there is no result"));
    };
    for (number, shape) in shapes.flatten().enumerate() {
        require(shape.axes == first.axes, op, "apply_c1", || {
            format!(
                "result {} has the axes `{}`, but result 0 has `{}`",
                number + 1,
                shape.axes,
                first.axes
            )
        })?;
    }
    optional_bounds_exactly(op, "apply_c4", first.axes, "the results")
}

/// apply_c2, apply_c3
pub fn apply_body(op: Op<'_>) -> Check<'_> {
    body::contents(op, "apply_c3")?;
    let results = op.results().into_iter().map(|value| value.ty());
    body::yields(op, "apply_c2", &body::component_types(results))
}
