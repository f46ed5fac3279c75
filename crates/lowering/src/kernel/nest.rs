//! Loop nests over the points of a kernel.

use super::{body::Point, span::Span, target::KernelTarget};
use crate::loops::repeat;
use mlir_shim::ir::{Builder, Value};

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
    target: &impl KernelTarget,
    builder: &Builder<'c>,
    loops: &[Loop<'c>],
    point: Point<'c>,
    body: impl FnOnce(&Builder<'c>, Point<'c>),
) {
    descend(target, builder, loops, point, Box::new(body));
}

fn descend<'c>(
    target: &impl KernelTarget,
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
        return descend(target, builder, rest, point, body);
    }
    let row_loops = loops
        .iter()
        .take_while(|one| one.parallel && one.span.single().is_none())
        .count();
    if row_loops > 0 {
        let ranges: Vec<_> = loops[..row_loops]
            .iter()
            .map(|one| {
                let (low, high) = one.span.values(builder);
                (low, high, one.step)
            })
            .collect();
        target.parallel(builder, &ranges, |inner, counters| {
            for (one, counter) in loops[..row_loops].iter().zip(counters) {
                point[one.axis] = Some(*counter);
            }
            descend(target, inner, &loops[row_loops..], point, body);
        });
        return;
    }
    let (low, high) = first.span.values(builder);
    let inside = |inner: &Builder<'c>, counter: Value<'c>| {
        point[first.axis] = Some(counter);
        descend(target, inner, rest, point, body);
    };
    if rest.is_empty() {
        target.row(builder, (low, high, first.step), first.vector, inside);
    } else {
        repeat(builder, low, high, first.step, inside);
    }
}
