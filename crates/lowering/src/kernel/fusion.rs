//! Loop fusion along a row: what one part of a phase computes, the next has in a register.
//!
//! Where all parts run is the steady state, one loop; where only some do are a prologue and an epilogue, in which each
//! has a loop of its own.

use super::{
    KernelEmitter, KernelTarget,
    body::{Computed, Point, ReadBefore, Source, Sources},
    points::{Part, Task},
    rows::{Nest, RowLoops, ahead},
    span::Span,
};
use fvopt_analysis::access::base_field;
use ir_stencil::{
    kernel_plan::stores_of,
    ops::{Apply, accesses},
};
use mlir_shim::ir::{Builder, Value};
use std::ops::Range;

const PROLOGUE: usize = 0;
const EPILOGUE: usize = 2;

impl<'c, T: KernelTarget> KernelEmitter<'c, '_, T> {
    /// Several parts in one loop along the row, with prologue and epilogue.
    pub(super) fn fused(
        &mut self,
        builder: &Builder<'c>,
        row_loops: RowLoops<'c, '_>,
        point: Point<'c>,
        sources: &mut Sources<'c>,
    ) {
        let RowLoops { nest, parts, tile } = row_loops;
        let common = parts
            .iter()
            .map(|part| nest.along(part))
            .reduce(|common, along| common.clip(builder, along))
            .expect("there are parts");
        // Prologue, steady state and epilogue of each part.
        let stages: Vec<[Span<'c>; 3]> = parts
            .iter()
            .map(|part| nest.along(part).around(builder, common))
            .collect();
        let steady = stages[0][1];
        let alone = |own: &mut Self, stage: usize, sources: &mut Sources<'c>| {
            for (part, stages) in parts.iter().zip(&stages) {
                let point = ahead(builder, nest, part, point);
                own.along(
                    builder,
                    row_loops,
                    stages[stage],
                    point,
                    |own, inner, point| {
                        own.at_point(inner, part, tile, point, sources);
                    },
                );
            }
        };
        alone(self, PROLOGUE, sources);
        self.along(builder, row_loops, steady, point, |own, inner, point| {
            let mut restored: Vec<(Value<'c>, Source<'c>)> = Vec::new();
            // Checks look at every read.
            own.read = (!own.environment.checked).then(|| read_before(parts));
            for part in parts {
                let Task::Group(group) = part.task else {
                    unreachable!("only groups are fused");
                };
                if let (Some(read), Some(row)) = (&mut own.read, nest.row) {
                    read.ahead[row] = part.skew;
                }
                for earlier in &restored {
                    own.pass_on(row_loops, earlier.0, part, sources);
                }
                let point = ahead(inner, nest, part, point);
                let computed = own.group_at(inner, group, part.required, tile, point, sources);
                for (result, values) in computed {
                    if let Some(Source::Buffer(buffer)) = sources.get(&result).cloned() {
                        restored.push((result, Source::Buffer(buffer.clone())));
                        let computed = Computed {
                            buffer,
                            offset: [0; 3],
                            values,
                        };
                        sources.insert(result, Source::Computed(computed));
                    }
                }
            }
            sources.extend(restored);
            own.read = None;
        });
        alone(self, EPILOGUE, sources);
    }

    /// Lets a part read what another has just computed, on the row that this one computes.
    fn pass_on(
        &self,
        RowLoops { nest, parts, .. }: RowLoops<'c, '_>,
        result: Value<'c>,
        part: &Part<'c, '_>,
        sources: &mut Sources<'c>,
    ) {
        let producer = parts.iter().find(|other| match other.task {
            Task::Group(group) => result
                .defining_op()
                .is_some_and(|op| group.ops.contains(&op)),
            _ => false,
        });
        if let (Some(Source::Computed(computed)), Some(producer)) =
            (sources.get_mut(&result), producer)
        {
            computed.offset = [0; 3];
            if let Some(row) = nest.row {
                computed.offset[row] = producer.skew - part.skew;
            }
        }
    }
}

/// Nothing read yet, in a loop that parts share.
fn read_before<'c>(parts: &[Part<'c, '_>]) -> ReadBefore<'c> {
    let applies = parts.iter().filter_map(plain).flatten();
    let results = applies.flat_map(|apply| apply.0.results());
    let stored = results
        .flat_map(stores_of)
        .map(|store| base_field(store.field()));
    ReadBefore::new(stored.collect())
}

/// Which parts share a loop along the row, as ranges of their numbers.
pub fn fused_runs<'c>(nest: &Nest<'c>, parts: &[Part<'c, '_>]) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for number in 0..parts.len() {
        match runs.last_mut() {
            Some(run) if fits(nest, &parts[run.clone()], &parts[number]) => run.end += 1,
            _ => runs.push(number..number + 1),
        }
    }
    runs
}

/// Whether a part may share the loop of those before it.
fn fits<'c>(nest: &Nest<'c>, before: &[Part<'c, '_>], part: &Part<'c, '_>) -> bool {
    let Some(applies) = plain(part) else {
        return false;
    };
    before.iter().all(|earlier| {
        let Some(producers) = plain(earlier) else {
            return false;
        };
        // Ends whose order is not known would need conditions of their own.
        let (one, other) = (nest.along(earlier), nest.along(part));
        let is_known = one.low.above(other.low).is_some() && one.high.above(other.high).is_some();
        let same_outside = nest.outside.iter().all(|outer| {
            let required =
                |part: &Part<'c, '_>| part.required[outer.axis].map(|span| (span.low, span.high));
            required(earlier) == required(part)
        });
        is_known && same_outside && {
            let in_progress = earlier.skew - part.skew;
            let reads_aside = |apply: &Apply<'c>| {
                accesses(apply.0).into_iter().any(|access| {
                    let offset = access.offset();
                    let definition = access.temp().defining_op();
                    definition.is_some_and(|op| producers.contains(&Apply(op)))
                        && nest.row.is_none_or(|row| offset[row] == in_progress)
                        && offset[nest.inner] != 0
                })
            };
            !applies.iter().any(reads_aside)
        }
    })
}

/// The applies of a part that is a group without inserts, all of whose results are in rows or stored.
fn plain<'c>(part: &Part<'c, '_>) -> Option<Vec<Apply<'c>>> {
    match part.task {
        Task::Group(group) if group.inserts().next().is_none() => Some(group.applies().collect()),
        _ => None,
    }
}
