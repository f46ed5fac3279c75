//! One kernel as loops: its sections, tiles, rows and sweeps, for any target.
//!
//! A kernel's schedule says in which order its loops run, which of them are shared, and at which storage level each
//! intermediate lives. [`KernelEmitter`] writes these loops over the memory of fields; what differs between processors it
//! asks a [`KernelTarget`]. It knows nothing of the program around the kernel: no blocks, no allocations of the program, and
//! nothing that could end a call.

pub mod body;
pub mod buffers;
mod clamps;
mod fusion;
mod inserts;
pub mod nest;
mod points;
mod prefetch;
pub mod required;
mod rows;
mod section;
pub mod span;
mod stores;
mod sweep;
mod sweep_state;
mod target;

use crate::environment::Environment;
use body::{ReadBefore, Source, Sources};
use buffers::Reach;
use ir_stencil::{
    boxes::SsaBox,
    kernel_plan,
    ops::{Kernel, Load, Place, Undef, shaped},
};
use mlir_shim::ir::Builder;
use prefetch::Prefetches;
pub use target::{KernelTarget, Range, Reuse};

/// The emission of one kernel.
pub struct KernelEmitter<'c, 'p, T> {
    /// The fields and scalars that the kernel uses.
    environment: &'p mut Environment<'c>,
    target: &'p T,
    /// What the bodies of this iteration have read, where they share a loop.
    read: Option<ReadBefore<'c>>,
    /// What accesses ask for ahead.
    prefetches: Prefetches<'c>,
}

impl<'c, 'p, T: KernelTarget> KernelEmitter<'c, 'p, T> {
    /// An emission for a target, of a kernel that uses fields and scalars of these.
    pub fn new(environment: &'p mut Environment<'c>, target: &'p T) -> Self {
        Self {
            environment,
            target,
            read: None,
            prefetches: Prefetches::default(),
        }
    }

    /// Emits a kernel where a builder stands.
    pub fn emit(mut self, builder: &Builder<'c>, kernel: Kernel<'c>) {
        let ops = kernel.ops();
        let plan = kernel_plan::plan(kernel);
        let schedule = kernel.schedule();
        // Checks look at single points, which take their time.
        if !self.environment.checked {
            self.prefetches = Prefetches::of_kernel(&ops, &plan, &schedule);
        }
        let mut sources = Sources::new();
        let mut in_memory = Vec::new();
        for op in &ops {
            if let Some(load) = Load::cast(*op) {
                sources.insert(load.result(), Source::Field(load.field()));
            } else if Undef::is(*op) {
                sources.insert(op.result(0), Source::Undefined);
            } else if kernel_plan::place_of(*op) == Some(Place::Memory) {
                let ssa_box = SsaBox::of(*op).expect("verified: kernel_c2");
                let part = self.spans(builder, &ssa_box);
                for result in op.results() {
                    let reach: Vec<_> = schedule
                        .loop_axes(shaped(result).axes)
                        .into_iter()
                        .map(|axis| (axis, Reach::Span(part[axis].expect("a bounded axis"))))
                        .collect();
                    let buffer = self.buffer(builder, result, Place::Memory, &reach, false);
                    sources.insert(result, Source::Buffer(buffer.clone()));
                    in_memory.push(buffer);
                }
            }
        }
        for section in &plan.sections {
            self.section(section, &plan, &schedule, builder, &mut sources);
        }
        for buffer in in_memory {
            self.free(builder, &buffer);
        }
    }
}
