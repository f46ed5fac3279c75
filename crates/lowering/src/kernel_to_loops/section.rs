//! A section of a kernel: the loops over its tiles, what each tile needs, and its phases.

use super::{
    Lowering,
    body::{Source, Sources},
    buffers::{Buffer, Reach},
    loops::{Loop, nest_over},
    span::Span,
};
use ir_stencil::{
    boxes::SsaBox,
    kernel_plan::{self, Phase, Plan, Section, loop_axes, place_of},
    ops::{AnyAccess, Insert, Place, Schedule, Sweep, accesses, shaped},
};
use mlir_shim::ir::{Builder, Op, Value};
use std::collections::HashMap;

/// The ranges on which a temp is needed, on the axes that it has.
pub type Need<'c> = [Option<Span<'c>>; 3];

/// A tile: what its phases share.
pub struct Tile<'c, 'p> {
    pub plan: &'p Plan<'c>,
    pub schedule: &'p Schedule,
    /// On tiled axes, what this tile stores.
    pub owned: [Option<Span<'c>>; 3],
    /// What is needed of each temp.
    pub needs: HashMap<Value<'c>, Need<'c>>,
    /// Whether the kernel has a plane sweep: then threads share the loops of each operation.
    pub is_plane: bool,
}

impl<'c> Lowering<'c> {
    pub(super) fn section(
        &mut self,
        section: &Section<'c>,
        plan: &Plan<'c>,
        schedule: &Schedule,
        builder: &Builder<'c>,
        sources: &mut Sources<'c>,
    ) {
        let is_plane = section
            .phases
            .iter()
            .any(|phase| matches!(phase, Phase::Sweep(sweep) if sweep.is_plane_sweep()));
        let Some(whole) = self.stored_part(section, builder) else {
            return;
        };
        let axes = loop_axes(schedule, section.axes);
        let tiles: Vec<Loop<'c>> = axes
            .into_iter()
            .filter(|axis| !is_plane && kernel_plan::is_tiled(schedule, *axis))
            .map(|axis| Loop {
                axis,
                span: whole[axis].expect("a bounded axis"),
                step: schedule.tile[axis].max(1),
                parallel: schedule.parallel_axes().contains(&axis),
                vector: 0,
            })
            .collect();
        nest_over(builder, &tiles, [None; 3], |inner, start| {
            let mut owned = [None; 3];
            for one in &tiles {
                let start = start[one.axis].expect("a loop over its tiles");
                owned[one.axis] = Some(one.span.tile(inner, start, one.step));
            }
            let mut tile = Tile {
                plan,
                schedule,
                owned,
                needs: HashMap::new(),
                is_plane,
            };
            self.needs(section, inner, &mut tile);
            let buffers = self.tile_buffers(section, inner, &tile, sources);
            for phase in &section.phases {
                match phase {
                    Phase::Points(groups) => self.points(inner, groups, &tile, sources),
                    Phase::Sweep(sweep) => self.sweep(inner, *sweep, &tile, sources),
                    Phase::Insert(insert) => self.insert(inner, *insert, &tile, sources),
                    Phase::Copies(stores) => {
                        for store in stores {
                            self.copy_phase(inner, *store, &tile, sources);
                        }
                    }
                }
            }
            for buffer in buffers {
                buffer.free(inner);
            }
        });
    }

    /// The box as spans on the axes that it bounds.
    pub(super) fn spans(&self, builder: &Builder<'c>, place: &SsaBox<'c>) -> Need<'c> {
        [0, 1, 2].map(|axis| {
            place
                .is_bounded_on(1 << axis)
                .then(|| Span::new(self.range(builder, place, axis)))
        })
    }

