//! Control flow: for, if, yield.

use crate::ops::{For, ForParts, If, IfParts, Yield, YieldParts};
use ir_stencil::build::{Built, body, finish, finish_leaf, terminate};
use mlir_shim::ir::{Builder, Region, Scalar, Ty, Value};

/// `program.for` over low, high and step. The body gets the counter and the
/// iteration arguments, and gives their next values.
pub fn for_loop<'c>(
    builder: &Builder<'c>,
    range: [Value<'c>; 3],
    initial: &[Value<'c>],
    values: impl FnOnce(&Builder<'c>, Value<'c>, &[Value<'c>]) -> Built<Vec<Value<'c>>>,
) -> Built<For<'c>> {
    let results: Vec<Ty> = initial.iter().map(|value| value.ty()).collect();
    let mut arguments = vec![Ty::scalar(builder.context(), Scalar::Index)];
    arguments.extend_from_slice(&results);
    let (region, block, inside) = body(builder, &arguments);
    let [low, high, step] = range;
    let parts = ForParts {
        low,
        high,
        step,
        initial,
        results: &results,
        body: region,
    };
    finish(builder, For::state(builder, parts), |_| {
        let arguments = block.arguments();
        let next = values(&inside, arguments[0], &arguments[1..])?;
        end(&inside, &next)
    })
    .map(For)
}

/// `program.if` without `else` and results.
pub fn if_then<'c>(
    builder: &Builder<'c>,
    condition: Value<'c>,
    contents: impl FnOnce(&Builder<'c>) -> Built<()>,
) -> Built<If<'c>> {
    let (region, _, inside) = body(builder, &[]);
    let parts = IfParts {
        condition,
        results: &[],
        then_region: region,
        else_region: Region::empty(),
    };
    finish(builder, If::state(builder, parts), |_| {
        contents(&inside)?;
        end(&inside, &[])
    })
    .map(If)
}

/// `program.if` with both bodies, which give the results.
pub fn if_else<'c>(
    builder: &Builder<'c>,
    condition: Value<'c>,
    results: &[Ty<'c>],
    then: impl FnOnce(&Builder<'c>) -> Built<Vec<Value<'c>>>,
    otherwise: impl FnOnce(&Builder<'c>) -> Built<Vec<Value<'c>>>,
) -> Built<If<'c>> {
    let (then_region, _, in_then) = body(builder, &[]);
    let (else_region, _, in_else) = body(builder, &[]);
    let parts = IfParts {
        condition,
        results,
        then_region,
        else_region,
    };
    finish(builder, If::state(builder, parts), |_| {
        end(&in_then, &then(&in_then)?)?;
        end(&in_else, &otherwise(&in_else)?)
    })
    .map(If)
}

/// `program.yield`; the builders of loops and branches add it by themselves.
pub fn yield_values<'c>(builder: &Builder<'c>, values: &[Value<'c>]) -> Built<Yield<'c>> {
    finish_leaf(builder, Yield::state(builder, YieldParts { values })).map(Yield)
}

fn end<'c>(inside: &Builder<'c>, values: &[Value<'c>]) -> Built<()> {
    terminate(inside, Yield::state(inside, YieldParts { values }))
}
