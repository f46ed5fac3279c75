//! `program.for` and `program.if`. That what their bodies yield fits, MLIR checks: they say where
//! control flows (`RegionBranchOpInterface`).

use ir_stencil::values::constant_integer;
use ir_stencil::verify::violation::{Check, require};
use mlir_shim::ir::{Op, Scalar};

/// for_c1 (all but the yielded values), for_c2
pub fn for_loop(op: Op<'_>) -> Check<'_> {
    let initial = op.operands().split_off(3.min(op.operand_count()));
    let results = op.results();
    let arguments = op.body().map(|body| body.arguments()).unwrap_or_default();
    let counts = arguments.first().map(|first| first.ty().as_scalar());
    require(counts == Some(Some(Scalar::Index)), op, "for_c1", || {
        "the first argument of the body, which counts, is not an index".into()
    })?;
    let iteration_arguments = &arguments[1..];
    let agree = initial.len() == results.len() && initial.len() == iteration_arguments.len();
    require(agree, op, "for_c1", || {
        format!(
            "there are {} initial values, {} iteration arguments and {} results",
            initial.len(),
            iteration_arguments.len(),
            results.len()
        )
    })?;
    for (number, value) in initial.iter().enumerate() {
        let (ty, argument, result) = (
            value.ty(),
            iteration_arguments[number].ty(),
            results[number].ty(),
        );
        require(ty == argument && ty == result, op, "for_c1", || {
            format!(
                "initial value {number} has type {ty}, but the iteration argument has {argument} and the result {result}"
            )
        })?;
    }
    let step = constant_integer(op.operand(2));
    require(step.is_none_or(|step| step > 0), op, "for_c2", || {
        format!("the step {} is not positive", step.unwrap_or_default())
    })
}

/// The part of if_c1 about a missing `else`
pub fn branch(op: Op<'_>) -> Check<'_> {
    let has_else = op.region_count() == 2 && op.region(1).block().is_some();
    require(op.result_count() == 0 || has_else, op, "if_c1", || {
        format!("there are {} results, but no `else`", op.result_count())
    })
}
