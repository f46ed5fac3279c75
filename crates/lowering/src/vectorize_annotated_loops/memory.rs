//! Loads and stores of lanes.

use super::{alignment::element_bytes, emit::Emission, lanes::Lane};
use crate::{abi, arithmetic::Arithmetic, cpu::NONTEMPORAL, loops::when};
use mlir_shim::ir::{Attr, Builder, Op, Scalar, Ty, Value};

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

    /// Loads the elements of all lanes of the row: what lanes load in a branch that they do not take may be
    /// loaded, and a mask would cost more.
    pub(super) fn load(&mut self, op: Op<'c>) {
        let memref = op.operand(0);
        let base = self.scalar_operand(memref);
        let builder = self.builder.at(op.location());
        let mask = self.first.map(|(mask, _)| mask);
        let lane = match self.pattern(memref, &op.operands()[1..]) {
            Pattern::One(indices) => Lane::Uniform(load_scalar(&builder, op, base, &indices)),
            Pattern::Neighbours(indices) => {
                Lane::Varying(self.load_neighbours(&builder, op, (base, &indices), mask))
            }
            Pattern::Anywhere(indices) => {
                let indices = self.taken(&builder, indices);
                Lane::Varying(match self.only_level(memref, &indices) {
                    Some(level) => self.load_levels(&builder, op, (base, &indices, level)),
                    None => self.load_each(&builder, op, (base, &indices), mask),
                })
            }
        };
        self.set(op.result(0), lane);
    }

    pub(super) fn load_neighbours(
        &self,
        builder: &Builder<'c>,
        op: Op<'c>,
        (base, indices): (Value<'c>, &[Value<'c>]),
        mask: Option<Value<'c>>,
    ) -> Value<'c> {
        let element = op.result(0).ty();
        let name = match mask {
            None => "vector.load",
            Some(_) => "vector.maskedload",
        };
        let mut state = builder.op(name).operands(&[base]).operands(indices);
        if let Some(mask) = mask {
            let scalar = element.as_scalar().expect("an element is a scalar");
            let zero = self.lanes.broadcast(builder, builder.constant(scalar, 0));
            state = state.operands(&[mask, zero]);
        }
        let state = state.results(&[self.lanes.vector(element)]);
        builder.build(state).result(0)
    }

    pub(super) fn load_each(
        &self,
        builder: &Builder<'c>,
        op: Op<'c>,
        (base, indices): (Value<'c>, &[Lane<'c>]),
        mask: Option<Value<'c>>,
    ) -> Value<'c> {
        let first = self.extract_all(builder, indices, 0);
        let one = |number| {
            if number == 0 {
                return load_scalar(builder, op, base, &first);
            }
            let mut at = self.extract_all(builder, indices, number);
            // A lane that is not active loads what the first one does, which always is: no branch is needed.
            if let Some(mask) = mask {
                let active = self.lanes.extract(builder, Lane::Varying(mask), number);
                for (own, first) in at.iter_mut().zip(&first) {
                    if own != first {
                        *own = builder.select(active, *own, *first);
                    }
                }
            }
            load_scalar(builder, op, base, &at)
        };
        let scalars: Vec<Value<'c>> = (0..self.lanes.width).map(one).collect();
        self.lanes.gather(builder, &scalars)
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
        let is_streamed = self.how.streamed.contains(&op);
        let Some(mask) = self.mask else {
            let i64 = Ty::scalar(builder.context(), Scalar::I64);
            // Elsewhere the vectors may lie across lines, and would be stored in pieces.
            let alignment = is_streamed.then(|| self.lanes.width * element_bytes(op.operand(1)));
            let alignment = alignment.map(|bytes| Attr::integer(i64, bytes));
            let nontemporal = op.attr(NONTEMPORAL).filter(|_| is_streamed);
            let state = builder.op("vector.store").operands(&[value, base]);
            let state = state
                .operands(&indices)
                .optional_attr(NONTEMPORAL, nontemporal);
            builder.build(state.optional_attr("alignment", alignment));
            return;
        };
        let state = builder.op("vector.maskedstore").operands(&[base]);
        let state = state.operands(&indices).operands(&[mask, value]);
        builder.build(state);
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
