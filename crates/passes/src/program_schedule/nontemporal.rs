//! Stores past the caches: of what will have left them before anybody reads it.
//!
//! What a kernel stores is still in the last-level cache when another loads it only
//! where less than that cache was moved in between. Otherwise the store can go past
//! the caches: then its line is not read before it is written.

use super::streams::{Streams, has_long_rows};
use crate::machine::Machine;
use fvopt_analysis::access::base_field;
use ir_stencil::{
    carries::Carry,
    ops::{Kernel, Load, Store, Sweep},
};
use mlir_shim::ir::Op;
use std::collections::HashSet;

/// Marks stores of kernels whose sizes are known.
pub fn mark<'c>(
    streams: &Streams<'c>,
    sizes: [i64; 3],
    machine: &Machine,
    by_hand: &HashSet<Op<'c>>,
) {
    for kernel in streams.kernels.iter().copied() {
        if by_hand.contains(&kernel.0) {
            continue;
        }
        for store in kernel.ops().into_iter().filter_map(Store::cast) {
            if streams.until_loaded(kernel, store.field()) > machine.l3_bytes
                && has_long_rows(store.temp(), &store.index_box(), sizes)
                && !is_in_place(kernel, store)
                && !streams.classes.is_seen_elsewhere(store.field())
                && !is_read_back(store)
            {
                store.set_nontemporal();
            }
        }
    }
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
