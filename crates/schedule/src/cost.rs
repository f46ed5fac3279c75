//! What a kernel costs: an estimate for choosing between schedules, and between programs.
//!
//! A roofline (S. Williams, A. Waterman, D. Patterson, "Roofline: an insightful
//! visual performance model for multicore architectures", 2009): a kernel takes as
//! long as moving its bytes or as doing its operations, whichever is longer, a quarter of
//! the shorter, which is never hidden entirely, and some time to start. In integers, so that it is the same on every machine.
//!
//! - Bytes: what is loaded of each field once, what is stored twice where the
//!   field is neither loaded nor streamed past the caches, because a line is read
//!   before it is written. A program all of whose fields fit into half of the
//!   last-level cache finds them there.
//! - Operations: of each body, equal expressions once, accesses included, at
//!   every point that is computed; a tile computes more than it stores.

use crate::{
    kernel::{Kernel, Operation, Region, Shape},
    machine::Machine,
    memory::FieldId,
    plan::Plan,
    schedule::{Schedule, StorageLevel},
};
use fvopt_boxes::Axis;
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

/// The points along each axis where no size is known.
pub const TYPICAL: [i64; 3] = [192, 192, 80];

/// Until all cores work, and until they wait for each other at the end: some
/// microseconds with OpenMP.
pub const START_PICOSECONDS: i64 = 5_000_000;

/// How much faster the last-level cache gives bytes than memory does.
pub const CACHE_SPEED: i64 = 3;

/// Putting a value into a row, or a tile, and an element of an insert: two operations' worth.
const KEEP: i64 = 2;

/// What a kernel moves and does, and how long that takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Estimate {
    /// Bytes to and from memory (or the last-level cache).
    pub bytes: i64,
    /// Operations in additions, of all points.
    pub operations: i64,
    /// The time.
    pub picoseconds: i64,
}

/// What an estimate rests on, beside the kernel.
#[derive(Clone, Debug)]
pub struct CostContext {
    /// The machine.
    pub machine: Machine,
    /// The sizes of the domain, where they are known.
    pub sizes: Option<[i64; 3]>,
    /// Whether the fields of the program stay in the last-level cache.
    pub cached: bool,
}

impl CostContext {
    /// That of a program with these kernels.
    pub fn of_program<'k>(
        kernels: impl IntoIterator<Item = &'k Kernel>,
        sizes: Option<[i64; 3]>,
        machine: &Machine,
    ) -> Self {
        Self {
            machine: machine.clone(),
            sizes,
            cached: footprint(kernels, sizes) <= machine.l3_bytes / 2,
        }
    }
}

/// The estimate of a kernel with its plan.
pub fn estimate(kernel: &Kernel, plan: &Plan, context: &CostContext) -> Estimate {
    let CostContext {
        machine,
        sizes,
        cached,
    } = context;
    let schedule = &kernel.schedule;
    let bytes = bytes(kernel, *sizes);
    let operations = kernel
        .operations
        .iter()
        .enumerate()
        .map(|(number, operation)| {
            let extent = plan.extents.of(number);
            let once = additions(operation, extent, schedule, *sizes);
            once.saturating_mul(repetitions(operation, schedule, kernel, *sizes))
        })
        .fold(0, i64::saturating_add);
    let cores = cores(kernel, *sizes, machine);
    let rate = match cached {
        true => machine.memory_bandwidth.saturating_mul(CACHE_SPEED),
        false => machine.memory_bandwidth,
    };
    // Megabytes a second are bytes a microsecond; one core alone gets its share.
    let rate = rate.saturating_mul(cores) / machine.cores.max(1);
    let moving = bytes.saturating_mul(1_000_000) / rate.max(1);
    let lanes = machine.lanes(widest(kernel)).max(1);
    let doing = operations.saturating_mul(machine.operation_picoseconds) / lanes / cores;
    let start = match schedule.parallel_axes() {
        [] => 0,
        _ => START_PICOSECONDS,
    };
    Estimate {
        bytes,
        operations,
        picoseconds: together(moving, doing).saturating_add(start),
    }
}

/// How long it takes to move bytes and do operations that take so long by themselves. The longer one hides the other
/// but for a quarter: by the maximum alone, work added to a kernel that is bound by memory would be free.
pub fn together(moving: i64, doing: i64) -> i64 {
    moving.max(doing).saturating_add(moving.min(doing) / 4)
}

/// The points of a box along an axis; with run-time ends a typical number.
pub fn points<P>(place: &fvopt_boxes::PlacedBox<P>, axis: usize, sizes: Option<[i64; 3]>) -> i64 {
    let sizes = sizes.unwrap_or(TYPICAL);
    let range = place.index_box.range(Axis::ALL[axis]);
    if !place.positions.is_empty() || !range.is_bounded() {
        return sizes[axis];
    }
    let (low, high) = range.evaluate(0, sizes[axis], &[]);
    high.saturating_sub(low).max(0)
}

/// The points of a box on the axes of a value.
fn volume(place: &Region, shape: &Shape, sizes: Option<[i64; 3]>) -> i64 {
    (0..3)
        .filter(|axis| shape.has_axis(*axis))
        .map(|axis| points(place, axis, sizes))
        .fold(1, i64::saturating_mul)
}

