//! Inserts in kernels: in a tile, or over rows of what they insert into.

use super::{
    KernelEmitter, KernelTarget,
    body::{Source, Sources},
    buffers::Buffer,
    nest::nest_over,
    required::{Required, clip, hull},
    section::Tile,
};
use ir_stencil::{
    kernel_plan::{self, Group, place_of},
    ops::{Insert, Place},
};
use mlir_shim::ir::{Builder, Value};

impl<'c, T: KernelTarget> KernelEmitter<'c, '_, T> {
    /// Whether an insert in rows writes over the rows of its destination: nobody
    /// else looks at those. Checked mode notes what was written of each temp.
    pub(super) fn is_in_place(&self, insert: Insert<'c>) -> bool {
        let in_rows = |value: Value<'c>| value.defining_op().and_then(place_of) == Some(Place::Row);
        let destination = insert.destination();
        !self.environment.checked
            && in_rows(insert.result())
            && in_rows(destination)
            && destination.uses().len() == 1
    }

    /// The region that the memory of a temp must hold: what is required of it, and of the destinations that
    /// share this memory. (Results of one operation are computed on one box, so more may be
    /// computed of a destination than is required.)
    pub(super) fn required_in_memory(
        &self,
        builder: &Builder<'c>,
        temp: Value<'c>,
        tile: &Tile<'c, '_>,
    ) -> Option<Required<'c>> {
        let mut all = *tile.required.get(&temp)?;
        let mut next = temp.defining_op().and_then(Insert::cast);
        while let Some(insert) = next.filter(|insert| self.is_in_place(*insert)) {
            let destination = insert.destination();
            if let Some(required) = tile.required.get(&destination) {
                all = hull(builder, all, *required);
            }
            next = destination.defining_op().and_then(Insert::cast);
        }
        Some(all)
    }

    /// What of an insert's result comes from its destination, and what from its source.
    pub(super) fn insert_parts(
        &self,
        builder: &Builder<'c>,
        insert: Insert<'c>,
        required: Required<'c>,
        tile: &Tile<'c, '_>,
    ) -> (Required<'c>, Required<'c>) {
        // Of what was not computed nothing is required.
        let within = |part: Required<'c>, temp: Value<'c>| match tile.required.get(&temp) {
            Some(computed) => clip(builder, part, *computed),
            None => part,
        };
        let part = clip(builder, required, self.spans(builder, &insert.index_box()));
        (
            within(required, insert.destination()),
            within(part, insert.source()),
        )
    }

    /// Whether the loops of a group run where its inserts replace their destinations, and nowhere
    /// else: it computes nothing that is not inserted, and all inserts are required on one box.
    pub(super) fn is_replaced_everywhere(group: &Group<'c>, tile: &Tile<'c, '_>) -> bool {
        let Some(first) = group.inserts().next() else {
            return false;
        };
        let (ssa_box, required) = (first.index_box(), tile.required.get(&first.result()));
        let mut results = group.applies().flat_map(|apply| apply.0.results());
        results.all(|result| {
            result.uses().into_iter().all(|(user, operand)| {
                operand == 0 && Insert::is(user) && group.ops.contains(&user)
            })
        }) && group.inserts().all(|insert| {
            insert.index_box() == ssa_box && tile.required.get(&insert.result()) == required
        })
    }

    /// The component that an insert replaces, where it replaces one.
    pub(super) fn components(&mut self, insert: Insert<'c>) -> Vec<Value<'c>> {
        insert
            .components()
            .into_iter()
            .map(|value| self.environment.scalar(value))
            .collect()
    }

    /// The memory of an insert's result.
    pub(super) fn target(insert: Insert<'c>, sources: &Sources<'c>) -> Buffer<'c> {
        match &sources[&insert.result()] {
            Source::Buffer(buffer) => buffer.clone(),
            _ => unreachable!("the result of an insert is in rows or in the tile"),
        }
    }

    /// The result of an insert, in the tile: the destination, then the source over it.
    pub(super) fn insert(
        &mut self,
        builder: &Builder<'c>,
        insert: Insert<'c>,
        tile: &Tile<'c, '_>,
        sources: &mut Sources<'c>,
    ) {
        let result = insert.result();
        let Some(required) = tile.required.get(&result).copied() else {
            return;
        };
        let builder = &builder.at(insert.0.location());
        let target = Self::target(insert, sources);
        let (kept, replaced) = self.insert_parts(builder, insert, required, tile);
        let components = self.components(insert);
        let steps = [
            (insert.destination(), kept, Vec::new()),
            (insert.source(), replaced, components),
        ];
        for (from, part, components) in steps {
            let loops = self.loops(tile, part);
            nest_over(self.target, builder, &loops, [None; 3], |inner, point| {
                self.copy_point(inner, from, &target, &components, point, sources);
            });
        }
        for store in kernel_plan::stores_of(result) {
            self.copy_phase(builder, store, tile, sources);
        }
    }
}
