//! Whether two kernels may become one, and whether they have anything to do with one another.

use crate::{kernel::Kernel, memory::FieldId};
use rustc_hash::FxHashSet as HashSet;

/// How many computing operations one kernel may hold. Checking a merge looks at the whole kernel, so this also
/// bounds what partitioning costs.
const MOST_OPERATIONS: usize = 40;

/// Whether two kernels are worth trying as one: they share memory, and are not too large.
pub fn are_linked(first: &Kernel, second: &Kernel) -> bool {
    let computing = |kernel: &Kernel| {
        let operations = kernel.operations.iter();
        operations.filter(|op| op.storage().is_some()).count()
    };
    let has_plane_sweep = |kernel: &Kernel| {
        let mut operations = kernel.operations.iter();
        operations.any(|operation| operation.body.is_plane_sweep)
    };
    !has_plane_sweep(first)
        && !has_plane_sweep(second)
        && computing(first) + computing(second) <= MOST_OPERATIONS
        && (only_write_one_box(first, second) || share_memory(first, second))
}

/// Whether the second kernel loads what the first loads or stores, or stores to memory that the first stores to.
fn share_memory(first: &Kernel, second: &Kernel) -> bool {
    let loaded: HashSet<FieldId> = first.loads().map(|(_, memory)| memory.field).collect();
    let stored: HashSet<FieldId> = first.stores().map(|(_, memory)| memory.part.root).collect();
    let mut loads = second.loads();
    let mut stores = second.stores();
    loads.any(|(_, memory)| loaded.contains(&memory.field) || stored.contains(&memory.part.root))
        || stores.any(|(_, memory)| stored.contains(&memory.part.root))
}

/// Whether both kernels load nothing and store on the same box: they share no memory, but the loops.
fn only_write_one_box(one: &Kernel, other: &Kernel) -> bool {
    let loads_nothing = one.loads().chain(other.loads()).next().is_none();
    let mut stores = one.stores().chain(other.stores());
    let first = stores.next().map(|(store, _)| store.own_region());
    loads_nothing && stores.all(|(store, _)| Some(store.own_region()) == first)
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
