//! Kernels: what they touch is checked, then their sections follow one after the other.

use super::{ProgramEmitter, checks::Touch};
use crate::{cpu::Cpu, kernel::KernelEmitter};
use fvopt_analysis::required::read_box;
use ir_stencil::{
    boxes::SsaBox,
    ops::{AnyAccess, Apply, Kernel, Load, Store, Sweep, accesses, shaped},
};
use mlir_shim::ir::Op;

impl<'c> ProgramEmitter<'c> {
    /// Lowers a kernel.
    pub(super) fn kernel(&mut self, kernel: Kernel<'c>) {
        let ops = kernel.ops();
        self.check_kernel(&ops);
        let builder = self.at(kernel.0.location());
        KernelEmitter::new(&mut self.environment, &Cpu).emit(&builder, kernel);
    }

    /// Checks what the operations of a kernel read and write, each where it runs.
    fn check_kernel(&mut self, ops: &[Op<'c>]) {
        for op in ops {
            if let Some(store) = Store::cast(*op) {
                let place = store.index_box();
                let initial = store.temp().defining_op().and_then(Sweep::cast);
                let initial = initial.map(|sweep| sweep.inits()[store.temp().number()]);
                let copied = initial.unwrap_or(store.temp());
                if let Some(load) = copied.defining_op().and_then(Load::cast) {
                    // Of an initial value only what is loaded is copied.
                    let part = match (initial, load.index_box()) {
                        (Some(_), Some(loaded)) => place.intersect(&loaded),
                        _ => place.clone(),
                    };
                    self.check_part_of(load.0, load.field(), &part, Touch::Read, &part);
                }
                self.check_accesses(*op);
            } else if let Some(apply) = Apply::cast(*op) {
                let place = apply.index_box().expect("verified: kernel_c2");
                self.check_reads(&accesses(*op), &place);
            } else if let Some(sweep) = Sweep::cast(*op) {
                for interval in sweep.intervals() {
                    let levels = interval.index_box();
                    for stage in interval.stages() {
                        let place = stage.index_box().expect("bounds are inferred");
                        let place = place.with_axis_of(fvopt_boxes::Axis::K, &levels);
                        self.check_reads(&stage.accesses(), &place);
                    }
                }
            }
        }
    }

    /// Checks what accesses that run on a box read of loaded fields.
    fn check_reads(&mut self, accesses: &[AnyAccess<'c>], place: &SsaBox<'c>) {
        let mut parts: Vec<(Load<'c>, SsaBox<'c>)> = Vec::new();
        for access in accesses {
            let Some(load) = access.temp().defining_op().and_then(Load::cast) else {
                continue;
            };
            let part = read_box(*access, place).project(shaped(load.result()).axes);
            match parts.iter_mut().find(|(other, _)| *other == load) {
                Some((_, known)) => *known = known.hull(&part),
                None => parts.push((load, part)),
            }
        }
        for (load, part) in parts {
            self.check_part_of(load.0, load.field(), &part, Touch::Read, place);
        }
    }
}
