//! Memory that a function allocates: for fields, and plain; given back also where a check fails.

use super::{ProgramEmitter, padding::Rows};
use crate::{
    abi::{self, Dimension, Report},
    arithmetic::Arithmetic,
    memory::{Field, Storage, allocate_plain, fill, free, pointer_as_number},
};
use ir_program::ops::Alloc;
use ir_stencil::{ops::shaped, values::constant_integer};
use mlir_shim::ir::{Attr, Builder, Op, Scalar, Ty, Value};

impl<'c> ProgramEmitter<'c, '_> {
    /// Allocates a field and gives it back where a check fails later.
    pub(super) fn allocate(&mut self, alloc: Alloc<'c>) {
        let builder = self.at(alloc.0.location());
        let field = alloc.0.result(0);
        let shape = shaped(field);
        let ssa_box = alloc.index_box();
        let zero = builder.index(0);
        let dimensions = abi::dimensions(&shape);
        let (mut alignment, mut padding) = (64, 0);
        if let Some(layout) = shape.layout {
            (_, alignment, padding) = layout.layout_values();
        }
        let mut origin = [None; 3];
        let mut sizes = Vec::new();
        let mut points = [builder.index(1); 3];
        for dimension in &dimensions {
            let size = match dimension {
                Dimension::Data(number) => builder.index(shape.data[*number]),
                Dimension::Axis(axis) => {
                    let (low, high) = self.environment.range(&builder, &ssa_box, *axis);
                    origin[*axis] = Some(builder.sub(zero, low));
                    points[*axis] = builder.max(builder.sub(high, low), zero);
                    points[*axis]
                }
            };
            sizes.push(size);
        }
        let rows = match shape.layout {
            Some(_) => Rows::with_padding(&builder, &sizes, padding),
            None => Rows::at_lines(&builder, &shape, &sizes, &origin),
        };
        let outer = sizes.iter().take(dimensions.len().saturating_sub(1));
        let padded: Vec<Value<'c>> = outer.copied().chain([rows.distance]).collect();
        let large = is_large(&builder, &padded);
        let what = format!("{} cannot be made", self.environment.name_of(field));
        let full = self.environment.site(alloc.0, &what);
        self.abort_when(alloc.0, large, full, Report::Memory, points);
        let builder = self.at(alloc.0.location());
        let memref = self.allocate_rows(&builder, field, &sizes, &rows, alignment);
        let written = self.environment.checked.then(|| {
            let flag = Ty::scalar(builder.context(), Scalar::I1);
            allocate_plain(&builder, flag, &sizes, 64)
        });
        let storage = Storage { memref, written };
        self.environment.fields.insert(
            field,
            Field {
                storage,
                origin,
                is_argument: false,
            },
        );
        self.free_on_abort(alloc.0, storage);
        for memref in [Some(memref), written].into_iter().flatten() {
            let builder = self.at(alloc.0.location());
            let address = pointer_as_number(&builder, memref);
            let missing = builder.compare("eq", address, builder.index(0));
            self.abort_when(alloc.0, missing, full, Report::Memory, points);
        }
        if let Some(shadow) = written {
            fill(&self.at(alloc.0.location()), shadow, &sizes);
        }
    }

    /// An allocation of the type that fields have. Its sizes are those of the field: what
    /// pads its rows is seen by nobody.
    fn allocate_rows(
        &self,
        builder: &Builder<'c>,
        field: Value<'c>,
        sizes: &[Value<'c>],
        rows: &Rows<'c>,
        alignment: i64,
    ) -> Value<'c> {
        let element = shaped(field).element;
        let ty = abi::memref_type(field);
        let Some((_, outer)) = sizes.split_last() else {
            let plain = allocate_plain(builder, element, sizes, alignment);
            let state = builder.op("memref.cast").operands(&[plain]);
            return builder.build(state.results(&[ty])).result(0);
        };
        let mut strides = Vec::with_capacity(outer.len());
        let mut elements = rows.distance;
        for size in outer.iter().rev() {
            strides.push(elements);
            elements = builder.mul(elements, *size);
        }
        strides.reverse();
        let all = builder.add(elements, rows.offset);
        let plain = allocate_plain(builder, element, &[all], alignment);
        // What is known is part of the type, and so the functions of kernels know it.
        const OPERAND: i64 = i64::MIN;
        let known = |value: &Value<'c>| {
            constant_integer(*value).filter(|known| (0..=TOO_MANY).contains(known))
        };
        let shape = |values: &[Value<'c>]| -> (Vec<Option<i64>>, Vec<Value<'c>>, Attr<'c>) {
            let all: Vec<Option<i64>> = values.iter().map(known).collect();
            let operands = values.iter().filter(|value| known(value).is_none());
            let numbers: Vec<i64> = all.iter().map(|known| known.unwrap_or(OPERAND)).collect();
            let numbers = Attr::i64_array(builder.context(), &numbers);
            (all, operands.copied().collect(), numbers)
        };
        strides.push(builder.index(1));
        let (offset, offsets, static_offsets) = shape(&[rows.offset]);
        let (lengths, sizes, static_sizes) = shape(sizes);
        let (distances, strides, static_strides) = shape(&strides);
        let state = builder
            .op("memref.reinterpret_cast")
            .segments(&[&[plain], &offsets, &sizes, &strides])
            .attr("static_offsets", static_offsets)
            .attr("static_sizes", static_sizes)
            .attr("static_strides", static_strides)
            .results(&[element.memref(&lengths, offset[0], &distances)]);
        let state = builder
            .op("memref.cast")
            .operands(&[builder.build(state).result(0)]);
        builder.build(state.results(&[ty])).result(0)
    }

    /// From here on a failed check frees this storage before it leaves.
    pub(super) fn free_on_abort(&mut self, op: Op<'c>, storage: Storage<'c>) {
        let status = Ty::scalar(op.context(), Scalar::I32);
        let block = self.region.append_block(&[status], op.location());
        let builder = Builder::at_end(block, op.location());
        free(&builder, storage);
        builder.jump(self.abort, &block.arguments());
        self.abort = block;
    }
}

/// Elements that no machine has memory for. Sizes below it multiply without wrapping around.
const TOO_MANY: i64 = 1 << 48;

/// Whether sizes make more elements than there can be.
fn is_large<'c>(builder: &Builder<'c>, sizes: &[Value<'c>]) -> Value<'c> {
    let (one, limit) = (builder.index(1), builder.index(TOO_MANY));
    let mut large = builder.constant(Scalar::I1, 0);
    let mut elements = one;
    for size in sizes {
        let room = builder.binary("arith.divui", limit, builder.max(elements, one));
        let more = builder.compare("sgt", *size, room);
        large = builder.binary("arith.ori", large, more);
        elements = builder.mul(elements, *size);
    }
    large
}
