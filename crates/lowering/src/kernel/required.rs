//! What a tile needs of every temp: from what it stores backwards, as spans on the axes.

use super::{KernelEmitter, KernelTarget, section::Tile, span::Span};
use fvopt_boxes::Axis;
use ir_stencil::{
    boxes::SsaBox,
    kernel_plan::{self, Phase, Section, place_of},
    ops::{AnyAccess, Insert, Place, Sweep, accesses, shaped},
};
use mlir_shim::ir::{Builder, Op, Value};

/// The ranges on which a temp is needed, on the axes that it has.
pub type Need<'c> = [Option<Span<'c>>; 3];
impl<'c, T: KernelTarget> KernelEmitter<'c, '_, T> {
    /// The box as spans on the axes that it bounds.
    pub(super) fn spans(&self, builder: &Builder<'c>, place: &SsaBox<'c>) -> Need<'c> {
        [0, 1, 2].map(|axis| {
            place
                .is_bounded_on(Axis::ALL[axis])
                .then(|| Span::new(self.environment.range(builder, place, axis)))
        })
    }

    /// The hull of what a section stores: its tiles cover it.
    pub(super) fn stored_part(
        &self,
        section: &Section<'c>,
        builder: &Builder<'c>,
    ) -> Option<Need<'c>> {
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
    pub(super) fn needs(
        &self,
        section: &Section<'c>,
        builder: &Builder<'c>,
        tile: &mut Tile<'c, '_>,
    ) {
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
                        let levels = Some(Span::new(self.environment.range(
                            builder,
                            &interval.index_box(),
                            2,
                        )));
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
            let span = Span::new(self.environment.range(builder, &levels, 2));
            let first = span.one(span.low.value(builder));
            return Some(span.hull(builder, first));
        }
        own.map(|span| span.grow(access.offset()[2], access.offset()[2]))
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