/// The bytes of the widest element that is loaded or stored.
fn widest(kernel: &Kernel) -> i64 {
    kernel
        .operations
        .iter()
        .filter_map(|operation| operation.memory()?.shape.scalar_bytes)
        .max()
        .unwrap_or(8)
}

/// The bytes of the fields that kernels load and store, each once.
pub fn footprint<'k>(
    kernels: impl IntoIterator<Item = &'k Kernel>,
    sizes: Option<[i64; 3]>,
) -> i64 {
    let mut fields: HashMap<FieldId, i64> = HashMap::default();
    for operation in kernels.into_iter().flat_map(|kernel| &kernel.operations) {
        if let (Some(memory), Some(place)) = (operation.memory(), &operation.region) {
            let points = volume(place, &memory.shape, sizes);
            let all = points.saturating_mul(memory.shape.bytes());
            let known = fields.entry(memory.field).or_default();
            *known = all.max(*known);
        }
    }
    fields.into_values().fold(0, i64::saturating_add)
}

/// The bytes that a kernel moves.
fn bytes(kernel: &Kernel, sizes: Option<[i64; 3]>) -> i64 {
    let mut loaded: HashSet<FieldId> = HashSet::default();
    let mut total = 0i64;
    for (load, memory) in kernel.loads() {
        let points = volume(load.own_region(), &memory.shape, sizes);
        total = total.saturating_add(points.saturating_mul(memory.shape.bytes()));
        loaded.insert(memory.field);
    }
    for (store, memory) in kernel.stores() {
        let points = volume(store.own_region(), &memory.value, sizes);
        let once = loaded.contains(&memory.field) || memory.is_nontemporal;
        let all = points.saturating_mul(memory.value.bytes());
        total = total.saturating_add(all.saturating_mul(if once { 1 } else { 2 }));
    }
    total
}

/// The additions' worth of a computing operation, at all points that it is computed at.
fn additions(
    operation: &Operation,
    extent: [(i64, i64); 3],
    schedule: &Schedule,
    sizes: Option<[i64; 3]>,
) -> i64 {
    let Some(level) = operation.storage() else {
        return 0;
    };
    let kept = match level {
        StorageLevel::Register => 0,
        _ => KEEP * operation.results.len() as i64,
    };
    let own = if operation.is_sweep() {
        let mut all = 0i64;
        for stage in &operation.body.stages {
            let levels = points(&stage.levels, 2, sizes);
            let plane =
                points(&stage.region, 0, sizes).saturating_mul(points(&stage.region, 1, sizes));
            let each = stage
                .additions
                .saturating_add(KEEP * stage.writes.len() as i64);
            all = all.saturating_add(plane.saturating_mul(levels).saturating_mul(each));
        }
        all
    } else {
        let each = operation.body.additions.saturating_add(kept);
        volume(operation.own_region(), &operation.results[0].1, sizes).saturating_mul(each)
    };
    (0..3)
        .filter(|axis| schedule.is_tiled(*axis))
        .fold(own, |all, axis| {
            // A tile computes this much more than it stores.
            let (low, high) = extent[axis];
            let tile = schedule.tile[axis].max(1);
            let whole = all.saturating_mul(tile.saturating_add(high.saturating_sub(low)));
            whole / tile
        })
}

/// How often an operation is computed again along axes that it lacks: once for each tile where its results are complete
/// with the tile, and for each point where they are complete nearer.
fn repetitions(
    operation: &Operation,
    schedule: &Schedule,
    kernel: &Kernel,
    sizes: Option<[i64; 3]>,
) -> i64 {
    let (Some(level), Some((_, shape))) = (operation.storage(), operation.results.first()) else {
        return 1;
    };
    let lacking = (0..3).filter(|axis| !shape.has_axis(*axis));
    lacking.fold(1i64, |all, axis| {
        let stores = kernel.stores();
        let along = stores
            .filter(|(_, memory)| memory.value.has_axis(axis))
            .map(|(store, _)| points(store.own_region(), axis, sizes))
            .max()
            .unwrap_or(1)
            .max(1);
        let times = match level {
            StorageLevel::Memory => 1,
            StorageLevel::Tile if !schedule.is_tiled(axis) => 1,
            StorageLevel::Tile => {
                let tile = schedule.tile[axis].max(1);
                along.saturating_add(tile - 1) / tile
            }
            StorageLevel::Register | StorageLevel::Row => along,
        };
        all.saturating_mul(times)
    })
}

/// The cores that have something to do: as many as there are tiles on parallel axes.
fn cores(kernel: &Kernel, sizes: Option<[i64; 3]>, machine: &Machine) -> i64 {
    let schedule = &kernel.schedule;
    let tiles = |place: &Region| {
        schedule
            .parallel_axes()
            .iter()
            .map(|axis| {
                let tile = schedule.tile[*axis].max(1);
                points(place, *axis, sizes).saturating_add(tile - 1) / tile
            })
            .fold(1, i64::saturating_mul)
    };
    let stores = kernel.stores();
    let most = stores.map(|(store, _)| tiles(store.own_region())).max();
    most.unwrap_or(1).clamp(1, machine.cores.max(1))
}