    /// The hull of what a section stores: its tiles cover it.
    fn stored_part(&self, section: &Section<'c>, builder: &Builder<'c>) -> Option<Need<'c>> {
        let mut whole: Option<Need<'c>> = None;
        for place in leaving(section) {
            let part = self.spans(builder, &place);
            whole = Some(match whole {
                None => part,
                Some(whole) => hull(builder, whole, part),
            });
        }
        whole
    }

    /// What the tile needs of every temp, from what it stores backwards.
    fn needs(&self, section: &Section<'c>, builder: &Builder<'c>, tile: &mut Tile<'c, '_>) {
        for phase in section.phases.iter().rev() {
            match phase {
                Phase::Points(groups) => {
                    for op in groups.iter().rev().flat_map(|group| group.ops.iter().rev()) {
                        if let Some(insert) = Insert::cast(*op) {
                            self.insert_need(insert, builder, tile);
                            continue;
                        }
                        let place = SsaBox::of(*op).expect("verified: kernel_c2");
                        let Some(need) = self.own_need(*op, &place, builder, tile) else {
                            continue;
                        };
                        for access in accesses(*op) {
                            let levels = self.levels_read(builder, access, need[2]);
                            demand(builder, tile, access, need, levels);
                        }
                    }
                }
                Phase::Sweep(sweep) => {
                    let place = sweep.index_box().expect("verified: kernel_c2");
                    let Some(mut need) = self.own_need(sweep.0, &place, builder, tile) else {
                        continue;
                    };
                    let whole = self.spans(builder, &place);
                    if sweep.is_plane_sweep() {
                        need = whole;
                    }
                    // All levels, whatever is needed of the results.
                    need[2] = whole[2];
                    for result in sweep.0.results() {
                        let has = shaped(result);
                        let own = [0, 1, 2].map(|axis| need[axis].filter(|_| has.has_axis(axis)));
                        tile.needs.insert(result, own);
                    }
                    for interval in sweep.intervals() {
                        let levels = Some(Span::new(self.range(builder, &interval.index_box(), 2)));
                        for access in accesses(interval.0) {
                            let levels = self.levels_read(builder, access, levels);
                            demand(builder, tile, access, need, levels);
                        }
                    }
                    for init in sweep.inits() {
                        include(builder, tile, init, need);
                    }
                }
                Phase::Insert(insert) => self.insert_need(*insert, builder, tile),
                Phase::Copies(_) => {}
            }
        }
    }

    /// What is needed of an insert and so of its source and its destination.
    fn insert_need(&self, insert: Insert<'c>, builder: &Builder<'c>, tile: &mut Tile<'c, '_>) {
        let result = insert.result();
        let parts = [
            tile.needs.get(&result).copied(),
            self.stored_need(result, builder, tile),
        ];
        let need = parts
            .into_iter()
            .flatten()
            .reduce(|all, part| hull(builder, all, part));
        let Some(need) = need else {
            return;
        };
        tile.needs.insert(result, need);
        include(builder, tile, insert.destination(), need);
        let part = self.spans(builder, &insert.index_box());
        include(builder, tile, insert.source(), clip(builder, need, part));
    }

    /// What is needed of all results of an operation together, in its box; set for each result.
    fn own_need(
        &self,
        op: Op<'c>,
        place: &SsaBox<'c>,
        builder: &Builder<'c>,
        tile: &mut Tile<'c, '_>,
    ) -> Option<Need<'c>> {
        let limit = self.spans(builder, place);
        let mut all: Option<Need<'c>> = None;
        for result in op.results() {
            let parts = [
                tile.needs.get(&result).copied(),
                self.stored_need(result, builder, tile),
                // What is in memory is complete on its box.
                (place_of(op) == Some(Place::Memory)).then(|| owned_part(builder, limit, tile)),
            ];
            for part in parts.into_iter().flatten() {
                all = Some(match all {
                    None => part,
                    Some(all) => hull(builder, all, part),
                });
            }
        }
        let need = clip(builder, all?, limit);
        for result in op.results() {
            tile.needs.insert(result, need);
        }
        Some(need)
    }

    /// What this tile stores of a value.
    fn stored_need(
        &self,
        value: Value<'c>,
        builder: &Builder<'c>,
        tile: &Tile<'c, '_>,
    ) -> Option<Need<'c>> {
        kernel_plan::stores_of(value)
            .into_iter()
            .map(|store| owned_part(builder, self.spans(builder, &store.index_box()), tile))
            .reduce(|all, part| hull(builder, all, part))
    }

    /// The levels that a dynamic access may read; nothing for a constant offset.
    fn levels_read(
        &self,
        builder: &Builder<'c>,
        access: AnyAccess<'c>,
        own: Option<Span<'c>>,
    ) -> Option<Span<'c>> {
        if let Some((low, high)) = access.extent() {
            return own.map(|span| span.grow(low, high));
        }
        if let Some(levels) = access.levels() {
            // An empty range of levels still reads its low end.
            let span = Span::new(self.range(builder, &levels, 2));
            let first = span.one(span.low.value(builder));
            return Some(span.hull(builder, first));
        }
        own.map(|span| span.grow(access.offset()[2], access.offset()[2]))
    }

    /// Memory for what this tile keeps in rows and tiles.
    fn tile_buffers(
        &mut self,
        section: &Section<'c>,
        builder: &Builder<'c>,
        tile: &Tile<'c, '_>,
        sources: &mut Sources<'c>,
    ) -> Vec<Buffer<'c>> {
        let mut buffers = Vec::new();
        for phase in &section.phases {
            if let Phase::Sweep(sweep) = phase {
                buffers.extend(self.carry_buffers(builder, *sweep, tile, sources));
            }
            let ops: Vec<Op<'c>> = match phase {
                Phase::Points(groups) => groups
                    .iter()
                    .flat_map(|group| group.ops.iter().copied())
                    .collect(),
                Phase::Insert(Insert(op)) => vec![*op],
                Phase::Sweep(_) | Phase::Copies(_) => Vec::new(),
            };
            // Users first: an insert in place shares its buffer with its destination.
            for op in ops.into_iter().rev() {
                for temp in op.results() {
                    if sources.contains_key(&temp) {
                        continue;
                    }
                    let Some(reach) = self.reach(builder, temp, tile) else {
                        continue;
                    };
                    let buffer = self.buffer(builder, temp, &reach, Insert::is(op));
                    sources.insert(temp, Source::Buffer(buffer.clone()));
                    buffers.push(buffer);
                }
                if let Some(insert) = Insert::cast(op)
                    && let Some(buffer) = sources.get(&insert.result()).cloned()
                    && self.is_in_place(insert)
                {
                    sources.insert(insert.destination(), buffer);
                }
            }
        }
        buffers
    }

    /// How far the buffer of a temp reaches in a tile; nothing where it has none.
    pub(super) fn reach(
        &self,
        builder: &Builder<'c>,
        temp: Value<'c>,
        tile: &Tile<'c, '_>,
    ) -> Option<Vec<(usize, Reach<'c>)>> {
        let need = self.held(builder, temp, tile)?;
        let op = temp.defining_op()?;
        let axes = loop_axes(tile.schedule, shaped(temp).axes);
        let all = axes
            .iter()
            .map(|axis| Some((*axis, Reach::Span(need[*axis]?))))
            .collect::<Option<Vec<_>>>()?;
        match place_of(op)? {
            Place::Row if !tile.plan.rings.contains_key(&temp) => None,
            Place::Row => Some(
                all.into_iter()
                    .enumerate()
                    .filter(|(position, _)| position + 2 >= axes.len())
                    .map(|(position, (axis, span))| {
                        if position + 1 == axes.len() {
                            (axis, span)
                        } else {
                            (axis, Reach::Ring(tile.plan.rings[&temp]))
                        }
                    })
                    .collect(),
            ),
            Place::Tile => Some(all),
            Place::Register | Place::Memory => None,
        }
    }

    /// Loops of an operation over what a tile needs, in the order of the schedule.
    pub(super) fn loops(&self, tile: &Tile<'c, '_>, part: Need<'c>) -> Vec<Loop<'c>> {
        let axes = (0..3).fold(0, |axes, axis| {
            axes | u32::from(part[axis].is_some()) << axis
        });
        let mut loops: Vec<Loop<'c>> = loop_axes(tile.schedule, axes)
            .into_iter()
            .map(|axis| Loop {
                parallel: tile.is_plane && tile.schedule.parallel_axes().contains(&axis),
                ..Loop::over(axis, part[axis].expect("an axis of the part"))
            })
            .collect();
        if let Some(innermost) = loops.last_mut() {
            innermost.vector = self.vector(tile.schedule);
        }
        loops
    }

    /// How many points are handled at once; checks look at single points.
    pub(super) fn vector(&self, schedule: &Schedule) -> i64 {
        if self.checked { 0 } else { schedule.vector }
    }
}

