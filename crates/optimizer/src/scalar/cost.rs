//! What the operations of a body cost, in additions.

use super::{
    body::{Body, Node, Other, Support},
    operator::{Kind, Operator},
};
use fvopt_schedule::weights;
use std::collections::HashMap;

/// What an operation costs at a point at which it is computed.
pub fn weight(operator: Operator, others: &[Other]) -> u64 {
    match operator.kind {
        Kind::Other(number) => others[number as usize].weight,
        Kind::Part(_) => 0,
        kind => weights::measured(kind.operation().expect("all other kinds are operations")),
    }
}

/// What an operation depends on beside its operands.
pub fn own_support(operator: Operator, others: &[Other]) -> Support {
    match operator.kind {
        Kind::Other(number) => others[number as usize].support,
        _ => Support::NOTHING,
    }
}

/// Whether an operation may be computed where the program as written would not.
pub fn is_speculatable(operator: Operator, others: &[Other]) -> bool {
    match operator.kind {
        Kind::Other(number) => others[number as usize].is_speculatable,
        _ => true,
    }
}

/// Parts of an addition: costs are integers, and what is computed less often costs less than one.
pub const SCALE: u64 = 1 << 10;

/// How often along each axis, and in each loop, something is computed at most, where nothing is known.
const TYPICAL: u64 = 64;

/// What is left of a cost where the value lacks axes or does not change in loops.
pub fn share(cost: u64, support: Support, all: Support) -> u64 {
    let lacking = (all.axes - support.axes).count() as u32 + u32::from(support.loops < all.loops);
    cost / TYPICAL.pow(lacking).max(1)
}

/// What all operations of a body cost together, equal ones once.
pub fn of_body(body: &Body) -> u64 {
    let used = body.used();
    let mut known: HashMap<Node, usize> = HashMap::new();
    let mut classes: Vec<usize> = Vec::with_capacity(body.nodes.len());
    let mut counted = vec![false; body.nodes.len()];
    let mut total = 0;
    for (number, node) in body.nodes.iter().enumerate() {
        let mut node = node.clone();
        if let Node::Operation(_, operands) = &mut node {
            for operand in operands {
                *operand = classes[*operand];
            }
        }
        let operator = node.operator();
        let class = *known.entry(node).or_insert(number);
        classes.push(class);
        if let Some(operator) = operator.filter(|_| used[number] && !counted[class]) {
            counted[class] = true;
            total += weight(operator, &body.others);
        }
    }
    total
}
