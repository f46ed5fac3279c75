//! Vectors of lanes: their types, and taking them apart and putting them together.

use mlir_shim::ir::{Attr, Builder, Ctx, Scalar, Ty, Value};

/// What the value of a scalar is for all lanes at once.
#[derive(Clone, Copy, Debug)]
pub enum Lane<'c> {
    /// The same in every lane.
    Uniform(Value<'c>),
    /// Lane n has this value plus n.
    Consecutive(Value<'c>),
    /// A vector.
    Varying(Value<'c>),
}

/// A number of lanes.
pub struct Lanes<'c> {
    context: Ctx<'c>,
    /// How many.
    pub width: i64,
}

impl<'c> Lanes<'c> {
    /// So many lanes.
    pub fn new(context: Ctx<'c>, width: i64) -> Self {
        Self { context, width }
    }

    /// The vector type of a scalar type.
    pub fn vector(&self, element: Ty<'c>) -> Ty<'c> {
        element.vector(self.width)
    }

    /// The mask of the first `count` lanes.
    pub fn first(&self, builder: &Builder<'c>, count: Value<'c>) -> Value<'c> {
        let bit = Ty::scalar(self.context, Scalar::I1);
        let state = builder
            .op("vector.create_mask")
            .operands(&[count])
            .results(&[self.vector(bit)]);
        builder.build(state).result(0)
    }

    /// The mask of all lanes.
    pub fn all(&self, builder: &Builder<'c>) -> Value<'c> {
        self.broadcast(builder, builder.constant(Scalar::I1, 1))
    }

    /// The mask of no lane.
    pub fn none(&self, builder: &Builder<'c>) -> Value<'c> {
        self.broadcast(builder, builder.constant(Scalar::I1, 0))
    }

    /// One value in every lane.
    pub fn broadcast(&self, builder: &Builder<'c>, value: Value<'c>) -> Value<'c> {
        let state = builder
            .op("vector.broadcast")
            .operands(&[value])
            .results(&[self.vector(value.ty())]);
        builder.build(state).result(0)
    }

    /// The vector that a value is.
    pub fn materialize(&self, builder: &Builder<'c>, lane: Lane<'c>) -> Value<'c> {
        match lane {
            Lane::Varying(value) => value,
            Lane::Uniform(value) => self.broadcast(builder, value),
            Lane::Consecutive(value) => {
                let index = Ty::scalar(self.context, Scalar::Index);
                let steps = builder
                    .build(builder.op("vector.step").results(&[self.vector(index)]))
                    .result(0);
                let first = self.broadcast(builder, value);
                builder.binary("arith.addi", first, steps)
            }
        }
    }

    /// The scalar in one lane.
    pub fn extract(&self, builder: &Builder<'c>, lane: Lane<'c>, number: i64) -> Value<'c> {
        match lane {
            Lane::Uniform(value) => value,
            Lane::Consecutive(value) => builder.binary("arith.addi", value, builder.index(number)),
            Lane::Varying(value) => {
                let element = value.ty().vector_element().expect("a vector");
                let state = builder
                    .op("vector.extract")
                    .operands(&[value])
                    .attr("static_position", Attr::i64_array(self.context, &[number]))
                    .results(&[element]);
                builder.build(state).result(0)
            }
        }
    }

    /// A vector from the scalars of all lanes.
    pub fn gather(&self, builder: &Builder<'c>, scalars: &[Value<'c>]) -> Value<'c> {
        let state = builder
            .op("vector.from_elements")
            .operands(scalars)
            .results(&[self.vector(scalars[0].ty())]);
        builder.build(state).result(0)
    }

    /// Whether a condition holds for any lane.
    pub fn any(&self, builder: &Builder<'c>, condition: Value<'c>) -> Value<'c> {
        let or = Attr::parse(self.context, "#vector.kind<or>").expect("an attribute of upstream");
        let state = builder
            .op("vector.reduction")
            .operands(&[condition])
            .attr("kind", or)
            .results(&[Ty::scalar(self.context, Scalar::I1)]);
        builder.build(state).result(0)
    }

    /// In which lanes two vectors of integers differ.
    pub fn differ(&self, builder: &Builder<'c>, left: Value<'c>, right: Value<'c>) -> Value<'c> {
        /// `ne` among the predicates of integers.
        const DIFFERENT: i64 = 1;
        let i64 = Ty::scalar(self.context, Scalar::I64);
        let state = builder
            .op("arith.cmpi")
            .operands(&[left, right])
            .attr("predicate", Attr::integer(i64, DIFFERENT))
            .results(&[self.vector(Ty::scalar(self.context, Scalar::I1))]);
        builder.build(state).result(0)
    }

    /// The vector whose lanes are one iteration behind those of `vector`: the first is the last
    /// one of the vector before.
    pub fn after(&self, builder: &Builder<'c>, before: Value<'c>, vector: Value<'c>) -> Value<'c> {
        let lanes: Vec<i64> = (self.width - 1..2 * self.width - 1).collect();
        let state = builder
            .op("vector.shuffle")
            .operands(&[before, vector])
            .attr("mask", Attr::i64_array(self.context, &lanes))
            .results(&[vector.ty()]);
        builder.build(state).result(0)
    }
}
