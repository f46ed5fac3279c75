//! Whether two kernels may be merged, and what the second then takes from the first.

use super::MOST_OPERATIONS;
use crate::{alias::may_overlap, stencil_infer_bounds::demand::difference};
use fvopt_boxes::DomainFacts;
use ir_stencil::{
    boxes::SsaBox,
    ops::{Apply, Insert, Kernel, Load, Store, Sweep},
};

/// What merging two kernels changes.
#[derive(Default)]
pub struct Links<'c> {
    /// Loads of the second of what the first stores.
    pub values: Vec<Link<'c>>,
    /// Stores of the first that the second overwrites.
    pub overwritten: Vec<Store<'c>>,
    /// Stores of the second into a part of what a store of the first writes.
    pub patches: Vec<(Store<'c>, Store<'c>)>,
}

/// Where the value of a load of the second kernel comes from.
pub struct Link<'c> {
    /// The load.
    pub load: Load<'c>,
    /// The stores of the first that it reads, on boxes that share no point.
    pub parts: Vec<Store<'c>>,
    /// Whether it reads old contents as well.
    pub rest: bool,
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
    let mut shares = only_write_one_box(&one, &other);
    for load in &other.loads {
        let stores = one
            .stores
            .iter()
            .filter(|store| may_overlap(store.field(), load.field()));
        let link = link(*load, stores.copied().collect(), facts)?;
        shares |= !link.parts.is_empty();
        if !link.parts.is_empty() {
            links.values.push(link);
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
            shares = true;
            let (before, now) = (earlier.index_box(), store.index_box());
            let same = earlier.field() == store.field() && store.components().is_empty();
            if same && now.holds(&before, facts) {
                links.overwritten.push(*earlier);
            } else if same && before.is_apart(&now, facts) {
                continue;
            } else if same && earlier.components().is_empty() && before.holds(&now, facts) {
                links.patches.push((*earlier, *store));
            } else {
                return None;
            }
        }
    }
    // A part that is patched in two kernels at once has no one value.
    let patched_twice = |store: &Store<'c>| {
        links
            .patches
            .iter()
            .filter(|(_, patch)| patch == store)
            .count()
            > 1
    };
    if links.patches.iter().any(|(_, patch)| patched_twice(patch)) {
        return None;
    }
    shares.then_some(links)
}

/// Whether both kernels load nothing and store on the same box: they share no memory, but the loops.
fn only_write_one_box(one: &Parts<'_>, other: &Parts<'_>) -> bool {
    let loads_nothing = one.loads.is_empty() && other.loads.is_empty();
    let mut stores = one.stores.iter().chain(&other.stores);
    let first = stores.next().map(|store| store.index_box());
    loads_nothing && stores.all(|store| Some(store.index_box()) == first)
}

/// What a load reads of the stores that may touch its field.
fn link<'c>(load: Load<'c>, stores: Vec<Store<'c>>, facts: &DomainFacts) -> Option<Link<'c>> {
    let place = load.index_box()?;
    let mut parts = Vec::new();
    for store in stores {
        if store.field() != load.field() || !store.components().is_empty() {
            return None;
        }
        let read = store.index_box().intersect(&place);
        if !read.index_box.is_empty(facts).is_yes() {
            parts.push(store);
        }
    }
    if let Some(store) = parts
        .iter()
        .find(|store| store.index_box().holds(&place, facts))
    {
        parts = vec![*store];
    }
    let rest = !parts.is_empty() && !cover(&parts, place, facts);
    Some(Link { load, parts, rest })
}

/// Whether stores certainly cover a box together.
fn cover<'c>(parts: &[Store<'c>], place: SsaBox<'c>, facts: &DomainFacts) -> bool {
    let mut left = Some(place);
    // What lies in the middle is taken away last.
    for _ in 0..parts.len() {
        for store in parts {
            left = left.and_then(|left| difference(&left, &store.index_box(), facts));
        }
    }
    left.is_none_or(|left| left.index_box.is_empty(facts).is_yes())
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
