//! `predictive-commoning`: what the iteration before has computed is an iteration argument of the next.
//!
//! Before:
//! ```mlir
//! scf.for %i = %low to %high step %c1 {
//!   %left = f(%a[%i - 1], %a[%i])
//!   %right = f(%a[%i], %a[%i + 1])
//!   ...
//! } {stencil.vector = 8 : i64}
//! ```
//! After: `%left` is an iteration argument, which starts with the value that
//! it has in the first iteration and goes on with `%right`:
//! ```mlir
//! %first = f(%a[%low - 1], %a[%low])
//! scf.for %i = %low to %high step %c1 iter_args(%left = %first) {
//!   %right = f(%a[%i], %a[%i + 1])
//!   ...
//!   scf.yield %right
//! } {stencil.vector = 8 : i64}
//! ```
//! `vectorize-annotated-loops` makes one shuffle of such an argument. A value is
//! commoned where that saves more than the shuffle costs: see `chosen`. The name
//! is that of the optimization in other compilers.
//!
//! Requires: no iteration of an annotated loop reads what another one writes (kernels
//! promise that). Loops that will not be vectors stay as they are, and so do those that have
//! iteration arguments already. Ensures: the same operations on the same numbers, so
//! results are equal bit for bit.

mod chosen;
mod classes;
mod order;

use crate::{
    arithmetic::Arithmetic, loops, math_functions::MathFunctions,
    vectorize_annotated_loops::width_of,
};
use chosen::{Commoned, chosen};
use classes::Classes;
use ir_stencil::values::constant_integer;
use mlir_shim::{
    ir::{Block, Builder, Mapping, Op, Ty, Value, Walk},
    pass::{Failed, OptionValues, Pass},
};
use std::collections::HashSet;

/// The pass.
pub const PASS: Pass = Pass {
    name: "predictive-commoning",
    description: "Carries what the iteration before has computed along annotated loops",
    options: &[],
    run,
};

fn run(module: Op<'_>, _options: &OptionValues) -> Result<(), Failed> {
    let functions = MathFunctions::of(module);
    let mut annotated = Vec::new();
    module.walk(|op| {
        let carries = op.operand_count() > 3;
        if op.is("scf.for") && width_of(op, &functions).is_some() && !carries {
            annotated.push(op);
        }
        Walk::Advance
    });
    for op in annotated {
        let body = op.body().expect("a loop has a body");
        let commoned = chosen(body, &Classes::of(body));
        if !commoned.pairs.is_empty() {
            common(op, body, &commoned);
        }
    }
    Ok(())
}

/// Replaces a loop by one with iteration arguments.
fn common<'c>(op: Op<'c>, body: Block<'c>, commoned: &Commoned<'c>) {
    let builder = Builder::before(op);
    let replaced: Vec<Value<'c>> = commoned.pairs.iter().map(|pair| pair.value).collect();
    let first = first_values(&builder, op, body, &replaced);
    let range = (op.operand(0), op.operand(1), 1);
    let new = loops::with_arguments(&builder, range, &first, |inner, counter, arguments| {
        let mut mapping = Mapping::new();
        mapping.map(body.arguments()[0], counter);
        for (value, argument) in replaced.iter().zip(arguments) {
            mapping.map(*value, *argument);
        }
        for inside in order::of(body, commoned) {
            if !inside.is("scf.yield") {
                inner.insert(mapping.clone_op(inside));
            }
        }
        let pairs = commoned.pairs.iter();
        pairs.map(|pair| mapping.lookup(pair.next)).collect()
    });
    for (name, value) in op.attributes() {
        new.set_attr(name, value);
    }
    op.erase();
}

/// What values of the body are in the first iteration; zeros where there is none,
/// because memory that no iteration reads may not be there.
fn first_values<'c>(
    builder: &Builder<'c>,
    op: Op<'c>,
    body: Block<'c>,
    values: &[Value<'c>],
) -> Vec<Value<'c>> {
    let (low, high) = (op.operand(0), op.operand(1));
    let compute = |builder: &Builder<'c>| {
        let mut mapping = Mapping::new();
        mapping.map(body.arguments()[0], low);
        for inside in cone(body, values) {
            builder.insert(mapping.clone_op(inside));
        }
        values.iter().map(|value| mapping.lookup(*value)).collect()
    };
    if let (Some(low), Some(high)) = (constant_integer(low), constant_integer(high))
        && low < high
    {
        return compute(builder);
    }
    let zeros = |builder: &Builder<'c>| {
        let zero = |value: &Value<'c>| {
            let scalar = value.ty().as_scalar().expect("commoned values are scalars");
            builder.constant(scalar, 0)
        };
        values.iter().map(zero).collect()
    };
    let types: Vec<Ty<'c>> = values.iter().map(|value| value.ty()).collect();
    let runs = builder.compare("slt", low, high);
    loops::either(builder, runs, &types, compute, zeros)
}

/// The operations of a body that values are computed by, in order.
fn cone<'c>(body: Block<'c>, values: &[Value<'c>]) -> Vec<Op<'c>> {
    let mut needed: HashSet<Value<'c>> = values.iter().copied().collect();
    let mut found = Vec::new();
    for op in body.ops().into_iter().rev() {
        if op.results().iter().any(|result| needed.contains(result)) {
            needed.extend(op.operands());
            found.push(op);
        }
    }
    found.reverse();
    found
}
