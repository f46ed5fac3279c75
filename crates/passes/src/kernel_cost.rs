//! What a kernel costs: an estimate for choosing between schedules, and between programs.
//!
//! A roofline (S. Williams, A. Waterman, D. Patterson, "Roofline: an insightful
//! visual performance model for multicore architectures", 2009): a kernel takes as
//! long as moving its bytes or as doing its operations, whichever is longer, and
//! some time to start. In integers, so that it is the same on every machine.
//!
//! - Bytes: what is loaded of each field once, what is stored twice where the
//!   field is neither loaded nor streamed past the caches, because a line is read
//!   before it is written. A program all of whose fields fit into half of the
//!   last-level cache finds them there.
//! - Operations: of each body, equal expressions once, accesses included, at
//!   every point that is computed; a tile computes more than it stores.

use crate::{machine::Machine, stencil_inline::cost::of_body};
use fvopt_boxes::Axis;
use ir_program::ops::Func;
use ir_stencil::{
    boxes::SsaBox,
    kernel_plan::{Plan, is_tiled, place_of},
    ops::{Apply, Insert, Kernel, Load, Place, Schedule, Store, Sweep, shaped},
};
use mlir_shim::ir::{Op, Value};
use std::collections::HashMap;

/// The points along each axis where no size is known.
pub const TYPICAL: [i64; 3] = [192, 192, 80];

/// Until all cores work, and until they wait for each other at the end: some
/// microseconds with OpenMP.
const START_PICOSECONDS: i64 = 3_000_000;

/// How much faster the last-level cache gives bytes than memory does.
const CACHE_SPEED: i64 = 3;

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
pub struct Circumstances {
    /// The machine.
    pub machine: Machine,
    /// The sizes of the domain, where they are known.
    pub sizes: Option<[i64; 3]>,
    /// Whether the fields of the program stay in the last-level cache.
    pub cached: bool,
}

impl Circumstances {
    /// Those of a program in kernel form.
    pub fn of_program(function: Func<'_>, machine: &Machine) -> Self {
        let sizes = function.domain();
        let kernels = function.0.collect(Kernel::NAME);
        let ops: Vec<Op<'_>> = kernels
            .into_iter()
            .flat_map(|kernel| Kernel(kernel).ops())
            .collect();
        Self {
            machine: machine.clone(),
            sizes,
            cached: footprint(&ops, sizes) <= machine.l3_bytes / 2,
        }
    }
}

/// The estimate of a kernel with a plan.
pub fn estimate(kernel: Kernel<'_>, plan: &Plan<'_>, circumstances: &Circumstances) -> Estimate {
    let Circumstances {
        machine,
        sizes,
        cached,
    } = circumstances;
    let sizes = *sizes;
    let schedule = kernel.schedule();
    let ops = kernel.ops();
    let bytes = bytes(&ops, sizes);
    let operations = ops
        .iter()
        .map(|op| operations(*op, plan, &schedule, sizes))
        .fold(0, i64::saturating_add);
    let cores = cores(&ops, &schedule, sizes, machine);
    let rate = match cached {
        true => machine.memory_bandwidth.saturating_mul(CACHE_SPEED),
        false => machine.memory_bandwidth,
    };
    // Megabytes a second are bytes a microsecond; one core alone gets its share.
    let rate = rate.saturating_mul(cores) / machine.cores.max(1);
    let moving = bytes.saturating_mul(1_000_000) / rate.max(1);
    let lanes = machine.lanes(widest(&ops)).max(1);
    let doing = operations.saturating_mul(machine.operation_picoseconds) / lanes / cores;
    let start = match schedule.parallel_axes() {
        [] => 0,
        _ => START_PICOSECONDS,
    };
    Estimate {
        bytes,
        operations,
        picoseconds: moving.max(doing).saturating_add(start),
    }
}

/// The points of a box along an axis; with run-time ends a typical number.
pub fn points(place: &SsaBox<'_>, axis: usize, sizes: Option<[i64; 3]>) -> i64 {
    let sizes = sizes.unwrap_or(TYPICAL);
    let range = place.index_box.range(Axis::ALL[axis]);
    if !place.positions.is_empty() || !range.is_bounded() {
        return sizes[axis];
    }
    let (low, high) = range.evaluate(0, sizes[axis], &[]);
    high.saturating_sub(low).max(0)
}

/// The points of a box on the axes of a value.
fn volume(place: &SsaBox<'_>, value: Value<'_>, sizes: Option<[i64; 3]>) -> i64 {
    shaped(value)
        .axis_list()
        .into_iter()
        .map(|axis| points(place, axis, sizes))
        .fold(1, i64::saturating_mul)
}

fn element_bytes(value: Value<'_>) -> i64 {
    let shape = shaped(value);
    let scalar = shape.element.as_scalar().map_or(8, |scalar| scalar.bytes());
    scalar as i64 * shape.components().max(1) as i64
}

