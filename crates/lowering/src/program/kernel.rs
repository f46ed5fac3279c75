//! Kernels: what they touch is checked, and then each is a call of a function.

use super::{ProgramEmitter, checks::Touch};
use crate::{
    abi,
    cpu::Cpu,
    kernel::KernelEmitter,
    kernel_functions::{call, function, prune},
};
use fvopt_analysis::required::read_box;
use ir_stencil::{
    boxes::SsaBox,
    ops::{AnyAccess, Apply, Kernel, Load, Store, Sweep, accesses, shaped},
};
use mlir_shim::ir::{Builder, Op, Region, Value};

impl<'c> ProgramEmitter<'c, '_> {
    /// Makes a kernel a function, and calls it.
    pub(super) fn kernel(&mut self, kernel: Kernel<'c>) {
        let ops = kernel.ops();
        self.check_kernel(&ops);
        let location = kernel.0.location();
        let (region, entry) = Region::with_block(&[], location);
        let inside = Builder::at_end(entry, location);
        self.environment.enter(entry);
        KernelEmitter::new(&mut self.environment, &Cpu).emit(&inside, kernel);
        let captured = self.environment.leave();
        let used = prune(entry);
        let operands: Vec<Value<'c>> = used.iter().map(|number| captured[*number]).collect();
        let function = function(region, entry, &[], &inside);
        let program = self.environment.function;
        let prefix = abi::symbol(program.name());
        let name = self.kernels.share(function, &prefix, program.0);
        call(&self.at(location), &name, &operands, &[]);
    }

    /// Checks what the operations of a kernel read and write, each where it runs.
    fn check_kernel(&mut self, ops: &[Op<'c>]) {
        for op in ops {
            if let Some(store) = Store::cast(*op) {
                let ssa_box = store.index_box();
                let initial = store.temp().defining_op().and_then(Sweep::cast);
                let initial = initial.map(|sweep| sweep.inits()[store.temp().number()]);
                let copied = initial.unwrap_or(store.temp());
                if let Some(load) = copied.defining_op().and_then(Load::cast) {
                    // Of an initial value only what is loaded is copied.
                    let part = match (initial, load.index_box()) {
                        (Some(_), Some(loaded)) => ssa_box.intersect(&loaded),
                        _ => ssa_box.clone(),
                    };
                    self.check_part_of(load.0, load.field(), &part, Touch::Read, &part);
                }
                self.check_accesses(*op);
            } else if let Some(apply) = Apply::cast(*op) {
                let ssa_box = apply.index_box().expect("verified: kernel_c2");
                self.check_reads(&accesses(*op), &ssa_box);
            } else if let Some(sweep) = Sweep::cast(*op) {
                for interval in sweep.intervals() {
                    let levels = interval.index_box();
                    for stage in interval.stages() {
                        let ssa_box = stage.index_box().expect("bounds are inferred");
                        let ssa_box = ssa_box.with_axis_of(fvopt_boxes::Axis::K, &levels);
                        self.check_reads(&stage.accesses(), &ssa_box);
                    }
                }
            }
        }
    }

    /// Checks what accesses that run on a box read of loaded fields.
    fn check_reads(&mut self, accesses: &[AnyAccess<'c>], ssa_box: &SsaBox<'c>) {
        let mut parts: Vec<(Load<'c>, SsaBox<'c>)> = Vec::new();
        for access in accesses {
            let Some(load) = access.temp().defining_op().and_then(Load::cast) else {
                continue;
            };
            let part = read_box(*access, ssa_box).project(shaped(load.result()).axes);
            match parts.iter_mut().find(|(other, _)| *other == load) {
                Some((_, known)) => *known = known.hull(&part),
                None => parts.push((load, part)),
            }
        }
        for (load, part) in parts {
            self.check_part_of(load.0, load.field(), &part, Touch::Read, ssa_box);
        }
    }
}
