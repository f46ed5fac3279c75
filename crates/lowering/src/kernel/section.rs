//! A section of a kernel: the loops over its tiles, their buffers, and their phases.

use super::{
    KernelEmitter, KernelTarget,
    body::{Source, Sources},
    buffers::{Buffer, Reach},
    nest::{Loop, nest_over},
    required::Required,
    span::Span,
};
use fvopt_boxes::Axes;
use ir_stencil::{
    kernel_plan::{Phase, Plan, Section, place_of},
    ops::{Insert, Place, Schedule, shaped},
};
use mlir_shim::ir::{Builder, Op, Value};
use std::collections::HashMap;

/// A tile: what its phases share.
pub struct Tile<'c, 'p> {
    pub plan: &'p Plan<'c>,
    pub schedule: &'p Schedule,
    /// On tiled axes, what this tile stores.
    pub owned: [Option<Span<'c>>; 3],
    /// The region that is required of each temp.
    pub required: HashMap<Value<'c>, Required<'c>>,
    /// Whether the kernel has a plane sweep: then threads share the loops of each operation.
    pub is_plane: bool,
}

impl<'c, T: KernelTarget> KernelEmitter<'c, '_, T> {
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
        let axes = schedule.loop_axes(section.axes);
        let tiles: Vec<Loop<'c>> = axes
            .into_iter()
            .filter(|axis| !is_plane && schedule.is_tiled(*axis))
            .map(|axis| Loop {
                axis,
                span: whole[axis].expect("a bounded axis"),
                step: schedule.tile[axis].max(1),
                parallel: schedule.parallel_axes().contains(&axis),
                vector: 0,
            })
            .collect();
        nest_over(self.target, builder, &tiles, [None; 3], |inner, start| {
            let mut owned = [None; 3];
            for one in &tiles {
                let start = start[one.axis].expect("a loop over its tiles");
                owned[one.axis] = Some(one.span.tile(inner, start, one.step));
            }
            let mut tile = Tile {
                plan,
                schedule,
                owned,
                required: HashMap::new(),
                is_plane,
            };
            self.require(section, inner, &mut tile);
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
                self.free(inner, &buffer);
            }
        });
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
                buffers.extend(self.state_buffers(builder, *sweep, tile, sources));
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
                    let (Some(reach), Some(level)) =
                        (self.reach(builder, temp, tile), place_of(op))
                    else {
                        continue;
                    };
                    let buffer = self.buffer(builder, temp, level, &reach, Insert::is(op));
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
        let required = self.required_in_memory(builder, temp, tile)?;
        let op = temp.defining_op()?;
        let axes = tile.schedule.loop_axes(shaped(temp).axes);
        let all = axes
            .iter()
            .map(|axis| Some((*axis, Reach::Span(required[*axis]?))))
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
                            (axis, Reach::LineBuffer(tile.plan.rings[&temp]))
                        }
                    })
                    .collect(),
            ),
            Place::Tile => Some(all),
            Place::Register | Place::Memory => None,
        }
    }

    /// Loops of an operation over a region, in the order of the schedule.
    pub(super) fn loops(&self, tile: &Tile<'c, '_>, part: Required<'c>) -> Vec<Loop<'c>> {
        let axes = Axes::of_numbers((0..3).filter(|axis| part[*axis].is_some()));
        let mut loops: Vec<Loop<'c>> = tile
            .schedule
            .loop_axes(axes)
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
        if self.environment.checked {
            0
        } else {
            schedule.vector
        }
    }
}
