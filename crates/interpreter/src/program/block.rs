//! The plan of a block: facts about its operations that are computed once, before it runs.

use ir_stencil::{
    memory::field_of_temp,
    ops::{AccessDyn, AnyAccess},
};
use mlir_shim::ir::{Block, Op, Value};
use std::collections::HashMap;

/// The operations of a block, and the values that are dropped after each.
pub(super) struct BlockPlan<'c> {
    pub arguments: Vec<Value<'c>>,
    pub ops: Vec<Op<'c>>,
    /// The values of this block that each operation is the last to use.
    pub last_uses: Vec<Vec<Value<'c>>>,
}

impl<'c> BlockPlan<'c> {
    pub(super) fn of(block: Block<'c>) -> Self {
        let ops = block.ops();
        let arguments = block.arguments();
        let numbers: HashMap<Op<'c>, usize> = ops
            .iter()
            .enumerate()
            .map(|(number, op)| (*op, number))
            .collect();
        // An access at any level of the memory asks the field for its levels.
        let mut asked: HashMap<Value<'c>, usize> = HashMap::new();
        for (number, op) in ops.iter().enumerate() {
            let accesses = op.collect(AccessDyn::NAME).into_iter().map(AnyAccess);
            for access in accesses.filter(|access| access.is_anywhere()) {
                if let Some(field) = field_of_temp(access.temp()) {
                    asked.insert(field, number);
                }
            }
        }
        let mut last_uses = vec![Vec::new(); ops.len()];
        let mut enter = |value: Value<'c>, defined: usize| {
            let uses = value.uses().into_iter();
            let users = uses.filter_map(|(user, _)| numbers.get(&user.ancestor_in(block)?));
            let users = users.chain(asked.get(&value));
            let last = users.copied().max().unwrap_or(defined);
            if let Some(list) = last_uses.get_mut(last) {
                list.push(value);
            }
        };
        for argument in &arguments {
            enter(*argument, 0);
        }
        for (number, op) in ops.iter().enumerate() {
            for result in op.results() {
                enter(result, number);
            }
        }
        Self {
            arguments,
            ops,
            last_uses,
        }
    }
}