/// The bytes of the widest element that is loaded or stored.
fn widest(ops: &[Op<'_>]) -> i64 {
    let values = ops
        .iter()
        .filter(|op| Load::is(**op) || Store::is(**op))
        .map(|op| {
            op.operands()
                .into_iter()
                .find(|value| value.ty().is_field())
        });
    values
        .flatten()
        .filter_map(|value| shaped(value).element.as_scalar())
        .map(|scalar| scalar.bytes() as i64)
        .max()
        .unwrap_or(8)
}

/// The bytes of the fields that operations of kernels load and store, each once.
pub fn footprint(ops: &[Op<'_>], sizes: Option<[i64; 3]>) -> i64 {
    let mut fields: HashMap<Value<'_>, i64> = HashMap::new();
    for op in ops {
        let mut operands = op.operands().into_iter();
        let field = operands.find(|value| value.ty().is_field());
        if let (Some(field), Some(place)) = (field, SsaBox::of(*op)) {
            let all = volume(&place, field, sizes).saturating_mul(element_bytes(field));
            let known = fields.entry(field).or_default();
            *known = all.max(*known);
        }
    }
    fields.into_values().fold(0, i64::saturating_add)
}

/// The bytes that the operations of a kernel move.
fn bytes(ops: &[Op<'_>], sizes: Option<[i64; 3]>) -> i64 {
    let mut loaded: HashMap<Value<'_>, i64> = HashMap::new();
    let mut total = 0i64;
    for load in ops.iter().filter_map(|op| Load::cast(*op)) {
        let place = load.index_box().expect("verified: kernel_c2");
        let all = volume(&place, load.field(), sizes).saturating_mul(element_bytes(load.field()));
        let known = loaded.entry(load.field()).or_default();
        *known = known.saturating_add(all);
        total = total.saturating_add(all);
    }
    for store in ops.iter().filter_map(|op| Store::cast(*op)) {
        let all = volume(&store.index_box(), store.temp(), sizes)
            .saturating_mul(element_bytes(store.temp()));
        let once = loaded.contains_key(&store.field()) || store.nontemporal();
        total = total.saturating_add(all.saturating_mul(if once { 1 } else { 2 }));
    }
    total
}

/// The operations of a computing operation, at all points that it is computed at.
fn operations(op: Op<'_>, plan: &Plan<'_>, schedule: &Schedule, sizes: Option<[i64; 3]>) -> i64 {
    let Some(place) = place_of(op) else {
        return 0;
    };
    let kept = match place {
        Place::Register => 0,
        _ => KEEP * op.result_count() as i64,
    };
    let own = if let Some(apply) = Apply::cast(op) {
        let place = apply.index_box().expect("verified: kernel_c2");
        let cost = of_body(&apply.body().ops()) as i64;
        volume(&place, op.result(0), sizes).saturating_mul(cost.saturating_add(kept))
    } else if let Some(sweep) = Sweep::cast(op) {
        let mut all = 0i64;
        for interval in sweep.intervals() {
            let levels = points(&interval.index_box(), 2, sizes);
            for stage in interval.stages() {
                let place = stage.index_box().expect("bounds are inferred");
                let cost = of_body(&stage.0.body().expect("verified: one block").ops()) as i64;
                let plane = points(&place, 0, sizes).saturating_mul(points(&place, 1, sizes));
                let cost = cost.saturating_add(KEEP * stage.writes().len() as i64);
                all = all.saturating_add(plane.saturating_mul(levels).saturating_mul(cost));
            }
        }
        all
    } else if let Some(insert) = Insert::cast(op) {
        volume(&insert.index_box(), insert.result(), sizes).saturating_mul(kept)
    } else {
        0
    };
    (0..3)
        .filter(|axis| is_tiled(schedule, *axis))
        .fold(own, |all, axis| {
            // A tile computes this much more than it stores.
            let (low, high) = plan.extents.of(op)[axis];
            let tile = schedule.tile[axis].max(1);
            let whole = all.saturating_mul(tile.saturating_add(high.saturating_sub(low)));
            whole / tile
        })
}

/// The cores that have something to do: as many as there are tiles on parallel axes.
fn cores(ops: &[Op<'_>], schedule: &Schedule, sizes: Option<[i64; 3]>, machine: &Machine) -> i64 {
    let places = ops
        .iter()
        .filter_map(|op| Store::cast(*op))
        .map(|store| store.index_box());
    let tiles = |place: &SsaBox<'_>| {
        schedule
            .parallel_axes()
            .iter()
            .map(|axis| {
                let tile = schedule.tile[*axis].max(1);
                points(place, *axis, sizes).saturating_add(tile - 1) / tile
            })
            .fold(1, i64::saturating_mul)
    };
    let most = places.map(|place| tiles(&place)).max().unwrap_or(1);
    most.clamp(1, machine.cores.max(1))
}
