//! Loops that can run in one pass over the levels.

use crate::{expand::Item, schema::LoopOrder, tree::Tree};
use fvopt_boxes::{Answer, less_or_equal};
use std::ops::Range;

/// Loops of one order whose intervals follow one another: one pass over the levels does what they do one
/// after the other. A parallel loop is a group of its own.
pub struct Group {
    pub order: LoopOrder,
    pub loops: Range<usize>,
    /// Their items.
    pub items: Range<usize>,
}

/// The groups of a stencil, in order.
pub fn groups(tree: &Tree, items: &[Item]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut item = 0;
    for (number, vertical) in tree.loops.iter().enumerate() {
        let first = item;
        while item < items.len() && items[item].vertical == number {
            item += 1;
        }
        if let Some(last) = groups.last_mut()
            && last.order == vertical.order
            && follows(tree, last, number)
        {
            last.loops.end = number + 1;
            last.items.end = item;
            continue;
        }
        groups.push(Group {
            order: vertical.order,
            loops: number..number + 1,
            items: first..item,
        });
    }
    groups
}

fn follows(tree: &Tree, group: &Group, next: usize) -> bool {
    let last = &tree.loops[group.loops.end - 1].levels;
    let next = &tree.loops[next].levels;
    let facts = &tree.levels;
    match group.order {
        LoopOrder::Parallel => false,
        LoopOrder::Forward => less_or_equal(&last.high, &next.low, facts) == Answer::Yes,
        LoopOrder::Backward => less_or_equal(&next.high, &last.low, facts) == Answer::Yes,
    }
}
