//! The order of a body whose values are commoned.

use super::chosen::Commoned;
use mlir_shim::ir::{Block, Op, Value, Walk};
use std::collections::{HashMap, HashSet};

/// The operations of a body that are needed, in their order, but what a commoned value is in the next
/// iteration comes before its uses: so the lanes of a vector can be put together.
pub fn of<'c>(body: Block<'c>, commoned: &Commoned<'c>) -> Vec<Op<'c>> {
    let mut done: HashSet<Op<'c>> = HashSet::new();
    let mut order = Vec::new();
    for op in body.ops() {
        if commoned.unused.contains(&op) {
            continue;
        }
        // What is not done comes before; no value needs itself, because classes are numbered from
        // their operands on.
        let mut waiting = vec![op];
        while let Some(last) = waiting.last().copied() {
            if done.contains(&last) {
                waiting.pop();
                continue;
            }
            let missing: Vec<Op<'c>> = needs(last, body, &commoned.computed)
                .into_iter()
                .filter(|source| !done.contains(source))
                .collect();
            if missing.is_empty() {
                waiting.pop();
                done.insert(last);
                order.push(last);
            } else {
                waiting.extend(missing);
            }
        }
    }
    order
}

/// The operations of the body that must come before one of them.
fn needs<'c>(op: Op<'c>, body: Block<'c>, computed: &HashMap<Value<'c>, Value<'c>>) -> Vec<Op<'c>> {
    let mut found = Vec::new();
    op.walk(|inside| {
        for operand in inside.operands() {
            let needed = computed.get(&operand).copied().unwrap_or(operand);
            found.extend(
                needed
                    .defining_op()
                    .filter(|source| source.block() == Some(body)),
            );
        }
        Walk::Advance
    });
    found
}
