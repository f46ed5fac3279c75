//! What inlining saves: values read from and written to memory.
//!
//! An apply or sweep reads every temp of full rank once a point (neighbours come
//! from the cache) and writes every result; a write costs two, because the line
//! is read first (W. Treibig, G. Hager, "Introducing a performance model for
//! bandwidth-limited loop kernels", 2010: write-allocate). What inlining makes
//! live longer may cost a copy: contents of a field that is written before the
//! last consumer, and a field that a consumer updates in place although it then
//! reads neighbours in it.

use super::{body, consumers::Consumer};
use fvopt_analysis::access::{base_field, written_fields};
use fvopt_boxes::Axes;
use ir_stencil::ops::{AnyAccess, Apply, Insert, Load, Store, accesses, shaped};
use mlir_shim::ir::{Block, Op, Value};
use std::collections::{HashMap, HashSet};

/// Writing a value: its line is read before.
const WRITE: i64 = 2;
/// Copying a value: a read and a write.
const COPY: i64 = 1 + WRITE;

/// Where the values of a block are in memory, and when that is written.
pub struct Streams<'c> {
    positions: HashMap<Op<'c>, usize>,
    /// For every field, the positions at which it is written, ascending.
    writes: HashMap<Value<'c>, Vec<usize>>,
    /// The field whose contents a temp is, all or in part.
    contents: HashMap<Value<'c>, Value<'c>>,
    /// The fields that a temp is stored to.
    stored: HashMap<Value<'c>, Vec<Value<'c>>>,
}

impl<'c> Streams<'c> {
    /// Looks at a block.
    pub fn of_block(block: Block<'c>) -> Self {
        let mut streams = Self {
            positions: HashMap::new(),
            writes: HashMap::new(),
            contents: HashMap::new(),
            stored: HashMap::new(),
        };
        for (position, op) in block.ops().into_iter().enumerate() {
            streams.positions.insert(op, position);
            for field in written_fields(op) {
                let list = streams.writes.entry(base_field(field)).or_default();
                list.push(position);
            }
            if let Some(load) = Load::cast(op) {
                streams
                    .contents
                    .insert(load.result(), base_field(load.field()));
            } else if let Some(insert) = Insert::cast(op) {
                if let Some(field) = streams.contents.get(&insert.destination()).copied() {
                    streams.contents.insert(insert.result(), field);
                }
            } else if let Some(store) = Store::cast(op) {
                let list = streams.stored.entry(store.temp()).or_default();
                list.push(base_field(store.field()));
            }
        }
        streams
    }

    /// The position of an operation of the block.
    pub fn position(&self, op: Op<'c>) -> usize {
        self.positions[&op]
    }

    fn stored(&self, temp: Value<'c>) -> &[Value<'c>] {
        self.stored.get(&temp).map_or(&[], Vec::as_slice)
    }

    fn is_written(&self, field: Value<'c>, after: usize, before: usize) -> bool {
        self.writes.get(&field).is_some_and(|list| {
            let next = list.partition_point(|at| *at <= after);
            list.get(next).is_some_and(|at| *at < before)
        })
    }

    /// How many values fewer are read and written a point when a producer goes into its consumers.
    pub fn saved(&self, producer: Apply<'c>, consumers: &[Consumer<'c>]) -> i64 {
        let results = producer.0.results();
        let inputs = full_rank(producer.0, producer.axes());
        let mut saved = inputs.len() as i64 + WRITE * results.len() as i64;
        let last = consumers
            .iter()
            .map(|consumer| self.position(consumer.op))
            .max();
        let start = self.position(producer.0);
        for input in &inputs {
            let field = self.contents.get(input);
            if field.is_some_and(|field| self.is_written(*field, start, last.unwrap_or(start))) {
                saved -= COPY;
            }
        }
        for consumer in consumers {
            let before = full_rank(consumer.op, producer.axes());
            let mut after: HashSet<Value<'c>> = before.iter().copied().collect();
            for result in &results {
                after.remove(result);
            }
            after.extend(&inputs);
            saved += before.len() as i64 - after.len() as i64;
            saved -= COPY * self.loses_place(producer, consumer) as i64;
        }
        saved
    }

    /// How many results of a consumer cannot be computed in place any more.
    fn loses_place(&self, producer: Apply<'c>, consumer: &Consumer<'c>) -> usize {
        let targets: HashSet<Value<'c>> = consumer
            .op
            .results()
            .into_iter()
            .flat_map(|result| self.stored(result).iter().copied())
            .collect();
        let elsewhere = |access: AnyAccess<'c>, by: [i64; 3]| {
            let field = self.contents.get(&access.temp()).copied();
            let moved = access.is_dynamic() || body::shifted(access, by) != [0; 3];
            field.filter(|field| moved && targets.contains(field))
        };
        let own = accesses(consumer.op);
        let lost: HashSet<Value<'c>> = own
            .into_iter()
            .filter_map(|access| elsewhere(access, [0; 3]))
            .collect();
        let read = accesses(producer.0);
        let reads = consumer.bodies.iter().flat_map(|reads| &reads.at);
        let more: HashSet<Value<'c>> = reads
            .flat_map(|at| {
                read.iter()
                    .filter_map(|access| elsewhere(*access, at.offset))
            })
            .collect();
        more.difference(&lost).count()
    }
}

/// The temps with all the axes that an operation reads.
fn full_rank<'c>(op: Op<'c>, axes: Axes) -> Vec<Value<'c>> {
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    for access in accesses(op) {
        let temp = access.temp();
        if shaped(temp).axes == axes && seen.insert(temp) {
            found.push(temp);
        }
    }
    found
}
