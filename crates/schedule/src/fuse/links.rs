//! Whether two kernels may be merged, and what the second then takes from the first.

use super::MOST_OPERATIONS;
use crate::{
    kernel::{Kernel, Memory, Operation, Region},
    memory::FieldId,
};
use fvopt_boxes::DomainFacts;
use rustc_hash::FxHashSet as HashSet;

/// What merging two kernels changes. Operations are known by their places in their kernels.
#[derive(Default, Debug)]
pub struct Links {
    /// Loads of the second of what the first stores.
    pub values: Vec<Link>,
    /// Stores of the first that the second overwrites.
    pub overwritten: Vec<usize>,
    /// Stores of the second (behind) into a part of what a store of the first writes.
    pub patches: Vec<(usize, usize)>,
}

/// Where the value of a load of the second kernel comes from.
#[derive(Debug)]
pub struct Link {
    /// The load.
    pub load: usize,
    /// The stores of the first that it reads, on boxes that share no point.
    pub parts: Vec<usize>,
    /// Whether it reads old contents as well.
    pub rest: bool,
}

/// The links between two kernels; `None` where they may not be merged, or share nothing.
pub fn of(first: &Kernel, second: &Kernel) -> Option<Links> {
    let facts = &first.facts;
    let computing = |kernel: &Kernel| {
        let operations = kernel.operations.iter();
        operations.filter(|op| op.storage().is_some()).count()
    };
    let has_plane_sweep = |kernel: &Kernel| {
        let mut operations = kernel.operations.iter();
        operations.any(|operation| operation.body.is_plane_sweep)
    };
    if has_plane_sweep(first)
        || has_plane_sweep(second)
        || computing(first) + computing(second) > MOST_OPERATIONS
    {
        return None;
    }
    let mut links = Links::default();
    let mut shares = only_write_one_box(first, second);
    let loaded: HashSet<FieldId> = first.loads().map(|(_, memory)| memory.field).collect();
    let stores: Vec<usize> = places(first, Operation::store).collect();
    for load in places(second, Operation::load) {
        let link = link(first, &stores, second, load)?;
        let field = memory(second, load).field;
        shares |= !link.parts.is_empty() || loaded.contains(&field);
        if !link.parts.is_empty() {
            links.values.push(link);
        }
    }
    for store in places(second, Operation::store) {
        let now = second.operations[store].own_region();
        let own = memory(second, store);
        for earlier in &stores {
            let other = memory(first, *earlier);
            if other.part.root != own.part.root {
                continue;
            }
            shares = true;
            let before = first.operations[*earlier].own_region();
            let same = other.field == own.field && !own.has_components;
            if same && now.holds(before, facts) {
                links.overwritten.push(*earlier);
            } else if same && before.is_apart(now, facts) {
                continue;
            } else if same && !other.has_components && before.holds(now, facts) {
                links.patches.push((*earlier, store));
            } else {
                return None;
            }
        }
    }
    // A part that is patched in two kernels at once has no one value.
    let mut patched = HashSet::default();
    if !links
        .patches
        .iter()
        .all(|(_, patch)| patched.insert(*patch))
    {
        return None;
    }
    shares.then_some(links)
}

/// Where the operations stand that touch memory in a way.
fn places<'k>(
    kernel: &'k Kernel,
    way: fn(&Operation) -> Option<&Memory>,
) -> impl Iterator<Item = usize> + 'k {
    let operations = kernel.operations.iter().enumerate();
    operations
        .filter(move |(_, operation)| way(operation).is_some())
        .map(|(number, _)| number)
}

/// What an operation of a kernel loads or stores.
pub fn memory(kernel: &Kernel, operation: usize) -> &Memory {
    let operation = &kernel.operations[operation];
    operation.memory().expect("a load or a store")
}

/// Whether both kernels load nothing and store on the same box: they share no memory, but the loops.
fn only_write_one_box(one: &Kernel, other: &Kernel) -> bool {
    let loads_nothing = one.loads().chain(other.loads()).next().is_none();
    let mut stores = one.stores().chain(other.stores());
    let first = stores.next().map(|(store, _)| store.own_region());
    loads_nothing && stores.all(|(store, _)| Some(store.own_region()) == first)
}

/// What a load reads of the stores that may touch its field.
fn link(first: &Kernel, stores: &[usize], second: &Kernel, load: usize) -> Option<Link> {
    let facts = &first.facts;
    let own = memory(second, load);
    let place = second.operations[load].own_region();
    let region = |store: usize| first.operations[store].own_region();
    let mut parts = Vec::new();
    for store in stores {
        let other = memory(first, *store);
        if other.part.root != own.part.root {
            continue;
        }
        if other.field != own.field || other.has_components {
            return None;
        }
        if !region(*store).intersect(place).is_empty(facts) {
            parts.push(*store);
        }
    }
    let whole = parts
        .iter()
        .find(|store| region(**store).holds(place, facts));
    if let Some(store) = whole {
        parts = vec![*store];
    }
    let regions: Vec<&Region> = parts.iter().map(|store| region(*store)).collect();
    let rest = !parts.is_empty() && !cover(&regions, place, facts);
    Some(Link { load, parts, rest })
}

/// Whether stores certainly cover a box together.
fn cover(parts: &[&Region], place: &Region, facts: &DomainFacts) -> bool {
    let mut left = Some(place.clone());
    // What lies in the middle is taken away last.
    for _ in 0..parts.len() {
        for part in parts {
            left = left.and_then(|left| left.difference(part, facts));
        }
    }
    left.is_none_or(|left| left.is_empty(facts))
}

/// Whether two kernels may change places: neither stores what the other touches.
pub fn are_independent(first: &Kernel, second: &Kernel) -> bool {
    let roots = |kernel: &Kernel, only_stores: bool| -> HashSet<FieldId> {
        let operations = kernel.operations.iter();
        operations
            .filter(|operation| !only_stores || operation.is_store())
            .filter_map(|operation| Some(operation.memory()?.part.root))
            .collect()
    };
    roots(first, true).is_disjoint(&roots(second, false))
        && roots(second, true).is_disjoint(&roots(first, false))
}