/// The boxes of what leaves a section.
fn leaving<'c>(section: &Section<'c>) -> Vec<SsaBox<'c>> {
    let mut boxes = Vec::new();
    let mut of_op = |op: Op<'c>| {
        if place_of(op) == Some(Place::Memory) {
            boxes.extend(SsaBox::of(op));
        }
        for result in op.results() {
            let stores = kernel_plan::stores_of(result);
            boxes.extend(stores.into_iter().map(|store| store.index_box()));
        }
    };
    for phase in &section.phases {
        match phase {
            Phase::Points(groups) => {
                for op in groups.iter().flat_map(|group| &group.ops) {
                    of_op(*op);
                }
            }
            Phase::Sweep(Sweep(op)) | Phase::Insert(Insert(op)) => of_op(*op),
            Phase::Copies(_) => {}
        }
    }
    for phase in &section.phases {
        if let Phase::Copies(stores) = phase {
            boxes.extend(stores.iter().map(|store| store.index_box()));
        }
    }
    boxes
}

/// The part of a box that a tile stores.
pub fn owned_part<'c>(builder: &Builder<'c>, part: Need<'c>, tile: &Tile<'c, '_>) -> Need<'c> {
    [0, 1, 2].map(|axis| match (part[axis], tile.owned[axis]) {
        (Some(part), Some(owned)) => Some(owned.clip(builder, part)),
        (part, _) => part,
    })
}

