//! Memory as memrefs: the elements of fields and of intermediates, loads and stores of them, allocations.

use crate::{arithmetic::Arithmetic, loops};
use mlir_shim::ir::{Attr, Builder, Op, Scalar, Ty, Value};

/// The memory of a field.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Storage<'c> {
    /// The elements.
    pub memref: Value<'c>,
    /// In checked mode, for an allocation: which elements were written.
    pub written: Option<Value<'c>>,
}

/// A field: its memory and where coordinate 0 is in it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Field<'c> {
    /// The memory, which a swap exchanges.
    pub storage: Storage<'c>,
    /// Points below coordinate 0 on each axis that the field has.
    pub origin: [Option<Value<'c>>; 3],
    /// Whether the caller owns it.
    pub is_argument: bool,
}

/// An element of a field, ready to be loaded or stored.
pub struct Element<'c> {
    pub storage: Storage<'c>,
    pub indices: Vec<Value<'c>>,
}

/// The address of a memref's memory, without its offset.
pub fn pointer_as_number<'c>(builder: &Builder<'c>, memref: Value<'c>) -> Value<'c> {
    let index = Ty::scalar(builder.context(), Scalar::Index);
    let state = builder.op("memref.extract_aligned_pointer_as_index");
    let state = state.operands(&[memref]).results(&[index]);
    builder.build(state).result(0)
}

/// `memref.load`.
pub fn load<'c>(builder: &Builder<'c>, memref: Value<'c>, indices: &[Value<'c>]) -> Value<'c> {
    let element = element_of(memref);
    builder
        .build(
            builder
                .op("memref.load")
                .operands(&[memref])
                .operands(indices)
                .results(&[element]),
        )
        .result(0)
}

/// `memref.store`.
pub fn store<'c>(
    builder: &Builder<'c>,
    value: Value<'c>,
    memref: Value<'c>,
    indices: &[Value<'c>],
) -> Op<'c> {
    builder.build(
        builder
            .op("memref.store")
            .operands(&[value, memref])
            .operands(indices),
    )
}

/// The element type of a memref.
pub fn element_of(memref: Value<'_>) -> Ty<'_> {
    memref.ty().memref_element().expect("a memref")
}

/// An index clamped to constants; constants are clamped when compiling.
pub fn clamp<'c>(builder: &Builder<'c>, value: Value<'c>, low: i64, high: i64) -> Value<'c> {
    if is_known_within(value, low, high) {
        return value;
    }
    clamp_between(builder, value, builder.index(low), builder.index(high))
}

/// An index clamped to two ends, both included.
pub fn clamp_between<'c>(
    builder: &Builder<'c>,
    value: Value<'c>,
    low: Value<'c>,
    high: Value<'c>,
) -> Value<'c> {
    builder.min(builder.max(value, low), high)
}

/// Whether an index is a constant from low to high, both included: clamping does not change it.
pub fn is_known_within(value: Value<'_>, low: i64, high: i64) -> bool {
    value
        .defining_op()
        .filter(|op| op.is("arith.constant"))
        .and_then(|op| op.attr("value"))
        .and_then(|value| value.as_integer())
        .is_some_and(|constant| (low..=high).contains(&constant))
}

/// An allocation of rows one after the other.
pub fn allocate_plain<'c>(
    builder: &Builder<'c>,
    element: Ty<'c>,
    sizes: &[Value<'c>],
    alignment: i64,
) -> Value<'c> {
    let mut strides: Vec<Option<i64>> = vec![None; sizes.len()];
    if let Some(last) = strides.last_mut() {
        *last = Some(1);
    }
    // The identity layout is what `memref.alloc` needs to know sizes from strides.
    let dims = "?x".repeat(sizes.len());
    let ty =
        Ty::parse(builder.context(), &format!("memref<{dims}{element}>")).expect("a memref type");
    let number = Attr::integer(Ty::scalar(builder.context(), Scalar::I64), alignment);
    builder
        .build(
            builder
                .op("memref.alloc")
                .segments(&[sizes, &[]])
                .attr("alignment", number)
                .results(&[ty]),
        )
        .result(0)
}

/// Sets all elements of a plain memref of i1 to false.
pub fn fill<'c>(builder: &Builder<'c>, memref: Value<'c>, sizes: &[Value<'c>]) {
    let zero = builder.index(0);
    let ranges: Vec<_> = sizes.iter().map(|size| (zero, *size)).collect();
    loops::sequential(builder, &ranges, |inner, indices| {
        let off = inner.constant(Scalar::I1, 0);
        store(inner, off, memref, indices);
    });
}

/// `memref.dealloc` of a storage.
pub fn free<'c>(builder: &Builder<'c>, storage: Storage<'c>) {
    for memref in [Some(storage.memref), storage.written]
        .into_iter()
        .flatten()
    {
        builder.build(builder.op("memref.dealloc").operands(&[memref]));
    }
}

/// `memref.dim`.
pub fn size<'c>(builder: &Builder<'c>, memref: Value<'c>, position: usize) -> Value<'c> {
    let number = builder.index(position as i64);
    let index = Ty::scalar(builder.context(), Scalar::Index);
    builder
        .build(
            builder
                .op("memref.dim")
                .operands(&[memref, number])
                .results(&[index]),
        )
        .result(0)
}
