//! The bodies of applies and stages: what they hold and what they yield.

use super::function::is_of_dialect;
use super::violation::{Check, Violation};
use crate::ops::{Access, AccessDyn, Index, Yield};
use mlir_shim::ir::{Op, Ty, Walk};

fn may_stand_in_body(op: Op<'_>) -> bool {
    is_of_dialect(op, "arith")
        || is_of_dialect(op, "math")
        || Access::is(op)
        || AccessDyn::is(op)
        || Index::is(op)
        || Yield::is(op)
        || ["scf.if", "scf.while", "scf.yield", "scf.condition"].contains(&op.name())
}

/// apply_c3 and stage_c6: the operations of a body, and that it reads temps by accesses only.
pub fn contents<'c>(op: Op<'c>, constraint: &'static str) -> Check<'c> {
    let mut found = None;
    op.walk(|inner| {
        if inner == op {
            return Walk::Advance;
        }
        let problem = problem(inner);
        match problem {
            Some(message) => {
                let note = format!("the body of this {} is meant", op.name());
                found = Some(Violation::new(inner, constraint, message).note(op.location(), note));
                Walk::Stop
            }
            None => Walk::Advance,
        }
    });
    found.map_or(Ok(()), Err)
}

fn problem(inner: Op<'_>) -> Option<String> {
    if !may_stand_in_body(inner) {
        return Some("may not stand in a body, which holds pure operations of `arith` and `math`, `scf.if`, `scf.while` and accesses".into());
    }
    let first = usize::from(Access::is(inner) || AccessDyn::is(inner));
    let scalars = (first..inner.operand_count()).map(|index| (index, inner.operand(index)));
    for (index, value) in scalars {
        let ty = value.ty();
        if ty.shaped().is_some() {
            return Some(format!(
                "uses a value of type {ty} as operand {index}, but a body reads temps by `stencil.access` and `stencil.access_dyn` only"
            ));
        }
    }
    let mut types = inner.results().into_iter().map(|result| result.ty());
    types
        .find(|ty| ty.shaped().is_none() && !is_number(*ty))
        .map(|ty| format!("gives a value of type {ty}, but a body holds single numbers"))
}

/// Whether a type is that of one number: of an element, or of a position.
fn is_number(ty: Ty<'_>) -> bool {
    ty.as_scalar().is_some()
}

/// The types of the components of results, in row-major order.
pub fn component_types<'c>(results: impl IntoIterator<Item = Ty<'c>>) -> Vec<Ty<'c>> {
    results
        .into_iter()
        .filter_map(|ty| ty.shaped())
        .flat_map(|shaped| vec![shaped.element; shaped.components()])
        .collect()
}

/// apply_c2 and stage_c2: the values that a body yields.
pub fn yields<'c>(op: Op<'c>, constraint: &'static str, expected: &[Ty<'c>]) -> Check<'c> {
    let terminator = op.body().and_then(|body| body.ops().pop());
    let Some(terminator) = terminator.filter(|last| Yield::is(*last)) else {
        return Err(Violation::new(
            op,
            constraint,
            "the body does not end with `stencil.yield`",
        ));
    };
    let actual: Vec<_> = terminator
        .operands()
        .iter()
        .map(|value| value.ty())
        .collect();
    if actual.len() != expected.len() {
        let message = format!(
            "the body yields {} values, but {} are needed",
            actual.len(),
            expected.len()
        );
        return Err(Violation::new(op, constraint, message)
            .note(terminator.location(), "the values are yielded here"));
    }
    for (number, (actual, expected)) in actual.iter().zip(expected).enumerate() {
        if actual != expected {
            let message = format!(
                "yielded value {number} has type {actual}, but the element type is {expected}"
            );
            return Err(Violation::new(op, constraint, message)
                .note(terminator.location(), "the value is yielded here"));
        }
    }
    Ok(())
}