pub fn hull<'c>(builder: &Builder<'c>, one: Need<'c>, other: Need<'c>) -> Need<'c> {
    [0, 1, 2].map(|axis| match (one[axis], other[axis]) {
        (Some(one), Some(other)) => Some(one.hull(builder, other)),
        (one, other) => one.or(other),
    })
}

/// A need within a box; the box may leave axes open.
pub fn clip<'c>(builder: &Builder<'c>, need: Need<'c>, limit: Need<'c>) -> Need<'c> {
    [0, 1, 2].map(|axis| match (need[axis], limit[axis]) {
        (Some(need), Some(limit)) => Some(need.clip(builder, limit)),
        (need, _) => need,
    })
}

/// Notes that a temp is needed.
fn include<'c>(builder: &Builder<'c>, tile: &mut Tile<'c, '_>, temp: Value<'c>, need: Need<'c>) {
    let is_computed = temp.defining_op().is_some_and(|op| place_of(op).is_some());
    if !is_computed {
        return;
    }
    let has = shaped(temp);
    let need = [0, 1, 2].map(|axis| need[axis].filter(|_| has.has_axis(axis)));
    let all = match tile.needs.get(&temp) {
        Some(known) => hull(builder, *known, need),
        None => need,
    };
    tile.needs.insert(temp, all);
}

/// Notes what an access that runs on `need` reads.
fn demand<'c>(
    builder: &Builder<'c>,
    tile: &mut Tile<'c, '_>,
    access: AnyAccess<'c>,
    need: Need<'c>,
    levels: Option<Span<'c>>,
) {
    let offset = access.offset();
    let part = [0, 1, 2].map(|axis| match axis {
        2 => levels,
        _ => need[axis].map(|span| span.grow(offset[axis], offset[axis])),
    });
    include(builder, tile, access.temp(), part);
}
