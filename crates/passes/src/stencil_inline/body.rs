//! Cloning the body of a producer into a body that reads it.

use super::cost::Key;
use ir_stencil::ops::{AnyAccess, Apply, Index, Yield, shaped};
use mlir_shim::ir::{Attr, Block, Builder, Mapping, Op, Value, Walk};
use std::collections::{HashMap, HashSet};

/// The accesses of a body to one producer at one offset.
pub struct Read<'c> {
    /// The offset.
    pub offset: [i64; 3],
    /// The accesses, in order; at least one.
    pub accesses: Vec<AnyAccess<'c>>,
}

impl Read<'_> {
    /// Which results of the producer are read.
    pub fn results(&self) -> HashSet<usize> {
        self.accesses
            .iter()
            .map(|access| access.temp().number())
            .collect()
    }
}

/// What a body (of an apply or a stage) reads of a producer.
pub struct Reads<'c> {
    /// The apply or stage.
    pub op: Op<'c>,
    /// By offset, in the order in which the offsets occur first.
    pub at: Vec<Read<'c>>,
}

impl<'c> Reads<'c> {
    /// The accesses to a producer, which are given in their order, by offset.
    pub fn new(op: Op<'c>, accesses: Vec<AnyAccess<'c>>) -> Self {
        let mut at: Vec<Read<'c>> = Vec::new();
        let mut numbers = HashMap::new();
        for access in accesses {
            let offset = access.offset();
            let number = *numbers.entry(offset).or_insert_with(|| {
                at.push(Read {
                    offset,
                    accesses: Vec::new(),
                });
                at.len() - 1
            });
            at[number].accesses.push(access);
        }
        Self { op, at }
    }

    /// The body.
    pub fn block(&self) -> Block<'c> {
        self.op.body().expect("verified: one block")
    }
}

/// The value that the body of a producer gives for a result without data dimensions.
pub fn yielded<'c>(producer: Apply<'c>, result: usize) -> Value<'c> {
    let terminator = terminator(producer.body());
    let before: usize = (0..result)
        .map(|number| shaped(producer.0.result(number)).components())
        .sum();
    terminator.operand(before)
}

fn terminator(body: Block<'_>) -> Op<'_> {
    body.terminator().expect("verified: a terminator")
}

/// The operations of a producer's body that some of its results are computed of, in order.
pub fn slice<'c>(producer: Apply<'c>, results: &HashSet<usize>) -> Vec<Op<'c>> {
    let mut required: HashSet<Value<'c>> = results
        .iter()
        .map(|number| yielded(producer, *number))
        .collect();
    let mut parts: Vec<Op<'c>> = Vec::new();
    for op in producer.body().ops().into_iter().rev() {
        if Yield::is(op) || !op.results().iter().any(|result| required.contains(result)) {
            continue;
        }
        op.walk(|inner| {
            required.extend(inner.operands());
            Walk::Advance
        });
        parts.push(op);
    }
    parts.reverse();
    parts
}

/// The offset of an access in a body that is shifted; 0 on axes that the temp
/// lacks, and on k when the position there is known only when running.
pub fn shifted(access: AnyAccess<'_>, by: [i64; 3]) -> [i64; 3] {
    let temp = shaped(access.temp());
    let mut offset = access.offset();
    for axis in temp.axis_list() {
        if !(access.is_dynamic() && axis == 2) {
            offset[axis] = offset[axis].saturating_add(by[axis]);
        }
    }
    offset
}

/// Clones what a body reads of a producer into it, and merges what is equal then.
pub fn inline<'c>(reads: &Reads<'c>, producer: Apply<'c>) {
    for read in &reads.at {
        let first = read.accesses[0].0;
        let before = first
            .ancestor_in(reads.block())
            .expect("an access stands in the body");
        let builder = Builder::before(before);
        let mut mapping = Mapping::new();
        for op in slice(producer, &read.results()) {
            let clone = builder.insert(mapping.clone_op(op));
            shift(clone, read.offset);
            if Index::is(op) {
                let value = shift_index(Index(clone), read.offset);
                mapping.map(op.result(0), value);
            }
        }
        for access in &read.accesses {
            let value = yielded(producer, access.temp().number());
            access
                .0
                .result(0)
                .replace_all_uses_with(mapping.lookup(value));
            access.0.erase();
        }
    }
    merge(reads.block(), &mut Vec::new());
}

/// Shifts the accesses of an operation, and the indices inside its regions.
fn shift(op: Op<'_>, by: [i64; 3]) {
    let mut indices = Vec::new();
    op.walk(|inner| {
        if inner.is("stencil.access") || inner.is("stencil.access_dyn") {
            let access = AnyAccess(inner);
            let offset = shifted(access, by);
            let written: Vec<i64> = shaped(access.temp())
                .axis_list()
                .into_iter()
                .filter(|axis| !(access.is_dynamic() && *axis == 2))
                .map(|axis| offset[axis])
                .collect();
            inner.set_attr("offset", Attr::i64_array(inner.context(), &written));
        } else if Index::is(inner) && inner != op {
            indices.push(inner);
        }
        Walk::Advance
    });
    for index in indices {
        shift_index(Index(index), by);
    }
}

/// Adds the offset to an index; gives the sum, which everything uses now.
fn shift_index<'c>(index: Index<'c>, by: [i64; 3]) -> Value<'c> {
    let here = index.0.result(0);
    let by = by[index.axis()];
    if by == 0 {
        return here;
    }
    let builder = Builder::after(index.0);
    let offset = builder.index(by);
    let sum = builder.binary("arith.addi", offset, offset);
    here.replace_all_uses_with(sum);
    sum.defining_op()
        .expect("the sum just built")
        .set_operand(0, here);
    sum
}

/// Merges equal operations of a body; `outer` are those of the blocks around it.
/// Everything in a body is pure. Recursion is on nested regions only.
fn merge<'c>(block: Block<'c>, outer: &mut Vec<HashMap<Key<'c, Value<'c>>, Op<'c>>>) {
    outer.push(HashMap::new());
    for op in block.ops() {
        for number in 0..op.region_count() {
            if let Some(inner) = op.region(number).block() {
                merge(inner, outer);
            }
        }
        if op.region_count() > 0 || op.result_count() == 0 {
            continue;
        }
        let key = Key::of(op, op.operands(), [0; 3]);
        match outer.iter().rev().find_map(|known| known.get(&key)) {
            Some(known) => {
                for (result, first) in op.results().into_iter().zip(known.results()) {
                    result.replace_all_uses_with(first);
                }
                op.erase();
            }
            None => {
                let own = outer.last_mut().expect("pushed above");
                own.insert(key, op);
            }
        }
    }
    outer.pop();
}
