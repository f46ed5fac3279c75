//! The region of each temp that a tile requires: from what it stores backwards, as spans on the axes.

use super::{KernelEmitter, KernelTarget, section::Tile, span::Span};
use fvopt_boxes::Axis;
use ir_stencil::{
    boxes::SsaBox,
    kernel_plan::{self, Phase, Section, place_of},
    ops::{AnyAccess, Insert, Place, Sweep, accesses, shaped},
};
use mlir_shim::ir::{Builder, Op, Value};

/// The region of a temp that is required: a span on each axis that it has.
pub type Required<'c> = [Option<Span<'c>>; 3];
impl<'c, T: KernelTarget> KernelEmitter<'c, '_, T> {
    /// The box as spans on the axes that it bounds.
    pub(super) fn spans(&self, builder: &Builder<'c>, ssa_box: &SsaBox<'c>) -> Required<'c> {
        [0, 1, 2].map(|axis| {
            ssa_box
                .is_bounded_on(Axis::ALL[axis])
                .then(|| Span::new(self.environment.range(builder, ssa_box, axis)))
        })
    }

    /// The hull of what a section stores: its tiles cover it.
    pub(super) fn stored_part(
        &self,
        section: &Section<'c>,
        builder: &Builder<'c>,
    ) -> Option<Required<'c>> {
        let mut whole: Option<Required<'c>> = None;
        for ssa_box in leaving(section) {
            let part = self.spans(builder, &ssa_box);
            whole = Some(match whole {
                None => part,
                Some(whole) => hull(builder, whole, part),
            });
        }
        whole
    }

    /// Enters the regions that the tile requires, from what it stores backwards.
    pub(super) fn require(
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
                            self.require_insert(insert, builder, tile);
                            continue;
                        }
                        let ssa_box = SsaBox::of(*op).expect("verified: kernel_c2");
                        let Some(required) = self.own_required(*op, &ssa_box, builder, tile) else {
                            continue;
                        };
                        for access in accesses(*op) {
                            let levels = self.levels_read(builder, access, required[2]);
                            require_access(builder, tile, access, required, levels);
                        }
                    }
                }
                Phase::Sweep(sweep) => {
                    let ssa_box = sweep.index_box().expect("verified: kernel_c2");
                    let Some(mut required) = self.own_required(sweep.0, &ssa_box, builder, tile)
                    else {
                        continue;
                    };
                    let whole = self.spans(builder, &ssa_box);
                    if sweep.is_plane_sweep() {
                        required = whole;
                    }
                    // All levels, whatever is needed of the results.
                    required[2] = whole[2];
                    for result in sweep.0.results() {
                        let has = shaped(result);
                        let own =
                            [0, 1, 2].map(|axis| required[axis].filter(|_| has.has_axis(axis)));
                        tile.required.insert(result, own);
                    }
                    for interval in sweep.intervals() {
                        let levels = Some(Span::new(self.environment.range(
                            builder,
                            &interval.index_box(),
                            2,
                        )));
                        for access in accesses(interval.0) {
                            let levels = self.levels_read(builder, access, levels);
                            require_access(builder, tile, access, required, levels);
                        }
                    }
                    for init in sweep.inits() {
                        include(builder, tile, init, required);
                    }
                }
                Phase::Insert(insert) => self.require_insert(*insert, builder, tile),
                Phase::Copies(_) => {}
            }
        }
    }

    /// The region that is required of an insert, and so of its source and its destination.
    fn require_insert(&self, insert: Insert<'c>, builder: &Builder<'c>, tile: &mut Tile<'c, '_>) {
        let result = insert.result();
        let parts = [
            tile.required.get(&result).copied(),
            self.stored_required(result, builder, tile),
        ];
        let required = parts
            .into_iter()
            .flatten()
            .reduce(|all, part| hull(builder, all, part));
        let Some(required) = required else {
            return;
        };
        tile.required.insert(result, required);
        include(builder, tile, insert.destination(), required);
        let part = self.spans(builder, &insert.index_box());
        include(
            builder,
            tile,
            insert.source(),
            clip(builder, required, part),
        );
    }

    /// The region that is required of the results of an operation: one for all of them, within its box.
    fn own_required(
        &self,
        op: Op<'c>,
        ssa_box: &SsaBox<'c>,
        builder: &Builder<'c>,
        tile: &mut Tile<'c, '_>,
    ) -> Option<Required<'c>> {
        let limit = self.spans(builder, ssa_box);
        let mut all: Option<Required<'c>> = None;
        for result in op.results() {
            let parts = [
                tile.required.get(&result).copied(),
                self.stored_required(result, builder, tile),
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
        let required = clip(builder, all?, limit);
        for result in op.results() {
            tile.required.insert(result, required);
        }
        Some(required)
    }

    /// What this tile stores of a value.
    fn stored_required(
        &self,
        value: Value<'c>,
        builder: &Builder<'c>,
        tile: &Tile<'c, '_>,
    ) -> Option<Required<'c>> {
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
pub fn owned_part<'c>(
    builder: &Builder<'c>,
    part: Required<'c>,
    tile: &Tile<'c, '_>,
) -> Required<'c> {
    [0, 1, 2].map(|axis| match (part[axis], tile.owned[axis]) {
        (Some(part), Some(owned)) => Some(owned.clip(builder, part)),
        (part, _) => part,
    })
}

pub fn hull<'c>(builder: &Builder<'c>, one: Required<'c>, other: Required<'c>) -> Required<'c> {
    [0, 1, 2].map(|axis| match (one[axis], other[axis]) {
        (Some(one), Some(other)) => Some(one.hull(builder, other)),
        (one, other) => one.or(other),
    })
}

/// A region within a box; the box may leave axes open.
pub fn clip<'c>(
    builder: &Builder<'c>,
    required: Required<'c>,
    limit: Required<'c>,
) -> Required<'c> {
    [0, 1, 2].map(|axis| match (required[axis], limit[axis]) {
        (Some(required), Some(limit)) => Some(required.clip(builder, limit)),
        (required, _) => required,
    })
}

/// Enters that a region of a temp is required.
fn include<'c>(
    builder: &Builder<'c>,
    tile: &mut Tile<'c, '_>,
    temp: Value<'c>,
    required: Required<'c>,
) {
    let is_computed = temp.defining_op().is_some_and(|op| place_of(op).is_some());
    if !is_computed {
        return;
    }
    let has = shaped(temp);
    let required = [0, 1, 2].map(|axis| required[axis].filter(|_| has.has_axis(axis)));
    let all = match tile.required.get(&temp) {
        Some(known) => hull(builder, *known, required),
        None => required,
    };
    tile.required.insert(temp, all);
}

/// Enters what an access reads that runs on a region.
fn require_access<'c>(
    builder: &Builder<'c>,
    tile: &mut Tile<'c, '_>,
    access: AnyAccess<'c>,
    required: Required<'c>,
    levels: Option<Span<'c>>,
) {
    let offset = access.offset();
    let part = [0, 1, 2].map(|axis| match axis {
        2 => levels,
        _ => required[axis].map(|span| span.grow(offset[axis], offset[axis])),
    });
    include(builder, tile, access.temp(), part);
}
