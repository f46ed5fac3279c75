//! `program.for` and `program.if`.

use crate::ops::Yield;
use ir_stencil::values::constant_integer;
use ir_stencil::verify::violation::{Check, Violation, require};
use mlir_shim::ir::{Block, Op, Scalar, Ty};

/// for_c1 (all but the yielded values), for_c2
pub fn for_loop(op: Op<'_>) -> Check<'_> {
    let initial = op.operands().split_off(3.min(op.operand_count()));
    let results = op.results();
    let arguments = op.body().map(|body| body.arguments()).unwrap_or_default();
    let counts = arguments.first().map(|first| first.ty().as_scalar());
    require(counts == Some(Some(Scalar::Index)), op, "for_c1", || {
        "the first argument of the body, which counts, is not an index".into()
    })?;
    let carried = &arguments[1..];
    let agree = initial.len() == results.len() && initial.len() == carried.len();
    require(agree, op, "for_c1", || {
        format!(
            "there are {} initial values, {} iteration arguments and {} results",
            initial.len(),
            carried.len(),
            results.len()
        )
    })?;
    for (number, value) in initial.iter().enumerate() {
        let (ty, argument, result) = (value.ty(), carried[number].ty(), results[number].ty());
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

/// The part of for_c1 about yielded values
pub fn for_body(op: Op<'_>) -> Check<'_> {
    match op.body() {
        Some(body) => yields(op, "for_c1", "the body", body),
        None => Ok(()),
    }
}

/// The part of if_c1 about a missing `else`
pub fn branch(op: Op<'_>) -> Check<'_> {
    let has_else = op.region_count() == 2 && op.region(1).block().is_some();
    require(op.result_count() == 0 || has_else, op, "if_c1", || {
        format!("there are {} results, but no `else`", op.result_count())
    })
}

/// if_c1
pub fn branch_bodies(op: Op<'_>) -> Check<'_> {
    for (number, what) in ["the body", "the body of `else`"].iter().enumerate() {
        if number < op.region_count()
            && let Some(body) = op.region(number).block()
        {
            yields(op, "if_c1", what, body)?;
        }
    }
    Ok(())
}

fn yields<'c>(op: Op<'c>, constraint: &'static str, what: &str, body: Block<'c>) -> Check<'c> {
    let terminator = body.ops().pop().filter(|last| Yield::is(*last));
    let Some(terminator) = terminator else {
        let message = format!("{what} does not end with `program.yield`");
        return Err(Violation::new(op, constraint, message));
    };
    let types = |values: Vec<mlir_shim::ir::Value<'c>>| -> Vec<Ty<'c>> {
        values.into_iter().map(|value| value.ty()).collect()
    };
    let (actual, expected) = (types(terminator.operands()), types(op.results()));
    if actual.len() != expected.len() {
        let message = format!(
            "{what} yields {} values, but there are {} results",
            actual.len(),
            expected.len()
        );
        return Err(Violation::new(op, constraint, message)
            .note(terminator.location(), "the values are yielded here"));
    }
    for (number, (actual, expected)) in actual.iter().zip(expected).enumerate() {
        if *actual != expected {
            let message = format!(
                "{what} yields a value of type {actual}, but result {number} has type {expected}"
            );
            return Err(Violation::new(op, constraint, message)
                .note(terminator.location(), "the value is yielded here"));
        }
    }
    Ok(())
}
