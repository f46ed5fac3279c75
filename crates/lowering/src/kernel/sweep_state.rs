//! Where the state of a sweep lives: in the field that the result is stored to, or in the tile;
//! or a few levels in the tile, while all go to the field, past the caches.

use super::{
    KernelEmitter, KernelTarget,
    body::{Source, Sources},
    buffers::{Buffer, Reach},
    nest::nest_over,
    required::{Required, clip, owned_part},
    section::Tile,
};
use fvopt_analysis::{access::base_field, facts};
use ir_stencil::{
    carries::Carry,
    kernel_plan::stores_of,
    ops::{Load, Place, Store, Sweep, Undef, accesses, shaped},
};
use mlir_shim::ir::{Builder, Value};

impl<'c, T: KernelTarget> KernelEmitter<'c, '_, T> {
    /// Decides where each part of the state lives, enters that as the source of the result,
    /// and gives the buffers that were made.
    pub(super) fn state_buffers(
        &mut self,
        builder: &Builder<'c>,
        sweep: Sweep<'c>,
        tile: &Tile<'c, '_>,
        sources: &mut Sources<'c>,
    ) -> Vec<Buffer<'c>> {
        let mut buffers = Vec::new();
        for (number, result) in sweep.0.results().into_iter().enumerate() {
            let is_streamed = self.streamed(sweep, number, tile).is_some();
            let home = self.home(sweep, number, tile).filter(|_| !is_streamed);
            if let Some(store) = home {
                sources.insert(result, Source::Field(store.field()));
            } else if let Some(mut reach) = self.reach(builder, result, tile) {
                let carry = Carry { sweep, number };
                if let Some(levels) = self.levels_kept(carry, is_streamed) {
                    for (axis, reach) in &mut reach {
                        if *axis == 2 {
                            *reach = Reach::LineBuffer(levels);
                        }
                    }
                }
                let buffer = self.buffer(builder, result, Place::Tile, &reach, true);
                sources.insert(result, Source::Buffer(buffer.clone()));
                buffers.push(buffer);
            }
        }
        buffers
    }

    /// How many levels of a part of the state must be kept, where that is not all: nobody reads the result
    /// later. Checks would take an old level for a new one.
    fn levels_kept(&self, carry: Carry<'c>, is_streamed: bool) -> Option<i64> {
        let is_read_later = !is_streamed && !carry.sweep.0.result(carry.number).is_unused();
        match self.environment.checked || is_read_later {
            true => None,
            false => carry.few_levels(),
        }
    }

    /// The store past the caches that takes the levels of a part of the state as they are written. What went
    /// there is far away, so the sweep reads from levels that it keeps.
    pub(super) fn streamed(
        &self,
        sweep: Sweep<'c>,
        number: usize,
        tile: &Tile<'c, '_>,
    ) -> Option<Store<'c>> {
        let carry = Carry { sweep, number };
        // Checks note what was written where it is kept.
        if self.environment.checked || !carry.can_be_streamed() {
            return None;
        }
        self.home(sweep, number, tile)
            .filter(|store| store.nontemporal())
    }

    /// The store whose field a part of the state can live in.
    fn home(&self, sweep: Sweep<'c>, number: usize, tile: &Tile<'c, '_>) -> Option<Store<'c>> {
        let result = sweep.0.result(number);
        let [store] = stores_of(result)[..] else {
            return None;
        };
        let extent = tile.plan.extents.of(sweep.0);
        let reaches_aside =
            (0..2).any(|axis| tile.schedule.is_tiled(axis) && extent[axis] != (0, 0));
        let target = base_field(store.field());
        let reads_target = accesses(sweep.0).into_iter().any(|access| {
            access
                .temp()
                .defining_op()
                .and_then(Load::cast)
                .is_some_and(|load| base_field(load.field()) == target)
        });
        if !store.components().is_empty() || reaches_aside || reads_target {
            return None;
        }
        let facts = facts(self.environment.function);
        let ssa_box = store.index_box();
        let init = sweep.inits()[number];
        let definition = init.defining_op();
        let starts_there = definition.is_some_and(Undef::is)
            || definition
                .and_then(Load::cast)
                .is_some_and(|load| load.field() == store.field());
        let whole = sweep.index_box().expect("verified: kernel_c2");
        let whole = whole.project(shaped(result).axes);
        if !starts_there && !ssa_box.holds(&whole, &facts) {
            return None;
        }
        sweep
            .written_boxes(number)
            .iter()
            .all(|part| ssa_box.holds(part, &facts))
            .then_some(store)
    }

    /// The state gets its initial values where it lives.
    pub(super) fn start_state(
        &mut self,
        builder: &Builder<'c>,
        sweep: Sweep<'c>,
        tile: &Tile<'c, '_>,
        sources: &mut Sources<'c>,
    ) {
        let carries = sweep.carries();
        for (number, result) in sweep.0.results().into_iter().enumerate() {
            let home = sources[&result].clone();
            let init = sweep.inits()[number];
            let load = init.defining_op().and_then(Load::cast);
            let mut part = tile.required[&result];
            if let Some(ssa_box) = load.and_then(|load| load.index_box()) {
                // What is not loaded is not required of the initial value.
                part = clip(builder, part, self.spans(builder, &ssa_box));
            } else if let Some(required) = tile.required.get(&init) {
                part = clip(builder, part, *required);
            }
            let is_undefined = init.defining_op().is_some_and(Undef::is);
            match &home {
                _ if is_undefined => {}
                Source::Field(field) => {
                    if load.is_none_or(|load| load.field() != *field) {
                        let store = stores_of(result)[0];
                        let ssa_box = self.spans(builder, &store.index_box());
                        let owned = owned_part(builder, ssa_box, tile);
                        self.start_in_field(
                            builder,
                            init,
                            store,
                            clip(builder, part, owned),
                            tile,
                            sources,
                        );
                    }
                }
                Source::Buffer(buffer) => {
                    let loops = self.loops(tile, part);
                    nest_over(self.target, builder, &loops, [None; 3], |inner, point| {
                        self.copy_point(inner, init, buffer, &[], point, sources);
                    });
                }
                _ => unreachable!("the state of a sweep is in memory"),
            }
            sources.insert(carries[number], home);
        }
    }

    fn start_in_field(
        &mut self,
        builder: &Builder<'c>,
        init: Value<'c>,
        store: Store<'c>,
        part: Required<'c>,
        tile: &Tile<'c, '_>,
        sources: &Sources<'c>,
    ) {
        let loops = self.loops(tile, part);
        nest_over(self.target, builder, &loops, [None; 3], |inner, point| {
            self.start_point(inner, init, store.field(), point, sources);
        });
    }

    /// Stores the results that do not live in the field that they are stored to.
    pub(super) fn store_state(
        &mut self,
        builder: &Builder<'c>,
        sweep: Sweep<'c>,
        tile: &Tile<'c, '_>,
        sources: &Sources<'c>,
    ) {
        for (number, result) in sweep.0.results().into_iter().enumerate() {
            if self.streamed(sweep, number, tile).is_some() {
                continue;
            }
            for store in stores_of(result) {
                let is_home =
                    matches!(&sources[&result], Source::Field(field) if *field == store.field());
                if !is_home {
                    self.copy_phase(builder, store, tile, sources);
                }
            }
        }
    }
}
