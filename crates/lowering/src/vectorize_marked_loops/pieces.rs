//! The rest of a row that is stored past the caches: in pieces, not under a mask.
//!
//! A masked store whose line is in no cache waits for all stores past the caches before it: rows of 95
//! elements take 1.7 times as long with one at each end (AMD, 512 bits; 256 bits and earlier cores 2 to
//! 4.5 times). Stores of half a vector, a quarter and so on do not wait. The number of elements that
//! are left says, bit by bit, which of those there are.

use super::lanes::Lanes;
use crate::kernel_to_loops::{Arithmetic, loops::when};
use mlir_shim::ir::{Attr, Builder, Value};

/// A number of lanes to store, fewer than there are, and where the first one goes.
pub struct Pieces<'c> {
    pub lanes: i64,
    pub left: Value<'c>,
    pub memref: Value<'c>,
    pub indices: Vec<Value<'c>>,
}

impl<'c> Pieces<'c> {
    /// Stores the first lanes of a vector, the number of lanes being a power of two.
    pub fn store(&self, builder: &Builder<'c>, vector: Value<'c>) {
        let mut vector = vector;
        let mut size = self.lanes / 2;
        while size > 0 {
            let bit = builder.binary("arith.andi", self.left, builder.index(size));
            let is_there = builder.compare("ne", bit, builder.index(0));
            let [first, second] = [0, size].map(|start| part(builder, vector, start, size));
            // What larger pieces have stored is a multiple of their size.
            let before = builder.binary("arith.andi", self.left, builder.index(-2 * size));
            when(builder, is_there, |inner| self.one(inner, first, before));
            vector = builder.select(is_there, second, first);
            size /= 2;
        }
    }

    /// Stores one piece behind some elements.
    fn one(&self, builder: &Builder<'c>, piece: Value<'c>, before: Value<'c>) {
        let mut indices = self.indices.clone();
        let last = indices.last_mut().expect("neighbours along an axis");
        *last = builder.add(*last, before);
        let state = builder.op("vector.store").operands(&[piece, self.memref]);
        builder.build(state.operands(&indices));
    }
}

/// Some lanes of a vector.
fn part<'c>(builder: &Builder<'c>, vector: Value<'c>, start: i64, size: i64) -> Value<'c> {
    let element = vector.ty().vector_element().expect("a vector");
    let lanes: Vec<i64> = (start..start + size).collect();
    let state = builder
        .op("vector.shuffle")
        .operands(&[vector, vector])
        .attr("mask", Attr::i64_array(builder.context(), &lanes))
        .results(&[Lanes::new(builder.context(), size).vector(element)]);
    builder.build(state).result(0)
}
