//! Loop nests.

use super::Arithmetic;
use mlir_shim::ir::{Builder, Region, Scalar, Ty, Value};

/// `scf.for` from low to below high; the body gets a builder in it and the counter.
pub fn repeat<'c>(
    builder: &Builder<'c>,
    low: Value<'c>,
    high: Value<'c>,
    step: i64,
    body: impl FnOnce(&Builder<'c>, Value<'c>),
) {
    let index = Ty::scalar(builder.context(), Scalar::Index);
    let (region, block) = Region::with_block(&[index], builder.location());
    let inner = Builder::at_end(block, builder.location());
    body(&inner, block.arguments()[0]);
    inner.build(inner.op("scf.yield"));
    let step = builder.index(step);
    builder.build(
        builder
            .op("scf.for")
            .operands(&[low, high, step])
            .region(region),
    );
}

/// `scf.for` with one value carried along.
pub fn accumulate<'c>(
    builder: &Builder<'c>,
    (low, high): (Value<'c>, Value<'c>),
    init: Value<'c>,
    body: impl FnOnce(&Builder<'c>, Value<'c>, Value<'c>) -> Value<'c>,
) -> Value<'c> {
    let index = Ty::scalar(builder.context(), Scalar::Index);
    let (region, block) = Region::with_block(&[index, init.ty()], builder.location());
    let inner = Builder::at_end(block, builder.location());
    let arguments = block.arguments();
    let next = body(&inner, arguments[0], arguments[1]);
    inner.build(inner.op("scf.yield").operands(&[next]));
    let step = builder.index(1);
    builder
        .build(
            builder
                .op("scf.for")
                .operands(&[low, high, step, init])
                .results(&[init.ty()])
                .region(region),
        )
        .result(0)
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
    let (region, block) = Region::with_block(&[], builder.location());
    let inner = Builder::at_end(block, builder.location());
    body(&inner);
    inner.build(inner.op("scf.yield"));
    builder.build(
        builder
            .op("scf.if")
            .operands(&[condition])
            .region(region)
            .region(Region::empty()),
    );
}

/// A loop of a nest over axes.
#[derive(Clone, Copy)]
pub struct Axis<'c> {
    /// 0 i, 1 j, 2 k.
    pub axis: usize,
    pub low: Value<'c>,
    pub high: Value<'c>,
    /// Whether several threads share it.
    pub parallel: bool,
    /// The tile size; 0 leaves it untiled.
    pub tile: i64,
}

/// One generated loop: full range, tile by tile, or inside a tile.
#[derive(Clone, Copy)]
struct Level<'c> {
    axis: Axis<'c>,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Full,
    Tiles,
    Inside,
}

/// The nest of loops over axes in the given order: first the loops over tiles,
/// then the loops inside. The outermost loop of a parallel axis is parallel;
/// neighbouring parallel loops are one. The body gets the coordinates.
pub fn over_axes<'c>(
    builder: &Builder<'c>,
    axes: &[Axis<'c>],
    body: impl FnOnce(&Builder<'c>, [Option<Value<'c>>; 3]),
) {
    let mut levels: Vec<Level<'c>> = Vec::new();
    for axis in axes.iter().filter(|axis| axis.tile > 0) {
        levels.push(Level {
            axis: *axis,
            kind: Kind::Tiles,
        });
    }
    for axis in axes {
        let kind = if axis.tile > 0 {
            Kind::Inside
        } else {
            Kind::Full
        };
        levels.push(Level { axis: *axis, kind });
    }
    descend(builder, &levels, [None; 3], [None; 3], Box::new(body));
}

type Body<'c, 'b> = Box<dyn FnOnce(&Builder<'c>, [Option<Value<'c>>; 3]) + 'b>;

fn descend<'c, 'b>(
    builder: &Builder<'c>,
    levels: &[Level<'c>],
    mut tiles: [Option<Value<'c>>; 3],
    mut point: [Option<Value<'c>>; 3],
    body: Body<'c, 'b>,
) {
    let Some(first) = levels.first() else {
        return body(builder, point);
    };
    let is_parallel = |level: &&Level<'c>| level.axis.parallel && level.kind != Kind::Inside;
    let together = levels.iter().take_while(is_parallel).count();
    if together > 0 {
        let ranges: Vec<_> = levels[..together]
            .iter()
            .map(|level| {
                let step = if level.kind == Kind::Tiles {
                    level.axis.tile
                } else {
                    1
                };
                (level.axis.low, level.axis.high, step)
            })
            .collect();
        parallel(builder, &ranges, |inner, counters| {
            for (level, counter) in levels[..together].iter().zip(counters) {
                match level.kind {
                    Kind::Tiles => tiles[level.axis.axis] = Some(*counter),
                    _ => point[level.axis.axis] = Some(*counter),
                }
            }
            descend(inner, &levels[together..], tiles, point, body);
        });
        return;
    }
    let Axis {
        axis,
        low,
        high,
        tile,
        ..
    } = first.axis;
    match first.kind {
        Kind::Full => repeat(builder, low, high, 1, |inner, counter| {
            point[axis] = Some(counter);
            descend(inner, &levels[1..], tiles, point, body);
        }),
        Kind::Tiles => repeat(builder, low, high, tile, |inner, counter| {
            tiles[axis] = Some(counter);
            descend(inner, &levels[1..], tiles, point, body);
        }),
        Kind::Inside => {
            let start = tiles[axis].expect("the loop over tiles is outside");
            let stop = builder.min(builder.shifted(start, tile), high);
            repeat(builder, start, stop, 1, |inner, counter| {
                point[axis] = Some(counter);
                descend(inner, &levels[1..], tiles, point, body);
            });
        }
    }
}
