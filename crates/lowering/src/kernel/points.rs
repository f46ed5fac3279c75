//! Applies and inserts of a phase: groups go through the tile row by row.

use super::{
    KernelEmitter, KernelTarget, Reuse,
    body::{Point, Source, Sources},
    nest::nest_over,
    required::{Required, clip},
    section::Tile,
    span::Span,
};
use crate::{arithmetic::Arithmetic, loops::when};
use ir_stencil::{
    kernel_plan::{Group, stores_of},
    ops::{Apply, Insert, Store, shaped},
};
use mlir_shim::ir::{Builder, Value};

/// What is done on every row that the tile requires of it.
pub(super) struct Part<'c, 'p> {
    pub task: Task<'c, 'p>,
    /// Its skew: how many rows it runs ahead.
    pub skew: i64,
    pub required: Required<'c>,
    /// The rows that are left out, because nothing of them is kept.
    pub except: Option<Required<'c>>,
}

/// What a part does at a point.
#[derive(Clone, Copy)]
pub(super) enum Task<'c, 'p> {
    /// The operations of a group.
    Group(&'p Group<'c>),
    /// The destination of an insert goes where its result is.
    Destination(Insert<'c>),
    /// A store of the result of an insert.
    Store(Store<'c>),
}

impl<'c, T: KernelTarget> KernelEmitter<'c, '_, T> {
    pub(super) fn points(
        &mut self,
        builder: &Builder<'c>,
        groups: &[Group<'c>],
        tile: &Tile<'c, '_>,
        sources: &mut Sources<'c>,
    ) {
        let mut parts = Vec::new();
        for group in groups {
            self.parts_of(builder, group, tile, &mut parts);
        }
        match &parts[..] {
            [] => {}
            [part] if part.except.is_none() => {
                let loops = self.loops(tile, part.required);
                nest_over(self.target, builder, &loops, [None; 3], |inner, point| {
                    self.at_point(inner, part, tile, point, sources);
                });
            }
            parts => self.rows(builder, parts, groups[0].axes(), tile, sources),
        }
    }

    /// What has to be done for a group on a row, in order.
    fn parts_of<'p>(
        &self,
        builder: &Builder<'c>,
        group: &'p Group<'c>,
        tile: &Tile<'c, '_>,
        parts: &mut Vec<Part<'c, 'p>>,
    ) {
        let skew = group.lead;
        let mut own = group
            .applies()
            .filter_map(|apply| tile.required.get(&apply.0.result(0)).copied())
            .reduce(|all, required| {
                [0, 1, 2].map(|axis| Some(all[axis]?.hull(builder, required[axis]?)))
            });
        for insert in group.inserts() {
            let Some(required) = tile.required.get(&insert.result()).copied() else {
                continue;
            };
            let (kept, replaced) = self.insert_parts(builder, insert, required, tile);
            if group.applies().next().is_none() {
                own = Some(replaced);
            }
            if !self.is_in_place(insert)
                && let Some(except) = self.overwritten_rows(builder, insert, kept, tile)
            {
                parts.push(Part {
                    task: Task::Destination(insert),
                    skew,
                    required: kept,
                    except,
                });
            }
        }
        parts.extend(own.map(|required| Part {
            task: Task::Group(group),
            skew,
            required,
            except: None,
        }));
        for insert in group.inserts() {
            if tile.required.contains_key(&insert.result()) {
                for write in stores_of(insert.result()) {
                    parts.push(Part {
                        task: Task::Store(write),
                        skew,
                        required: self.owned_by(builder, write, tile),
                        except: None,
                    });
                }
            }
        }
    }

    /// The rows of an insert's result that the source covers whole; `None` where that is all of them.
    fn overwritten_rows(
        &self,
        builder: &Builder<'c>,
        insert: Insert<'c>,
        kept: Required<'c>,
        tile: &Tile<'c, '_>,
    ) -> Option<Option<Required<'c>>> {
        if !insert.components().is_empty() {
            return Some(None);
        }
        let limit = self.spans(builder, &insert.index_box());
        let holds = |axis: usize| match (limit[axis], kept[axis]) {
            (Some(limit), Some(kept)) => limit.holds(kept),
            _ => true,
        };
        let axes = tile.schedule.loop_axes(shaped(insert.result()).axes);
        let (inner, outer) = axes.split_last().expect("an insert has an axis");
        if !holds(*inner) {
            return Some(None);
        }
        if outer.iter().all(|axis| holds(*axis)) {
            return None;
        }
        Some(Some(clip(builder, kept, limit)))
    }

