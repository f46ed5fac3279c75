//! Whether what a loop stores past the caches starts at cache lines.

use crate::{abi, arithmetic::Arithmetic, cpu::NONTEMPORAL, loops::when};
use mlir_shim::ir::{Attr, Block, Builder, Mapping, Op, Scalar, Ty, Value};
use std::collections::HashSet;

/// The stores of a loop's own block that go past the caches, when their vectors
/// have a size that processors have such stores for.
pub fn of_stores(op: Op<'_>, width: i64) -> Vec<Op<'_>> {
    let Some(body) = op.body() else {
        return Vec::new();
    };
    body.ops()
        .into_iter()
        .filter(|store| store.is("memref.store") && store.attr(NONTEMPORAL).is_some())
        .filter(|store| {
            let is_last_unit = store.operand(1).ty().has_unit_stride() && store.operand_count() > 2;
            let is_bit = element(store.operand(1)) == Some(Scalar::I1);
            is_last_unit
                && !is_bit
                && [16, 32, 64].contains(&(width * element_bytes(store.operand(1))))
        })
        .filter(|store| sums(body, *store).is_some())
        .collect()
}

/// Whether the first iteration's element of every store starts a cache line, and so do the elements in
/// other rows that are as far along theirs; nothing where there are no stores.
pub fn is_at_lines<'c>(builder: &Builder<'c>, op: Op<'c>, stores: &[Op<'c>]) -> Option<Value<'c>> {
    let zero = builder.index(0);
    let past = stores
        .iter()
        .map(|store| address_at(builder, op, *store, op.operand(0)))
        .reduce(|all, address| builder.binary("arith.ori", all, address))?;
    let past = builder.binary("arith.andi", past, builder.index(abi::LINE_BYTES - 1));
    Some(builder.compare("eq", past, zero))
}

/// Asks for the lines in which the rest of a row lies that is stored under a mask. Processors ask for the
/// line of an ordinary store as soon as they know its address, but for that of a masked one, as it seems,
/// when all stores before it are done: it waits for memory, and so does everything behind it (AMD,
/// vectors of 256 and of 512 bits; `bench/row_lengths.py`).
pub fn ask_for_rest<'c>(
    builder: &Builder<'c>,
    op: Op<'c>,
    stores: &[Op<'c>],
    (whole, high): (Value<'c>, Value<'c>),
) {
    if stores.is_empty() {
        return;
    }
    when(builder, builder.compare("ne", whole, high), |inner| {
        for store in stores {
            let indices = indices_at(inner, op, *store, whole);
            prefetch_for_writing(inner, store.operand(1), &indices);
        }
    });
}

fn prefetch_for_writing<'c>(builder: &Builder<'c>, memref: Value<'c>, indices: &[Value<'c>]) {
    /// The first-level cache.
    const NEAREST: i64 = 3;
    let integer = |scalar, value| Attr::integer(Ty::scalar(builder.context(), scalar), value);
    builder.build(
        builder
            .op("memref.prefetch")
            .operands(&[memref])
            .operands(indices)
            .attr("isWrite", integer(Scalar::I1, 1))
            .attr("localityHint", integer(Scalar::I32, NEAREST))
            .attr("isDataCache", integer(Scalar::I1, 1)),
    );
}

/// The operations of a loop that the indices of a store are made by, in order; nothing where these
/// are more than sums of the counter and of what is known outside.
fn sums<'c>(body: Block<'c>, store: Op<'c>) -> Option<Vec<Op<'c>>> {
    let index = Ty::scalar(store.context(), Scalar::Index);
    let mut needed: HashSet<Value<'c>> = store.operands().into_iter().skip(2).collect();
    let mut found = Vec::new();
    for op in body.ops().into_iter().rev() {
        if !op.results().iter().any(|result| needed.contains(result)) {
            continue;
        }
        let is_sum = op.name().starts_with("arith.")
            && op.operands().iter().all(|operand| operand.ty() == index);
        if !is_sum {
            return None;
        }
        needed.extend(op.operands());
        found.push(op);
    }
    found.reverse();
    Some(found)
}

fn element(memref: Value<'_>) -> Option<Scalar> {
    memref.ty().memref_element()?.as_scalar()
}

/// The bytes of an element.
pub fn element_bytes(memref: Value<'_>) -> i64 {
    element(memref).map_or(0, |element| element.bytes() as i64)
}

/// The indices of the element that an iteration stores to.
fn indices_at<'c>(
    builder: &Builder<'c>,
    op: Op<'c>,
    store: Op<'c>,
    counter: Value<'c>,
) -> Vec<Value<'c>> {
    let body = op.body().expect("a loop has a body");
    let mut mapping = Mapping::new();
    mapping.map(body.arguments()[0], counter);
    for sum in sums(body, store).unwrap_or_default() {
        builder.insert(mapping.clone_op(sum));
    }
    let indices = store.operands().into_iter().skip(2);
    indices.map(|index| mapping.lookup(index)).collect()
}

/// The address of the element that an iteration stores to, with the bits of all distances between rows.
fn address_at<'c>(
    builder: &Builder<'c>,
    op: Op<'c>,
    store: Op<'c>,
    counter: Value<'c>,
) -> Value<'c> {
    let index = Ty::scalar(builder.context(), Scalar::Index);
    let indices = indices_at(builder, op, store, counter);
    let memref = store.operand(1);
    let base = builder
        .build(
            builder
                .op("memref.extract_aligned_pointer_as_index")
                .operands(&[memref])
                .results(&[index]),
        )
        .result(0);
    let mut types = vec![memref.ty().memref_base()];
    types.extend(std::iter::repeat_n(index, 1 + 2 * indices.len()));
    let metadata = builder.build(
        builder
            .op("memref.extract_strided_metadata")
            .operands(&[memref])
            .results(&types),
    );
    let mut elements = metadata.result(1);
    let mut bits = builder.index(0);
    for (number, position) in indices.iter().enumerate() {
        let stride = metadata.result(2 + indices.len() + number);
        let distance = builder.binary("arith.muli", *position, stride);
        elements = builder.binary("arith.addi", elements, distance);
        if number + 1 < indices.len() {
            bits = builder.binary("arith.ori", bits, stride);
        }
    }
    let bytes = |elements| {
        let size = builder.index(element_bytes(memref));
        builder.binary("arith.muli", elements, size)
    };
    let address = builder.binary("arith.addi", base, bytes(elements));
    builder.binary("arith.ori", address, bytes(bits))
}
