//! When a field is written and a temp is used, within a block.

use fvopt_analysis::access::{base_field, written_fields};
use mlir_shim::ir::{Block, Op, Value};
use std::collections::HashMap;

/// The positions of operations in a block and of writes to fields.
pub struct Positions<'c> {
    block: Block<'c>,
    of: HashMap<Op<'c>, usize>,
    /// For every base field, the positions at which it is written, ascending.
    writes: HashMap<Value<'c>, Vec<(usize, Op<'c>)>>,
}

impl<'c> Positions<'c> {
    /// Numbers the operations of a block.
    pub fn of_block(block: Block<'c>) -> Self {
        let mut of = HashMap::new();
        let mut writes: HashMap<Value<'c>, Vec<(usize, Op<'c>)>> = HashMap::new();
        for (position, op) in block.ops().into_iter().enumerate() {
            of.insert(op, position);
            let mut bases: Vec<Value<'c>> =
                written_fields(op).into_iter().map(base_field).collect();
            bases.dedup();
            for base in bases {
                let list = writes.entry(base).or_default();
                if list.last().map(|(last, _)| *last) != Some(position) {
                    list.push((position, op));
                }
            }
        }
        Self { block, of, writes }
    }

    /// The position of an operation of this block.
    pub fn position(&self, op: Op<'c>) -> usize {
        self.of[&op]
    }

    /// The position of the operation of this block that holds `op`; `None` for one that is not in it.
    pub fn position_of_holder(&self, op: Op<'c>) -> Option<usize> {
        op.ancestor_in(self.block)
            .and_then(|holder| self.of.get(&holder))
            .copied()
    }

    /// The first write to a field (or what it overlaps) after a position.
    pub fn write_after(&self, field: Value<'c>, position: usize) -> Option<(usize, Op<'c>)> {
        let list = self.writes.get(&base_field(field))?;
        let index = list.partition_point(|(at, _)| *at <= position);
        list.get(index).copied()
    }

    /// The last write to a field (or what it overlaps) before a position.
    pub fn write_before(&self, field: Value<'c>, position: usize) -> Option<(usize, Op<'c>)> {
        let list = self.writes.get(&base_field(field))?;
        let index = list.partition_point(|(at, _)| *at < position);
        index.checked_sub(1).map(|index| list[index])
    }

    /// The position of the last use of a value, uses that `skip` names left out.
    pub fn last_use(&self, value: Value<'c>, skip: impl Fn(Op<'c>) -> bool) -> Option<usize> {
        value
            .uses()
            .into_iter()
            .filter(|(user, _)| !skip(*user))
            .filter_map(|(user, _)| self.position_of_holder(user))
            .max()
    }
}
