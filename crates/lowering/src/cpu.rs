//! Kernels on the processor: tiles are parallel loops, rows loops that become vectors, and stores and loads ahead know
//! of caches.

use crate::{
    abi,
    kernel::{KernelTarget, Range, Reuse},
    loops::{self, repeat},
    memory::{Element, allocate_plain, store},
    vectorize_annotated_loops::VECTOR,
};
use ir_stencil::ops::Place;
use mlir_shim::ir::{Attr, Builder, Scalar, Ty, Value};

/// The attribute on a store to memory that is not read again soon.
pub const NONTEMPORAL: &str = "nontemporal";

/// To the second-level cache: rows ahead would push those at work out of the first.
const SECOND_LEVEL: i64 = 2;

/// A processor with caches, vectors and threads. How wide its vectors are schedules have decided.
pub struct Cpu;

impl KernelTarget for Cpu {
    fn parallel<'c>(
        &self,
        builder: &Builder<'c>,
        ranges: &[Range<'c>],
        body: impl FnOnce(&Builder<'c>, &[Value<'c>]),
    ) {
        loops::parallel(builder, ranges, body);
    }

    /// A sequential loop that `vectorize-annotated-loops` turns into vectors of so many lanes.
    fn row<'c>(
        &self,
        builder: &Builder<'c>,
        (low, high, step): Range<'c>,
        lanes: i64,
        body: impl FnOnce(&Builder<'c>, Value<'c>),
    ) {
        let repeated = repeat(builder, low, high, step, body);
        if lanes > 1 {
            let i64 = Ty::scalar(builder.context(), Scalar::I64);
            repeated.set_attr(VECTOR, Attr::integer(i64, lanes));
        }
    }

    /// All levels are the same memory: which of them stays in which cache is a matter of its size.
    fn allocate<'c>(
        &self,
        builder: &Builder<'c>,
        _level: Place,
        element: Ty<'c>,
        sizes: &[Value<'c>],
    ) -> Value<'c> {
        allocate_plain(builder, element, sizes, abi::LINE_BYTES)
    }

    fn free<'c>(&self, builder: &Builder<'c>, _level: Place, memref: Value<'c>) {
        builder.build(builder.op("memref.dealloc").operands(&[memref]));
    }

    /// Lines of the cache: vectors that start there cross none.
    fn row_alignment(&self, element: Ty<'_>) -> i64 {
        let bytes = element.as_scalar().map_or(8, |scalar| scalar.bytes()) as i64;
        abi::LINE_BYTES / bytes.max(1)
    }

    /// What is not read again soon goes past the caches.
    fn store<'c>(
        &self,
        builder: &Builder<'c>,
        value: Value<'c>,
        element: &Element<'c>,
        reuse: Reuse,
    ) {
        let stored = store(builder, value, element.storage.memref, &element.indices);
        if reuse == Reuse::Late {
            let yes = Attr::parse(builder.context(), "true").expect("a boolean");
            stored.set_attr(NONTEMPORAL, yes);
        }
    }

    fn prefetch<'c>(&self, builder: &Builder<'c>, element: &Element<'c>) {
        let integer = |scalar, value| {
            let ty = Ty::scalar(builder.context(), scalar);
            Attr::integer(ty, value)
        };
        builder.build(
            builder
                .op("memref.prefetch")
                .operands(&[element.storage.memref])
                .operands(&element.indices)
                .attr("isWrite", integer(Scalar::I1, 0))
                .attr("localityHint", integer(Scalar::I32, SECOND_LEVEL))
                .attr("isDataCache", integer(Scalar::I1, 1)),
        );
    }
}
