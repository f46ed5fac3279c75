//! Loads and stores of lanes.

use super::{alignment::element_bytes, emit::Emission, lanes::Lane, pieces::Pieces};
use crate::{
    abi,
    kernel_to_loops::{NONTEMPORAL, loops::when},
};
use mlir_shim::ir::{Attr, Builder, Op, Region, Scalar, Ty, Value};

/// How the elements of the lanes lie.
enum Pattern<'c> {
    /// All lanes have one element.
    One(Vec<Value<'c>>),
    /// Neighbours, the first at these indices.
    Neighbours(Vec<Value<'c>>),
    /// Anywhere.
    Anywhere(Vec<Lane<'c>>),
}

impl<'c> Emission<'c, '_> {
    fn pattern(&self, memref: Value<'c>, indices: &[Value<'c>]) -> Pattern<'c> {
        let lanes: Vec<Lane<'c>> = indices.iter().map(|index| self.lane(*index)).collect();
        let is_bit = memref
            .ty()
            .memref_element()
            .and_then(|element| element.as_scalar())
            == Some(Scalar::I1);
        let uniform = |lanes: &[Lane<'c>]| -> Option<Vec<Value<'c>>> {
            lanes
                .iter()
                .map(|lane| match lane {
                    Lane::Uniform(value) => Some(*value),
                    _ => None,
                })
                .collect()
        };
        if let Some(indices) = uniform(&lanes) {
            return Pattern::One(indices);
        }
        // Bits are bytes in memory, but not in a vector that is loaded whole.
        if !is_bit
            && memref.ty().has_unit_stride()
            && let Some((Lane::Consecutive(last), others)) = lanes.split_last()
            && let Some(mut indices) = uniform(others)
        {
            indices.push(*last);
            return Pattern::Neighbours(indices);
        }
        Pattern::Anywhere(lanes)
    }

    pub(super) fn load(&mut self, op: Op<'c>) {
        let memref = op.operand(0);
        let base = self.scalar_operand(memref);
        let builder = self.builder.at(op.location());
        let element = op.result(0).ty();
        let lane = match self.pattern(memref, &op.operands()[1..]) {
            Pattern::One(indices) => Lane::Uniform(load_scalar(&builder, op, base, &indices)),
            Pattern::Neighbours(indices) => {
                let ty = self.lanes.vector(element);
                let state = match self.mask {
                    None => builder
                        .op("vector.load")
                        .operands(&[base])
                        .operands(&indices),
                    Some(mask) => {
                        let scalar = element.as_scalar().expect("an element is a scalar");
                        let zero = self.lanes.broadcast(&builder, builder.constant(scalar, 0));
                        builder
                            .op("vector.maskedload")
                            .operands(&[base])
                            .operands(&indices)
                            .operands(&[mask, zero])
                    }
                };
                Lane::Varying(builder.build(state.results(&[ty])).result(0))
            }
            Pattern::Anywhere(indices) => {
                let scalars: Vec<Value<'c>> = (0..self.lanes.width)
                    .map(|number| {
                        let at = self.extract_all(&builder, &indices, number);
                        match self.mask {
                            None => load_scalar(&builder, op, base, &at),
                            Some(mask) => {
                                let active =
                                    self.lanes.extract(&builder, Lane::Varying(mask), number);
                                load_if(&builder, op, active, base, &at)
                            }
                        }
                    })
                    .collect();
                Lane::Varying(self.lanes.gather(&builder, &scalars))
            }
        };
        self.set(op.result(0), lane);
    }

    /// Lines that all lanes share are asked for once; elements that are anywhere, not at all.
    pub(super) fn prefetch(&mut self, op: Op<'c>) {
        let memref = op.operand(0);
        let base = self.scalar_operand(memref);
        let builder = self.builder.at(op.location());
        let (mut indices, lines) = match self.pattern(memref, &op.operands()[1..]) {
            Pattern::One(indices) => (indices, 1),
            Pattern::Neighbours(indices) => {
                let bytes = self.lanes.width * element_bytes(memref);
                (indices, (bytes / abi::LINE_BYTES).max(1))
            }
            Pattern::Anywhere(_) => return,
        };
        for line in 0..lines {
            if let Some(last) = indices.last_mut()
                && line > 0
            {
                let elements = builder.index(abi::LINE_BYTES / element_bytes(memref));
                *last = builder.binary("arith.addi", *last, elements);
            }
            let mut state = builder.op(op.name()).operands(&[base]).operands(&indices);
            for (name, value) in op.attributes() {
                state = state.attr(name, value);
            }
            builder.build(state);
        }
    }

    pub(super) fn store(&mut self, op: Op<'c>) {
        let memref = op.operand(1);
        let base = self.scalar_operand(memref);
        let builder = self.builder.at(op.location());
        let value = self.lane(op.operand(0));
        match self.pattern(memref, &op.operands()[2..]) {
            Pattern::Neighbours(indices) => {
                let value = self.lanes.materialize(&builder, value);
                self.store_neighbours(&builder, op, value, base, indices);
            }
            // All lanes write one element: the last that is active wins, as in the loop.
            pattern => {
                for number in 0..self.lanes.width {
                    let at = match &pattern {
                        Pattern::Anywhere(indices) => self.extract_all(&builder, indices, number),
                        Pattern::One(indices) | Pattern::Neighbours(indices) => indices.clone(),
                    };
                    let value = self.lanes.extract(&builder, value, number);
                    match self.mask {
                        None => store_scalar(&builder, value, base, &at),
                        Some(mask) => {
                            let active = self.lanes.extract(&builder, Lane::Varying(mask), number);
                            when(&builder, active, |inner| {
                                store_scalar(inner, value, base, &at);
                            });
                        }
                    }
                }
            }
        }
    }

    /// Stores a vector whose lanes are neighbours in memory.
    fn store_neighbours(
        &self,
        builder: &Builder<'c>,
        op: Op<'c>,
        value: Value<'c>,
        base: Value<'c>,
        indices: Vec<Value<'c>>,
    ) {
        let lanes = self.lanes.width;
        let is_streamed = self.streamed.contains(&op);
        let Some(mask) = self.mask else {
            let i64 = Ty::scalar(builder.context(), Scalar::I64);
            // Elsewhere the vectors may lie across lines, and would be stored in pieces.
            let alignment = is_streamed.then(|| lanes * element_bytes(op.operand(1)));
            let alignment = alignment.map(|bytes| Attr::integer(i64, bytes));
            let nontemporal = op.attr(NONTEMPORAL).filter(|_| is_streamed);
            let state = builder.op("vector.store").operands(&[value, base]);
            let state = state
                .operands(&indices)
                .optional_attr(NONTEMPORAL, nontemporal);
            builder.build(state.optional_attr("alignment", alignment));
            return;
        };
        match self.first.filter(|(first, _)| *first == mask) {
            Some((_, left)) if !self.streamed.is_empty() && lanes.count_ones() == 1 => {
                let pieces = Pieces {
                    lanes,
                    left,
                    memref: base,
                    indices,
                };
                pieces.store(builder, value);
            }
            _ => {
                let state = builder.op("vector.maskedstore").operands(&[base]);
                let state = state.operands(&indices).operands(&[mask, value]);
                builder.build(state);
            }
        }
    }

    fn extract_all(
        &self,
        builder: &Builder<'c>,
        lanes: &[Lane<'c>],
        number: i64,
    ) -> Vec<Value<'c>> {
        lanes
            .iter()
            .map(|lane| self.lanes.extract(builder, *lane, number))
            .collect()
    }
}

