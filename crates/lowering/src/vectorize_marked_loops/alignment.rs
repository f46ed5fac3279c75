//! Where a loop that stores past the caches reaches the first whole cache line.

use crate::kernel_to_loops::NONTEMPORAL;
use mlir_shim::ir::{Builder, Mapping, Op, Scalar, Ty, Value};

/// A store that wants aligned vectors.
pub struct Aligned<'c> {
    /// The store.
    pub store: Op<'c>,
    element_bytes: i64,
    /// The bytes of a vector.
    pub bytes: i64,
}

/// The first store of the loop's own block that goes past the caches, when its
/// vectors have a size that processors have such stores for.
pub fn of_stores<'c>(op: Op<'c>, width: i64) -> Option<Aligned<'c>> {
    let body = op.body()?;
    let store = body
        .ops()
        .into_iter()
        .find(|inner| inner.is("memref.store") && inner.attr(NONTEMPORAL).is_some())?;
    let element = store.operand(1).ty().memref_element()?.as_scalar()?;
    let element_bytes = element.bytes() as i64;
    let bytes = element_bytes * width;
    let is_last_unit = store.operand(1).ty().has_unit_stride() && store.operand_count() > 2;
    (is_last_unit && element != Scalar::I1 && [16, 32, 64].contains(&bytes)).then_some(Aligned {
        store,
        element_bytes,
        bytes,
    })
}

impl<'c> Aligned<'c> {
    /// The first iteration whose element starts a whole vector in memory, at
    /// most the end of the loop.
    pub fn start(&self, builder: &Builder<'c>, op: Op<'c>) -> Value<'c> {
        let (low, high) = (op.operand(0), op.operand(1));
        let address = self.address_at(builder, op, low);
        let size = builder.index(self.bytes);
        let past = builder.binary("arith.andi", address, builder.index(self.bytes - 1));
        let missing = builder.binary("arith.subi", size, past);
        let missing = builder.binary("arith.andi", missing, builder.index(self.bytes - 1));
        let element = builder.index(self.element_bytes);
        let iterations = builder.binary("arith.divui", missing, element);
        let start = builder.binary("arith.addi", low, iterations);
        builder.binary("arith.minsi", start, high)
    }

    /// The address of the element that an iteration stores to.
    fn address_at(&self, builder: &Builder<'c>, op: Op<'c>, counter: Value<'c>) -> Value<'c> {
        let body = op.body().expect("a loop has a body");
        let index = Ty::scalar(builder.context(), Scalar::Index);
        let mut mapping = Mapping::new();
        mapping.map(body.arguments()[0], counter);
        // Indices are sums of the counter and of what is known outside.
        for inner in body.ops() {
            let is_sum = inner.name().starts_with("arith.")
                && inner.results().iter().all(|result| result.ty() == index)
                && inner.operands().iter().all(|operand| operand.ty() == index);
            if is_sum {
                builder.insert(mapping.clone_op(inner));
            }
        }
        let memref = self.store.operand(1);
        let base = builder
            .build(
                builder
                    .op("memref.extract_aligned_pointer_as_index")
                    .operands(&[memref])
                    .results(&[index]),
            )
            .result(0);
        let indices = &self.store.operands()[2..];
        let mut types = vec![memref.ty().memref_base()];
        types.extend(std::iter::repeat_n(index, 1 + 2 * indices.len()));
        let metadata = builder.build(
            builder
                .op("memref.extract_strided_metadata")
                .operands(&[memref])
                .results(&types),
        );
        let mut elements = metadata.result(1);
        for (number, position) in indices.iter().enumerate() {
            let stride = metadata.result(2 + indices.len() + number);
            let distance = builder.binary("arith.muli", mapping.lookup(*position), stride);
            elements = builder.binary("arith.addi", elements, distance);
        }
        let bytes = builder.binary("arith.muli", elements, builder.index(self.element_bytes));
        builder.binary("arith.addi", base, bytes)
    }
}
