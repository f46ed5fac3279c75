//! One kernel from two.

use super::super::{Target, emit};
use super::legality::Links;
use fvopt_boxes::DomainFacts;
use ir_program::ops::{Alloc, Func};
use ir_stencil::{
    boxes::SsaBox,
    ops::{Apply, Kernel, Load, Store, Sweep, Undef},
};
use mlir_shim::ir::{Builder, Mapping, Op, Value};
use std::collections::HashMap;

/// A kernel before the second that does what both do, in order. Both stay.
pub fn build<'c>(
    first: Kernel<'c>,
    second: Kernel<'c>,
    links: &Links<'c>,
    facts: &DomainFacts,
) -> Kernel<'c> {
    let (op, body) = emit::kernel(second.0, &first.schedule());
    let builder = Builder::at_end(body, second.0.location());
    let mut mapping = Mapping::new();
    let linked: HashMap<Op<'c>, Store<'c>> = links
        .values
        .iter()
        .map(|(load, store)| (load.0, *store))
        .collect();
    let mut loads: HashMap<Value<'c>, Load<'c>> = HashMap::new();
    let both = [first.ops(), second.ops()].concat();
    for load in both.iter().copied().filter_map(Load::cast) {
        if linked.contains_key(&load.0) {
            continue;
        }
        match loads.get(&load.field()) {
            // The field is read as it was before both.
            Some(known) => {
                let place = |load: Load<'c>| load.index_box().expect("verified: kernel_c2");
                let (one, other) = (place(*known), place(load));
                joined(&one, &other, facts).set_on(known.0);
                mapping.map(load.result(), known.result());
            }
            None => {
                let clone = builder.insert(mapping.clone_op(load.0));
                loads.insert(load.field(), Load(clone));
            }
        }
    }
    for op in first.ops() {
        if !Load::is(op) && !Store::is(op) {
            builder.insert(mapping.clone_op(op));
        }
    }
    for (load, store) in &links.values {
        mapping.map(load.result(), mapping.lookup(store.temp()));
    }
    for op in second.ops() {
        if !Load::is(op) && !Store::is(op) {
            builder.insert(mapping.clone_op(op));
        }
    }
    for store in both.iter().copied().filter_map(Store::cast) {
        if !links.overwritten.contains(&store) && !only_passes(store, links) {
            builder.insert(mapping.clone_op(store.0));
        }
    }
    Kernel(op)
}

/// Whether a store writes an allocation that nothing reads but the loads that
/// are replaced by its temp.
fn only_passes<'c>(store: Store<'c>, links: &Links<'c>) -> bool {
    store.field().defining_op().is_some_and(Alloc::is)
        && store.field().uses().into_iter().all(|(user, _)| {
            user == store.0
                || links
                    .values
                    .iter()
                    .any(|(load, from)| load.0 == user && *from == store)
                || links.overwritten.iter().any(|other| other.0 == user)
        })
}

/// The hull, where both hold something; an empty part would reach to where it lies.
fn joined<'c>(one: &SsaBox<'c>, other: &SsaBox<'c>, facts: &DomainFacts) -> SsaBox<'c> {
    if one.index_box.is_empty(facts).is_yes() {
        other.clone()
    } else if other.index_box.is_empty(facts).is_yes() {
        one.clone()
    } else {
        one.hull(other).simplify(facts)
    }
}

/// Removes the two kernels that were merged, and allocations that nobody uses any more.
pub fn accept<'c>(first: Kernel<'c>, second: Kernel<'c>, merged: Kernel<'c>) {
    let fields: Vec<Value<'c>> = [first, second]
        .into_iter()
        .flat_map(Kernel::ops)
        .filter_map(Store::cast)
        .map(Store::field)
        .collect();
    first.0.erase();
    second.0.erase();
    for field in fields {
        let unused = field.is_unused();
        if let Some(alloc) = field.defining_op().filter(|op| Alloc::is(*op) && unused) {
            alloc.erase();
        }
    }
    remove_unused(merged);
}

/// Removes stores to allocations that nothing but stores touches, and the allocations.
pub fn remove_unread<'c>(function: Func<'c>, target: &Target<'c>) {
    for alloc in function.0.collect(Alloc::NAME) {
        let uses = alloc.result(0).uses();
        let by_hand = |store: Op<'c>| {
            store
                .parent()
                .is_some_and(|op| target.by_hand.contains(&op))
        };
        if uses
            .iter()
            .any(|(user, _)| !Store::is(*user) || by_hand(*user))
        {
            continue;
        }
        let mut kernels = Vec::new();
        for (store, _) in uses {
            let kernel = store.parent().and_then(Kernel::cast);
            store.erase();
            kernels.extend(kernel.filter(|kernel| !kernels.contains(kernel)));
        }
        alloc.erase();
        for kernel in kernels {
            remove_unused(kernel);
        }
    }
}

/// Removes applies, sweeps, loads and undefs whose results nobody uses, users first.
fn remove_unused(kernel: Kernel<'_>) {
    for op in kernel.ops().into_iter().rev() {
        let removable = Apply::is(op) || Sweep::is(op) || Load::is(op) || Undef::is(op);
        if removable && op.results().into_iter().all(Value::is_unused) {
            op.erase();
        } else if op.attr("place").is_some() && !is_read(op) {
            op.remove_attr("place");
        }
    }
}

/// Removes kernels in which nothing is left.
pub fn remove_empty<'c>(function: Func<'c>, target: &Target<'c>) {
    for kernel in function.0.collect(Kernel::NAME) {
        if Kernel(kernel).ops().is_empty() && !target.by_hand.contains(&kernel) {
            kernel.erase();
        }
    }
}

/// Whether another operation of the kernel than a store uses a result.
fn is_read(op: Op<'_>) -> bool {
    op.results()
        .into_iter()
        .flat_map(Value::uses)
        .any(|(user, _)| !Store::is(user))
}
