//! Whether two kernels may be merged, and what the second then takes from the first.

use super::MOST_OPERATIONS;
use crate::alias::may_overlap;
use fvopt_boxes::DomainFacts;
use ir_stencil::ops::{Apply, Insert, Kernel, Load, Store, Sweep};

/// What merging two kernels changes.
#[derive(Default)]
pub struct Links<'c> {
    /// Loads of the second, each with the store of the first whose temp takes its place.
    pub values: Vec<(Load<'c>, Store<'c>)>,
    /// Stores of the first that the second overwrites.
    pub overwritten: Vec<Store<'c>>,
}

/// The links between two kernels; `None` where they may not be merged, or share nothing.
pub fn links<'c>(first: Kernel<'c>, second: Kernel<'c>, facts: &DomainFacts) -> Option<Links<'c>> {
    let (one, other) = (Parts::of(first), Parts::of(second));
    if one.has_plane_sweep
        || other.has_plane_sweep
        || one.computing + other.computing > MOST_OPERATIONS
    {
        return None;
    }
    let mut links = Links::default();
    let mut shares = false;
    for load in &other.loads {
        for store in one
            .stores
            .iter()
            .filter(|store| may_overlap(store.field(), load.field()))
        {
            let whole = store.field() == load.field() && store.components().is_empty();
            let place = load.index_box()?;
            if !whole || !store.index_box().holds(&place, facts) {
                return None;
            }
            links.values.push((*load, *store));
            shares = true;
        }
        shares |= one
            .loads
            .iter()
            .any(|earlier| earlier.field() == load.field());
    }
    for store in &other.stores {
        for earlier in one
            .stores
            .iter()
            .filter(|earlier| may_overlap(earlier.field(), store.field()))
        {
            let replaced = earlier.field() == store.field()
                && store.components().is_empty()
                && store.index_box().holds(&earlier.index_box(), facts);
            if !replaced {
                return None;
            }
            links.overwritten.push(*earlier);
        }
    }
    shares.then_some(links)
}

/// Whether two kernels may change places: neither stores what the other touches.
pub fn are_independent(first: Kernel<'_>, second: Kernel<'_>) -> bool {
    let (one, other) = (Parts::of(first), Parts::of(second));
    let touches = |parts: &Parts<'_>, store: &Store<'_>| {
        let loads = parts.loads.iter().map(|load| load.field());
        let stores = parts.stores.iter().map(|store| store.field());
        loads
            .chain(stores)
            .any(|field| may_overlap(field, store.field()))
    };
    !one.stores.iter().any(|store| touches(&other, store))
        && !other.stores.iter().any(|store| touches(&one, store))
}

/// What a kernel consists of.
struct Parts<'c> {
    loads: Vec<Load<'c>>,
    stores: Vec<Store<'c>>,
    computing: usize,
    has_plane_sweep: bool,
}

impl<'c> Parts<'c> {
    fn of(kernel: Kernel<'c>) -> Self {
        let ops = kernel.ops();
        Self {
            loads: ops.iter().copied().filter_map(Load::cast).collect(),
            stores: ops.iter().copied().filter_map(Store::cast).collect(),
            computing: ops
                .iter()
                .filter(|op| Apply::is(**op) || Sweep::is(**op) || Insert::is(**op))
                .count(),
            has_plane_sweep: ops
                .iter()
                .copied()
                .filter_map(Sweep::cast)
                .any(Sweep::is_plane_sweep),
        }
    }
}
