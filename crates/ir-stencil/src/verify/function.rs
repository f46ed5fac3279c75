//! What functions of both dialects must satisfy, and `stencil.func`.

use super::violation::{Check, Violation, require};
use crate::ops::Return;
use mlir_shim::ir::{Op, Ty};

/// The numbers of the constraints that functions of both dialects have.
pub struct SignatureConstraints {
    /// Arguments are fields or scalars.
    pub arguments: &'static str,
    /// There are no results.
    pub results: &'static str,
    /// How the body ends.
    pub terminator: &'static str,
}

/// Whether a function may have arguments of this type: fields and scalars.
pub fn is_argument_type(ty: Ty<'_>) -> bool {
    ty.is_field() || ty.as_scalar().is_some()
}

/// Checks the function type, and that the body ends with `terminator`.
pub fn signature<'c>(op: Op<'c>, constraints: SignatureConstraints, terminator: &str) -> Check<'c> {
    let function = op
        .attr("function_type")
        .and_then(|attribute| attribute.as_type())
        .and_then(|ty| ty.as_function());
    let Some((inputs, results)) = function else {
        let message = "`function_type` is not a function type";
        return Err(Violation::new(op, constraints.arguments, message));
    };
    for (number, ty) in inputs.into_iter().enumerate() {
        require(is_argument_type(ty), op, constraints.arguments, || {
            format!(
                "argument {number} has type {ty}, which is neither a field nor a scalar of type index, f32, f64, i1, i8, i16, i32 or i64"
            )
        })?;
    }
    if let Some(ty) = results.first() {
        let count = results.len();
        let message = format!(
            "there are {count} results, the first of type {ty}, but outputs are fields that are stored to"
        );
        return Err(Violation::new(op, constraints.results, message));
    }
    let last = op.body().and_then(|body| body.ops().pop());
    match last {
        Some(last) if last.is(terminator) => Ok(()),
        Some(last) => Err(Violation::new(
            op,
            constraints.terminator,
            format!(
                "the body ends with `{}`, but must end with `{terminator}`",
                last.name()
            ),
        )
        .note(last.location(), "the last operation is here")),
        None => Err(Violation::new(
            op,
            constraints.terminator,
            format!("the body is empty, but must end with `{terminator}`"),
        )),
    }
}

/// stencil_func_c1, stencil_func_c2, and the terminator of stencil_func_c3
pub fn func(op: Op<'_>) -> Check<'_> {
    let constraints = SignatureConstraints {
        arguments: "stencil_func_c1",
        results: "stencil_func_c2",
        terminator: "stencil_func_c3",
    };
    signature(op, constraints, Return::NAME)
}

/// Whether an operation computes scalars from scalars and does nothing else.
fn is_scalar_operation(op: Op<'_>) -> bool {
    let is_scalar = |ty: Ty| ty.as_scalar().is_some();
    // Not every operation of `arith` counts as pure: a division may not be speculated.
    let pure = is_of_dialect(op, "arith") || is_of_dialect(op, "math") || op.is_pure();
    pure && op.region_count() == 0
        && op.operands().into_iter().all(|value| is_scalar(value.ty()))
        && op.results().into_iter().all(|value| is_scalar(value.ty()))
}

/// Whether an operation is of a dialect.
pub fn is_of_dialect(op: Op<'_>, dialect: &str) -> bool {
    op.name()
        .strip_prefix(dialect)
        .is_some_and(|rest| rest.starts_with('.'))
}

/// stencil_func_c3: what the body consists of
pub fn func_body(op: Op<'_>) -> Check<'_> {
    for inner in op.body().map(|body| body.ops()).unwrap_or_default() {
        let allowed = is_of_dialect(inner, "stencil")
            || inner.is("program.bound")
            || is_scalar_operation(inner);
        if !allowed {
            let message = "may not stand in a `stencil.func`, which holds operations of the stencil dialect, `program.bound` and pure scalar operations without regions";
            return Err(Violation::new(inner, "stencil_func_c3", message)
                .note(op.location(), "the function is here"));
        }
    }
    Ok(())
}
