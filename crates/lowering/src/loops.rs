//! Loops and branches of upstream, as lowering writes them.

use mlir_shim::ir::{Builder, Op, Region, Scalar, Ty, Value};

/// `scf.for` from low to below high; the body gets a builder in it and the counter.
pub fn repeat<'c>(
    builder: &Builder<'c>,
    low: Value<'c>,
    high: Value<'c>,
    step: i64,
    body: impl FnOnce(&Builder<'c>, Value<'c>),
) -> Op<'c> {
    with_arguments(builder, (low, high, step), &[], |inner, counter, _| {
        body(inner, counter);
        Vec::new()
    })
}

/// `scf.for` from low to below high with values carried along, whose last ones are its results;
/// the body gives the next ones.
pub fn with_arguments<'c>(
    builder: &Builder<'c>,
    (low, high, step): (Value<'c>, Value<'c>, i64),
    first: &[Value<'c>],
    body: impl FnOnce(&Builder<'c>, Value<'c>, &[Value<'c>]) -> Vec<Value<'c>>,
) -> Op<'c> {
    let types: Vec<Ty<'c>> = first.iter().map(|value| value.ty()).collect();
    let mut arguments = vec![Ty::scalar(builder.context(), Scalar::Index)];
    arguments.extend(&types);
    let (region, block) = Region::with_block(&arguments, builder.location());
    let inner = Builder::at_end(block, builder.location());
    let arguments = block.arguments();
    let next = body(&inner, arguments[0], &arguments[1..]);
    inner.build(inner.op("scf.yield").operands(&next));
    let step = builder.index(step);
    let state = builder.op("scf.for").operands(&[low, high, step]);
    builder.build(state.operands(first).results(&types).region(region))
}

/// `scf.parallel` over several ranges.
pub fn parallel<'c>(
    builder: &Builder<'c>,
    ranges: &[(Value<'c>, Value<'c>, i64)],
    body: impl FnOnce(&Builder<'c>, &[Value<'c>]),
) {
    let index = Ty::scalar(builder.context(), Scalar::Index);
    let (region, block) = Region::with_block(&vec![index; ranges.len()], builder.location());
    let inner = Builder::at_end(block, builder.location());
    body(&inner, &block.arguments());
    inner.build(inner.op("scf.reduce"));
    let lows: Vec<Value<'c>> = ranges.iter().map(|range| range.0).collect();
    let highs: Vec<Value<'c>> = ranges.iter().map(|range| range.1).collect();
    let steps: Vec<Value<'c>> = ranges.iter().map(|range| builder.index(range.2)).collect();
    builder.build(
        builder
            .op("scf.parallel")
            .segments(&[&lows, &highs, &steps, &[]])
            .region(region),
    );
}

/// Nested `scf.for` over several ranges, first outermost.
pub fn sequential<'c>(
    builder: &Builder<'c>,
    ranges: &[(Value<'c>, Value<'c>)],
    body: impl FnOnce(&Builder<'c>, &[Value<'c>]),
) {
    let mut counters = Vec::new();
    nest(builder, ranges, &mut counters, body);
}

type NestBody<'c, 'b> = Box<dyn FnOnce(&Builder<'c>, &[Value<'c>]) + 'b>;

fn nest<'c>(
    builder: &Builder<'c>,
    ranges: &[(Value<'c>, Value<'c>)],
    counters: &mut Vec<Value<'c>>,
    body: impl FnOnce(&Builder<'c>, &[Value<'c>]),
) {
    match ranges.split_first() {
        None => body(builder, counters),
        // The closure is boxed: each level would otherwise be a new type without end.
        Some(((low, high), rest)) => {
            let body: NestBody<'c, '_> = Box::new(body);
            repeat(builder, *low, *high, 1, |inner, counter| {
                counters.push(counter);
                nest(inner, rest, counters, body);
            });
        }
    }
}

/// `scf.if` without results.
pub fn when<'c>(builder: &Builder<'c>, condition: Value<'c>, body: impl FnOnce(&Builder<'c>)) {
    let yes = yielding(builder, |inner| {
        body(inner);
        Vec::new()
    });
    let state = builder.op("scf.if").operands(&[condition]);
    builder.build(state.region(yes).region(Region::empty()));
}

/// `scf.if` and else: both sides give values of these types.
pub fn either<'c>(
    builder: &Builder<'c>,
    condition: Value<'c>,
    types: &[Ty<'c>],
    yes: impl FnOnce(&Builder<'c>) -> Vec<Value<'c>>,
    no: impl FnOnce(&Builder<'c>) -> Vec<Value<'c>>,
) -> Vec<Value<'c>> {
    let (yes, no) = (yielding(builder, yes), yielding(builder, no));
    let state = builder.op("scf.if").operands(&[condition]).results(types);
    builder.build(state.region(yes).region(no)).results()
}

fn yielding<'c>(
    builder: &Builder<'c>,
    body: impl FnOnce(&Builder<'c>) -> Vec<Value<'c>>,
) -> Region<'c> {
    let (region, block) = Region::with_block(&[], builder.location());
    let inner = Builder::at_end(block, builder.location());
    let values = body(&inner);
    inner.build(inner.op("scf.yield").operands(&values));
    region
}
