//! Removing what nobody uses any more.

use crate::{
    buffers::Assignment,
    kernel::{Kernel, Operation, ValueId},
    memory::FieldId,
    program::Step,
};
use rustc_hash::FxHashMap as HashMap;

/// Removes applies, sweeps, inserts, loads and undefined temps whose results nobody uses, users first, and
/// storage levels that no reader needs.
pub fn unused(kernel: &mut Kernel) {
    // How many users there are of a temp, and how many that are no store.
    let mut users: HashMap<ValueId, (usize, usize)> = HashMap::default();
    let change =
        |users: &mut HashMap<ValueId, (usize, usize)>, operation: &Operation, by: isize| {
            for value in operation.operands.iter().chain(&operation.captured) {
                let (all, reading) = users.entry(*value).or_default();
                *all = all.wrapping_add_signed(by);
                if !operation.is_store() {
                    *reading = reading.wrapping_add_signed(by);
                }
            }
        };
    for operation in &kernel.operations {
        change(&mut users, operation, 1);
    }
    let mut kept: Vec<Operation> = Vec::with_capacity(kernel.operations.len());
    for mut operation in std::mem::take(&mut kernel.operations).into_iter().rev() {
        let count = |value: &ValueId| users.get(value).copied().unwrap_or_default();
        let mut results = operation.results.iter();
        let is_unused = results.all(|(value, _)| count(value).0 == 0);
        if is_unused && !operation.is_store() {
            change(&mut users, &operation, -1);
            continue;
        }
        let mut results = operation.results.iter();
        let is_unread = results.all(|(value, _)| count(value).1 == 0);
        if operation.is_apply() && operation.level.is_some() && is_unread {
            operation.level = None;
        }
        kept.push(operation);
    }
    kept.reverse();
    kernel.operations = kept;
}

/// Removes stores to memory of the program's own that no kernel loads, one root after the other: what was
/// computed for them alone is not loaded any more.
pub fn unread(blocks: &mut [Vec<Step>], assignment: &Assignment) {
    let mut kernels: Vec<&mut Kernel> = blocks
        .iter_mut()
        .flatten()
        .filter_map(Step::kernel_mut)
        .collect();
    let mut storing: HashMap<FieldId, Vec<usize>> = HashMap::default();
    let mut loads: HashMap<FieldId, usize> = HashMap::default();
    let count = |loads: &mut HashMap<FieldId, usize>, kernel: &Kernel, by: isize| {
        for (_, memory) in kernel.loads() {
            let count = loads.entry(memory.part.root).or_default();
            *count = count.wrapping_add_signed(by);
        }
    };
    for (number, kernel) in kernels.iter().enumerate() {
        count(&mut loads, kernel, 1);
        for (_, memory) in kernel.stores() {
            let known = storing.entry(memory.part.root).or_default();
            if known.last() != Some(&number) {
                known.push(number);
            }
        }
    }
    let fields = assignment.values.fields.len() + assignment.buffers.len();
    // What is computed later is looked at first: what it reads may be unread then.
    for root in (0..fields as u32).rev().map(FieldId) {
        if !assignment.is_private(root) || loads.get(&root).is_some_and(|loads| *loads > 0) {
            continue;
        }
        for kernel in storing.remove(&root).into_iter().flatten() {
            let kernel = &mut *kernels[kernel];
            count(&mut loads, kernel, -1);
            kernel.operations.retain(|operation| {
                operation
                    .store()
                    .is_none_or(|memory| memory.part.root != root)
            });
            unused(kernel);
            count(&mut loads, kernel, 1);
        }
    }
}