fn load_scalar<'c>(
    builder: &Builder<'c>,
    like: Op<'c>,
    memref: Value<'c>,
    indices: &[Value<'c>],
) -> Value<'c> {
    let state = builder
        .op("memref.load")
        .operands(&[memref])
        .operands(indices)
        .results(&[like.result(0).ty()]);
    builder.build(state).result(0)
}

fn store_scalar<'c>(
    builder: &Builder<'c>,
    value: Value<'c>,
    memref: Value<'c>,
    indices: &[Value<'c>],
) {
    builder.build(
        builder
            .op("memref.store")
            .operands(&[value, memref])
            .operands(indices),
    );
}

/// The element where a lane is active, else zero.
fn load_if<'c>(
    builder: &Builder<'c>,
    like: Op<'c>,
    active: Value<'c>,
    memref: Value<'c>,
    indices: &[Value<'c>],
) -> Value<'c> {
    let element = like.result(0).ty();
    let branch = |value: &dyn Fn(&Builder<'c>) -> Value<'c>| {
        let (region, block) = Region::with_block(&[], builder.location());
        let inner = Builder::at_end(block, builder.location());
        let value = value(&inner);
        inner.build(inner.op("scf.yield").operands(&[value]));
        region
    };
    let taken = branch(&|inner| load_scalar(inner, like, memref, indices));
    let other =
        branch(&|inner| inner.constant(element.as_scalar().expect("an element is a scalar"), 0));
    let state = builder
        .op("scf.if")
        .operands(&[active])
        .results(&[element])
        .region(taken)
        .region(other);
    builder.build(state).result(0)
}
