//! Loop nests.

use super::{body::Point, span::Span};
use crate::vectorize_marked_loops::VECTOR;
use mlir_shim::ir::{Attr, Builder, Op, Region, Scalar, Ty, Value};

/// `scf.for` from low to below high; the body gets a builder in it and the counter.
pub fn repeat<'c>(
    builder: &Builder<'c>,
    low: Value<'c>,
    high: Value<'c>,
    step: i64,
    body: impl FnOnce(&Builder<'c>, Value<'c>),
) -> Op<'c> {
    carrying(builder, (low, high, step), &[], |inner, counter, _| {
        body(inner, counter);
        Vec::new()
    })
}

/// `scf.for` from low to below high with values carried along, whose last ones are its results;
/// the body gives the next ones.
pub fn carrying<'c>(
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

/// A loop of a nest.
#[derive(Clone, Copy)]
pub struct Loop<'c> {
    /// 0 i, 1 j, 2 k.
    pub axis: usize,
    /// Over what.
    pub span: Span<'c>,
    /// From one iteration to the next.
    pub step: i64,
    /// Whether several threads share it.
    pub parallel: bool,
    /// How many iterations are handled at once; 0 leaves that to LLVM.
    pub vector: i64,
}

impl<'c> Loop<'c> {
    /// A loop over every coordinate, in order.
    pub fn over(axis: usize, span: Span<'c>) -> Self {
        Self {
            axis,
            span,
            step: 1,
            parallel: false,
            vector: 0,
        }
    }
}

type Body<'c, 'b> = Box<dyn FnOnce(&Builder<'c>, Point<'c>) + 'b>;

/// A nest of loops, first outermost; neighbouring parallel loops are one. A
/// loop over a single coordinate is none. The body gets the coordinates, which
/// are those of `point` on the other axes.
pub fn nest_over<'c>(
    builder: &Builder<'c>,
    loops: &[Loop<'c>],
    point: Point<'c>,
    body: impl FnOnce(&Builder<'c>, Point<'c>),
) {
    descend(builder, loops, point, Box::new(body));
}

fn descend<'c>(
    builder: &Builder<'c>,
    loops: &[Loop<'c>],
    mut point: Point<'c>,
    body: Body<'c, '_>,
) {
    let Some((first, rest)) = loops.split_first() else {
        return body(builder, point);
    };
    if let Some(only) = first.span.single() {
        point[first.axis] = Some(only.value(builder));
        return descend(builder, rest, point, body);
    }
    let together = loops
        .iter()
        .take_while(|one| one.parallel && one.span.single().is_none())
        .count();
    if together > 0 {
        let ranges: Vec<_> = loops[..together]
            .iter()
            .map(|one| {
                let (low, high) = one.span.values(builder);
                (low, high, one.step)
            })
            .collect();
        parallel(builder, &ranges, |inner, counters| {
            for (one, counter) in loops[..together].iter().zip(counters) {
                point[one.axis] = Some(*counter);
            }
            descend(inner, &loops[together..], point, body);
        });
        return;
    }
    let (low, high) = first.span.values(builder);
    let repeated = repeat(builder, low, high, first.step, |inner, counter| {
        point[first.axis] = Some(counter);
        descend(inner, rest, point, body);
    });
    if rest.is_empty() && first.vector > 1 {
        let i64 = Ty::scalar(builder.context(), Scalar::I64);
        repeated.set_attr(VECTOR, Attr::integer(i64, first.vector));
    }
}
