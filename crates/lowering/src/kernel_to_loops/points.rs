//! Applies of a phase: groups go through the tile row by row.

use super::{
    Arithmetic, Lowering,
    body::{Point, Source, Sources},
    fields::store,
    loops::{Loop, nest_over, when},
    section::{Need, Tile},
    span::Span,
};
use ir_stencil::{
    kernel_plan::{Group, loop_axes, stores_of},
    ops::{Apply, shaped},
};
use mlir_shim::ir::{Builder, Value};

/// A group with what the tile needs of it.
struct Part<'c, 'p> {
    group: &'p Group<'c>,
    need: Need<'c>,
}

impl<'c> Lowering<'c> {
    pub(super) fn points(
        &mut self,
        builder: &Builder<'c>,
        groups: &[Group<'c>],
        tile: &Tile<'c, '_>,
        sources: &mut Sources<'c>,
    ) {
        let parts: Vec<Part<'c, '_>> = groups
            .iter()
            .filter_map(|group| {
                let need = group
                    .applies
                    .iter()
                    .filter_map(|apply| tile.needs.get(&apply.0.result(0)).copied())
                    .reduce(|all, need| {
                        [0, 1, 2].map(|axis| Some(all[axis]?.hull(builder, need[axis]?)))
                    })?;
                Some(Part { group, need })
            })
            .collect();
        match &parts[..] {
            [] => {}
            [part] => {
                let loops = self.loops(tile, part.need);
                nest_over(builder, &loops, [None; 3], |inner, point| {
                    self.group_at(inner, part, tile, point, sources);
                });
            }
            parts => self.rows(builder, parts, tile, sources),
        }
    }

    /// Several groups: each does its row in turn, those that run ahead a later one.
    fn rows(
        &mut self,
        builder: &Builder<'c>,
        parts: &[Part<'c, '_>],
        tile: &Tile<'c, '_>,
        sources: &mut Sources<'c>,
    ) {
        let axes = loop_axes(tile.schedule, parts[0].group.axes());
        let (inner_axis, outer) = axes.split_last().expect("an apply has an axis");
        let row_axis = outer.last().copied();
        let outside = &outer[..outer.len().saturating_sub(1)];
        let joined = |axis: usize, lead: bool| {
            parts
                .iter()
                .map(|part| {
                    let by = if lead { -part.group.lead } else { 0 };
                    part.need[axis].expect("an axis of the group").grow(by, by)
                })
                .reduce(|all, span| all.hull(builder, span))
                .expect("there are groups")
        };
        let parallel = |axis: usize| tile.is_plane && tile.schedule.parallel_axes().contains(&axis);
        let mut loops: Vec<Loop<'c>> = outside
            .iter()
            .map(|axis| Loop {
                parallel: parallel(*axis),
                ..Loop::over(*axis, joined(*axis, false))
            })
            .collect();
        loops.extend(row_axis.map(|axis| Loop::over(axis, joined(axis, true))));
        nest_over(builder, &loops, [None; 3], |inner, point| {
            for part in parts {
                let mut point = point;
                let mut runs: Option<Value<'c>> = None;
                for one in &loops {
                    let mut span = one.span;
                    let mut coordinate = point[one.axis].expect("a loop over it");
                    if Some(one.axis) == row_axis {
                        let lead = part.group.lead;
                        coordinate = inner.shifted(coordinate, lead);
                        span = span.grow(lead, lead);
                        point[one.axis] = Some(coordinate);
                    }
                    let own = part.need[one.axis].expect("an axis of the group");
                    if let Some(guard) = own.guard(inner, span, coordinate) {
                        runs = Some(runs.map_or(guard, |runs| inner.and(runs, guard)));
                    }
                }
                let own = part.need[*inner_axis].expect("an axis of the group");
                let row = Loop {
                    vector: self.vector(tile.schedule),
                    ..Loop::over(*inner_axis, own)
                };
                let mut body = |builder: &Builder<'c>| {
                    nest_over(builder, &[row], point, |inner, point| {
                        self.group_at(inner, part, tile, point, sources);
                    });
                };
                match runs {
                    None => body(inner),
                    Some(runs) => when(inner, runs, body),
                }
            }
        });
    }

    /// All applies of a group at a point, then what becomes of their results.
    fn group_at(
        &mut self,
        builder: &Builder<'c>,
        part: &Part<'c, '_>,
        tile: &Tile<'c, '_>,
        point: Point<'c>,
        sources: &mut Sources<'c>,
    ) {
        let mut computed: Vec<(Value<'c>, Vec<Value<'c>>)> = Vec::new();
        let mut kept = Vec::new();
        for Apply(op) in &part.group.applies {
            let values = self.body(builder, Apply(*op).body(), point, sources);
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
                store(builder, value, target.storage.memref, &target.indices);
            }
        }
        for (result, values) in computed {
            for write in stores_of(result) {
                let owned = self.owned_by(builder, write, tile);
                let guard = guard(builder, owned, part.need, point);
                let own = Source::AtPoint(values.clone());
                match guard {
                    None => self.store_at(builder, write, point, &own),
                    Some(guard) => when(builder, guard, |inner| {
                        self.store_at(inner, write, point, &own);
                    }),
                }
            }
        }
    }
}

/// The condition that a point of a nest over `outer` lies in a part; nothing where it always does.
pub fn guard<'c>(
    builder: &Builder<'c>,
    part: Need<'c>,
    outer: Need<'c>,
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