    /// What a part does at a point.
    pub(super) fn at_point(
        &mut self,
        builder: &Builder<'c>,
        part: &Part<'c, '_>,
        tile: &Tile<'c, '_>,
        point: Point<'c>,
        sources: &mut Sources<'c>,
    ) {
        match part.task {
            Task::Group(group) => {
                self.group_at(builder, group, part.required, tile, point, sources);
            }
            Task::Destination(insert) => {
                let builder = &builder.at(insert.0.location());
                let target = Self::target(insert, sources);
                self.copy_point(builder, insert.destination(), &target, &[], point, sources);
            }
            Task::Store(write) => {
                let builder = &builder.at(write.0.location());
                let source = sources[&write.temp()].clone();
                self.store_at(builder, write, point, &source);
            }
        }
    }

    /// All applies of a group at a point, then what becomes of their results; gives these.
    pub(super) fn group_at(
        &mut self,
        builder: &Builder<'c>,
        group: &Group<'c>,
        required: Required<'c>,
        tile: &Tile<'c, '_>,
        point: Point<'c>,
        sources: &mut Sources<'c>,
    ) -> Vec<(Value<'c>, Vec<Value<'c>>)> {
        let mut computed: Vec<(Value<'c>, Vec<Value<'c>>)> = Vec::new();
        let mut kept = Vec::new();
        for Apply(op) in group.applies() {
            self.prefetch(builder, op, required, point);
            let values = self.body(builder, Apply(op).body(), point, sources);
            let mut values = values.into_iter();
            for result in op.results() {
                let count = shaped(result).components().max(1);
                let own: Vec<Value<'c>> = values.by_ref().take(count).collect();
                computed.push((result, own.clone()));
                match sources.get(&result) {
                    Some(Source::Buffer(buffer)) => kept.push((result, buffer.clone(), own)),
                    _ => {
                        sources.insert(result, Source::AtPoint(own));
                    }
                }
            }
        }
        for (_, buffer, values) in kept {
            for (number, value) in values.into_iter().enumerate() {
                let number = builder.index(number as i64);
                let target = buffer.element(builder, point, Some(number));
                self.target.store(builder, value, &target, Reuse::Soon);
            }
        }
        for (result, values) in &computed {
            for write in stores_of(*result) {
                let owned = self.owned_by(builder, write, tile);
                let guard = guard(builder, owned, required, point);
                let own = Source::AtPoint(values.clone());
                match guard {
                    None => self.store_at(builder, write, point, &own),
                    Some(guard) => when(builder, guard, |inner| {
                        self.store_at(inner, write, point, &own);
                    }),
                }
            }
        }
        for insert in group.inserts() {
            let Some(whole) = tile.required.get(&insert.result()).copied() else {
                continue;
            };
            let builder = &builder.at(insert.0.location());
            let condition = match Self::is_replaced_everywhere(group, tile) {
                true => None,
                false => {
                    let (_, replaced) = self.insert_parts(builder, insert, whole, tile);
                    guard(builder, replaced, required, point)
                }
            };
            let target = Self::target(insert, sources);
            let components = self.components(insert);
            let mut copy = |builder: &Builder<'c>| {
                self.copy_point(
                    builder,
                    insert.source(),
                    &target,
                    &components,
                    point,
                    sources,
                );
            };
            match condition {
                None => copy(builder),
                Some(condition) => when(builder, condition, copy),
            }
        }
        computed
    }
}

/// The condition that a point of a nest over `outer` lies in a part; nothing where it always does.
pub fn guard<'c>(
    builder: &Builder<'c>,
    part: Required<'c>,
    outer: Required<'c>,
    point: Point<'c>,
) -> Option<Value<'c>> {
    let mut all: Option<Value<'c>> = None;
    for axis in 0..3 {
        let (Some(part), Some(outer), Some(coordinate)) = (part[axis], outer[axis], point[axis])
        else {
            continue;
        };
        let outer: Span<'c> = outer;
        if let Some(condition) = part.guard(builder, outer, coordinate) {
            all = Some(all.map_or(condition, |all| builder.and(all, condition)));
        }
    }
    all
}
