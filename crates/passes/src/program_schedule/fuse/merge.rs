//! One kernel from two.

use super::super::{Target, emit};
use super::{
    legality::{Link, Links},
    stores::Stores,
};
use crate::alias::base_field;
use fvopt_boxes::DomainFacts;
use ir_program::ops::{Alloc, Func};
use ir_stencil::{
    boxes::SsaBox,
    ops::{Apply, Insert, Kernel, Load, Store, Sweep, Undef, accesses},
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
    let passed: Vec<Load<'c>> = links
        .values
        .iter()
        .filter(|link| !link.rest)
        .map(|link| link.load)
        .collect();
    loads(&builder, [first, second], &passed, facts, &mut mapping);
    computations(&builder, first, &mut mapping);
    for link in &links.values {
        let value = contents(&builder, link, &mapping);
        mapping.map(link.load.result(), value);
    }
    computations(&builder, second, &mut mapping);
    let stores = Stores {
        kernels: [first, second],
        links,
        passed: &passed,
        facts,
    };
    stores.emit(&builder, &mut mapping);
    Kernel(op)
}

/// Loads of what is read as it was before both kernels; one of each field. Of a field that the kernels
/// store to elsewhere there may be more: the hull of two loads might hold what is stored.
fn loads<'c>(
    builder: &Builder<'c>,
    kernels: [Kernel<'c>; 2],
    passed: &[Load<'c>],
    facts: &DomainFacts,
    mapping: &mut Mapping<'c>,
) {
    let mut loads: HashMap<Value<'c>, Vec<Load<'c>>> = HashMap::new();
    let ops: Vec<Op<'c>> = kernels.into_iter().flat_map(Kernel::ops).collect();
    let mut stores: HashMap<Value<'c>, Vec<SsaBox<'c>>> = HashMap::new();
    for store in ops.iter().filter_map(|op| Store::cast(*op)) {
        let same = stores.entry(base_field(store.field())).or_default();
        same.push(store.index_box());
    }
    for load in ops.into_iter().filter_map(Load::cast) {
        if passed.contains(&load) {
            continue;
        }
        let stored = stores.get(&base_field(load.field()));
        let is_aside = |place: &SsaBox<'c>| {
            stored.is_some_and(|stored| stored.iter().all(|other| place.is_apart(other, facts)))
        };
        let place = |load: Load<'c>| load.index_box().expect("verified: kernel_c2");
        let other = place(load);
        let same = loads.entry(load.field()).or_default();
        let known = same.iter().find_map(|known| {
            let one = place(*known);
            let all = joined(&one, &other, facts);
            let stays = is_aside(&all) || !(is_aside(&one) || is_aside(&other));
            stays.then_some((*known, all))
        });
        match known {
            Some((known, all)) => {
                all.set_on(known.0);
                mapping.map(load.result(), known.result());
            }
            None => {
                let clone = builder.insert(mapping.clone_op(load.0));
                same.push(Load(clone));
            }
        }
    }
}

/// What a kernel computes, in order.
fn computations<'c>(builder: &Builder<'c>, kernel: Kernel<'c>, mapping: &mut Mapping<'c>) {
    for op in kernel.ops() {
        if !Load::is(op) && !Store::is(op) {
            builder.insert(mapping.clone_op(op));
        }
    }
}

/// What a load of the second kernel reads: the stores' values, each on its box.
fn contents<'c>(builder: &Builder<'c>, link: &Link<'c>, mapping: &Mapping<'c>) -> Value<'c> {
    let (mut value, parts) = match link.rest {
        true => (mapping.lookup(link.load.result()), &link.parts[..]),
        // All that is read lies in some part: what the first has elsewhere is not seen.
        false => (mapping.lookup(link.parts[0].temp()), &link.parts[1..]),
    };
    for part in parts {
        let source = own_source(builder, mapping.lookup(part.temp()));
        value = emit::insert(builder, source, value, &part.index_box());
    }
    value
}

/// The source for an insert: what reads nothing is computed for each insert alone,
/// so that it is computed where that needs it.
pub fn own_source<'c>(builder: &Builder<'c>, source: Value<'c>) -> Value<'c> {
    let definition = source.defining_op().filter(|op| Apply::is(*op));
    match definition.filter(|op| op.result_count() == 1 && accesses(*op).is_empty()) {
        Some(apply) => builder.insert(Mapping::new().clone_op(apply)).result(0),
        None => source,
    }
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
    let mut fields: Vec<Value<'c>> = Vec::new();
    for store in [first, second]
        .into_iter()
        .flat_map(Kernel::ops)
        .filter_map(Store::cast)
    {
        if !fields.contains(&store.field()) {
            fields.push(store.field());
        }
    }
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

/// Removes applies, sweeps, inserts, loads and undefs whose results nobody uses, users first.
pub fn remove_unused(kernel: Kernel<'_>) {
    for op in kernel.ops().into_iter().rev() {
        let removable = [Apply::is, Sweep::is, Insert::is, Load::is, Undef::is]
            .iter()
            .any(|is| is(op));
        if removable && op.results().into_iter().all(Value::is_unused) {
            op.erase();
        } else if Apply::is(op) && op.attr("place").is_some() && !is_read(op) {
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
