//! Loads at levels that are chosen at run time: neighbours mostly choose the same one.
//!
//! Where all lanes read one level, their elements are neighbours, and one load takes them; else they are
//! loaded one by one. A search along levels goes up for all lanes together, and what it finds is smooth as
//! the fields are; that lanes differ is what we assume to be rare. (One by one is as fast as gathering on
//! the processors at hand, AMD with vectors of 512 bits.)

use super::{emit::Emission, lanes::Lane};
use crate::{arithmetic::Arithmetic, loops::either};
use mlir_shim::ir::{Builder, Op, Scalar, Value};

impl<'c> Emission<'c, '_> {
    /// The only index that differs between lanes, where the elements of one level would be neighbours.
    pub(super) fn only_level(&self, memref: Value<'c>, indices: &[Lane<'c>]) -> Option<usize> {
        let (last, others) = indices.split_last()?;
        let is_row = matches!(last, Lane::Consecutive(_)) && memref.ty().has_unit_stride();
        let is_bit = memref.ty().memref_element()?.as_scalar() == Some(Scalar::I1);
        let differ = |lane: &Lane<'c>| !matches!(lane, Lane::Uniform(_));
        let level = others.iter().position(differ)?;
        let is_alone = !others[level + 1..].iter().any(differ);
        let is_vector = matches!(others[level], Lane::Varying(_));
        (is_row && !is_bit && is_alone && is_vector).then_some(level)
    }

    /// The indices of elements that are anywhere. In a branch they may be no value at all in lanes that do
    /// not take it (a number made of one that is out of range, say); those get 0, at which there is memory. In a search
    /// a lane that has ended goes on instead, as the processor could not load ahead otherwise.
    pub(super) fn taken(&self, builder: &Builder<'c>, indices: Vec<Lane<'c>>) -> Vec<Lane<'c>> {
        let row = self.first.map(|(mask, _)| mask);
        let mask = self
            .mask
            .filter(|mask| Some(*mask) != row && !self.is_search);
        let Some(mask) = mask else {
            return indices;
        };
        let index = |lane| match lane {
            Lane::Varying(index) => {
                let zero = self.lanes.broadcast(builder, builder.index(0));
                Lane::Varying(builder.select(mask, index, zero))
            }
            lane => lane,
        };
        indices.into_iter().map(index).collect()
    }

    /// Loads at the levels of the lanes: a vector, where those that are active have the level of the first one.
    pub(super) fn load_levels(
        &self,
        builder: &Builder<'c>,
        op: Op<'c>,
        (base, indices, level): (Value<'c>, &[Lane<'c>], usize),
    ) -> Value<'c> {
        let levels = self.lanes.materialize(builder, indices[level]);
        let row = self.first.map(|(mask, _)| mask);
        // The highest one of those that are active would take longer to find than it saves.
        let one = self.lanes.extract(builder, Lane::Varying(levels), 0);
        let all = self.lanes.broadcast(builder, one);
        let mut differs = self.lanes.differ(builder, levels, all);
        if let Some(active) = self.mask {
            differs = builder.select(active, differs, self.lanes.none(builder));
        }
        let any = self.lanes.any(builder, differs);
        let vector = self.lanes.vector(op.result(0).ty());
        let apart = |inner: &Builder<'c>| vec![self.load_each(inner, op, (base, indices), row)];
        let together = |inner: &Builder<'c>| {
            let at: Vec<Value<'c>> = indices
                .iter()
                .map(|lane| match lane {
                    Lane::Uniform(value) | Lane::Consecutive(value) => *value,
                    Lane::Varying(_) => one,
                })
                .collect();
            vec![self.load_neighbours(inner, op, (base, &at), row)]
        };
        either(builder, any, &[vector], apart, together)[0]
    }
}
