//! Stores past the caches: of what will have left them before anybody reads it.
//!
//! Kernels run one after the other and stream their fields. What a kernel stores
//! is still in the last-level cache when another loads it only where less than
//! that cache was moved in between. Otherwise the store can go past the caches:
//! then its line is not read before it is written.

use super::Target;
use crate::{alias::base_field, kernel_cost};
use ir_program::ops::{Func, Swap, View};
use ir_stencil::{
    carries::Carry,
    ops::{Kernel, Load, Store, Sweep, shaped},
};
use mlir_shim::ir::{Op, Value};
use std::collections::HashMap;

/// Marks stores of kernels whose sizes are known.
pub fn mark<'c>(function: Func<'c>, target: &Target<'c>) {
    let Some(sizes) = target.circumstances.sizes else {
        return;
    };
    let classes = Classes::of_program(function);
    let kernels: Vec<Kernel<'c>> = function
        .0
        .collect(Kernel::NAME)
        .into_iter()
        .map(Kernel)
        .collect();
    let bytes: HashMap<Op<'c>, i64> = kernels
        .iter()
        .map(|kernel| (kernel.0, kernel_cost::footprint(&kernel.ops(), Some(sizes))))
        .collect();
    // A loop comes back to its start before anything behind it runs.
    let mut sequences: HashMap<Option<Op<'c>>, Vec<Kernel<'c>>> = HashMap::new();
    for kernel in &kernels {
        let parent = kernel.0.parent();
        sequences.entry(parent).or_default().push(*kernel);
    }
    let all = Sequence::new(&kernels, &bytes, &classes);
    let sequences: HashMap<_, _> = sequences
        .into_iter()
        .map(|(parent, kernels)| (parent, Sequence::new(&kernels, &bytes, &classes)))
        .collect();
    for kernel in kernels {
        if target.by_hand.contains(&kernel.0) {
            continue;
        }
        let block = &sequences[&kernel.0.parent()];
        for store in kernel.ops().into_iter().filter_map(Store::cast) {
            let class = classes.of(store.field());
            let distance = all
                .distance(kernel, class)
                .min(block.distance(kernel, class));
            if distance > target.circumstances.machine.l3_bytes
                && has_long_rows(store, sizes)
                && !is_in_place(kernel, store)
                && !classes.is_seen_elsewhere(store.field())
                && !is_read_back(store)
            {
                store.set_nontemporal();
            }
        }
    }
}

/// The bytes of a row that are worth it: parts of lines at its ends go through the caches.
const LONG_ROW: i64 = 512;

/// Whether rows of whole lines are stored.
fn has_long_rows(store: Store<'_>, sizes: [i64; 3]) -> bool {
    let shape = shaped(store.temp());
    let bytes = shape.element.as_scalar().map_or(8, |scalar| scalar.bytes()) as i64;
    let row = kernel_cost::points(&store.index_box(), 0, Some(sizes));
    shape.has_axis(0) && row.saturating_mul(bytes) >= LONG_ROW
}

/// Whether the kernel loads from the field as well: then its lines are in the caches anyway.
fn is_in_place(kernel: Kernel<'_>, store: Store<'_>) -> bool {
    let mut loads = kernel.ops().into_iter().filter_map(Load::cast);
    loads.any(|load| base_field(load.field()) == base_field(store.field()))
}

/// Whether a sweep reads what it stored, from where it is stored.
fn is_read_back(store: Store<'_>) -> bool {
    let result = store.temp();
    let sweep = result.defining_op().and_then(Sweep::cast);
    sweep.is_some_and(|sweep| {
        let number = result.number();
        !Carry { sweep, number }.can_be_streamed()
    })
}

/// Fields whose contents change places, by one that stands for all of them.
struct Classes<'c>(HashMap<Value<'c>, Value<'c>>);

impl<'c> Classes<'c> {
    fn of_program(function: Func<'c>) -> Self {
        let mut classes = Self(HashMap::new());
        for swap in function.0.collect(Swap::NAME) {
            let (one, other) = (classes.of(swap.operand(0)), classes.of(swap.operand(1)));
            if one != other {
                classes.0.insert(other, one);
            }
        }
        classes
    }

    fn of(&self, field: Value<'c>) -> Value<'c> {
        let mut class = base_field(field);
        while let Some(next) = self.0.get(&class) {
            class = *next;
        }
        class
    }

    /// Whether others than kernels touch a field: host functions, exchanges, reductions, views.
    fn is_seen_elsewhere(&self, field: Value<'c>) -> bool {
        field.defining_op().is_some_and(View::is)
            || field
                .uses()
                .into_iter()
                .any(|(user, _)| !(Load::is(user) || Store::is(user) || Swap::is(user)))
    }
}

/// Kernels that run again and again in this order.
struct Sequence<'c> {
    positions: HashMap<Op<'c>, usize>,
    /// The bytes that are touched until the middle of each kernel.
    until: Vec<i64>,
    /// The bytes of all.
    whole: i64,
    /// For each class of fields, the kernels that load from it, ascending.
    readers: HashMap<Value<'c>, Vec<usize>>,
}

impl<'c> Sequence<'c> {
    fn new(kernels: &[Kernel<'c>], bytes: &HashMap<Op<'c>, i64>, classes: &Classes<'c>) -> Self {
        let mut sequence = Self {
            positions: HashMap::new(),
            until: Vec::new(),
            whole: 0,
            readers: HashMap::new(),
        };
        for (position, kernel) in kernels.iter().enumerate() {
            let own = bytes[&kernel.0];
            sequence.positions.insert(kernel.0, position);
            sequence.until.push(sequence.whole.saturating_add(own / 2));
            sequence.whole = sequence.whole.saturating_add(own);
            for load in kernel.ops().into_iter().filter_map(Load::cast) {
                let readers = sequence
                    .readers
                    .entry(classes.of(load.field()))
                    .or_default();
                if readers.last() != Some(&position) {
                    readers.push(position);
                }
            }
        }
        sequence
    }

    /// The bytes that are moved from when a kernel stores to when the next one loads.
    fn distance(&self, kernel: Kernel<'c>, class: Value<'c>) -> i64 {
        let Some(readers) = self.readers.get(&class) else {
            return i64::MAX;
        };
        let own = self.positions[&kernel.0];
        let next = readers.partition_point(|reader| *reader <= own);
        match readers.get(next) {
            Some(reader) => self.until[*reader] - self.until[own],
            None => self
                .whole
                .saturating_add(self.until[readers[0]] - self.until[own]),
        }
    }
}
