//! Removing what nobody uses any more.

use crate::{
    kernel::{Kernel, Operation, ValueId},
    memory::FieldId,
    program::{Field, Step},
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

/// Removes stores to allocations that nothing but stores touches, one field after the other: what was
/// computed for them alone is not loaded any more.
pub fn unread(blocks: &mut [Vec<Step>], fields: &mut [Field]) {
    let mut kernels: Vec<&mut Kernel> = blocks
        .iter_mut()
        .flatten()
        .filter_map(Step::kernel_mut)
        .collect();
    let mut storing: HashMap<FieldId, Vec<usize>> = HashMap::default();
    for (number, kernel) in kernels.iter().enumerate() {
        for (_, memory) in kernel.stores() {
            let known = storing.entry(memory.field).or_default();
            if known.last() != Some(&number) {
                known.push(number);
            }
        }
    }
    for number in 0..fields.len() {
        let field = &fields[number];
        if !field.is_allocation || field.is_used_elsewhere || field.loads > 0 {
            continue;
        }
        let id = FieldId(number as u32);
        for kernel in storing.remove(&id).into_iter().flatten() {
            let kernel = &mut *kernels[kernel];
            crate::program::count(fields, kernel, false);
            kernel
                .operations
                .retain(|operation| operation.store().is_none_or(|memory| memory.field != id));
            unused(kernel);
            crate::program::count(fields, kernel, true);
        }
    }
}
