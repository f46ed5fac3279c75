//! The order of what a kernel computes: nothing stands before a sweep that does not need it.
//!
//! The loops of a sweep are its own. What stands before it has loops that have ended when the sweep starts, so
//! that those who read it behind the sweep would need all of it kept.

use crate::kernel::{Operation, ValueId};
use rustc_hash::FxHashSet as HashSet;

/// Moves operations behind the sweeps that do not need them. A kernel has few sweeps.
pub fn behind_sweeps(operations: Vec<Operation>) -> Vec<Operation> {
    let mut ordered = Vec::with_capacity(operations.len());
    let mut waiting: Vec<Operation> = Vec::new();
    for operation in operations {
        if !operation.is_sweep() {
            waiting.push(operation);
            continue;
        }
        let mut needed: HashSet<ValueId> = HashSet::default();
        needed.extend(operation.operands.iter().chain(&operation.captured));
        let mut is_needed = vec![false; waiting.len()];
        for (other, is_needed) in waiting.iter().zip(&mut is_needed).rev() {
            if other
                .results
                .iter()
                .any(|(value, _)| needed.contains(value))
            {
                *is_needed = true;
                needed.extend(other.operands.iter().chain(&other.captured));
            }
        }
        let mut is_needed = is_needed.into_iter();
        let first = waiting.extract_if(.., |_| is_needed.next() == Some(true));
        ordered.extend(first);
        ordered.push(operation);
    }
    ordered.extend(waiting);
    ordered
}
