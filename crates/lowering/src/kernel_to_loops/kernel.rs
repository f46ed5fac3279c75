//! Kernels without a sweep: every operation at a point, in one nest.

use super::{
    Lowering,
    body::{Point, Source, Sources, zero},
    checks::Touch,
    fields::{load, store},
    loops::{self, over_axes},
};
use ir_stencil::{
    boxes::SsaBox,
    ops::{Apply, Kernel, Load, Store, Sweep, Undef, accesses, shaped},
};
use mlir_shim::{
    ir::{Builder, Op, Value},
    pass::Failed,
};

impl<'c> Lowering<'c> {
    /// Lowers a kernel.
    pub(super) fn kernel(&mut self, kernel: Kernel<'c>) -> Result<(), Failed> {
        let schedule = kernel.schedule();
        if schedule.vector != 0 {
            return self.refuse(
                kernel.0,
                "explicit vectors are not generated yet; write vector = 0 to leave vectors to LLVM",
            );
        }
        let ops = kernel.ops();
        for op in &ops {
            if let Some(load) = Load::cast(*op) {
                let part = load.index_box().expect("verified: kernel_c2");
                self.check_part(*op, load.field(), &part, Touch::Read);
            } else if let Some(store) = Store::cast(*op) {
                self.check_part(*op, store.field(), &store.index_box(), Touch::Write);
            }
        }
        let sweeps: Vec<Sweep<'c>> = ops.iter().copied().filter_map(Sweep::cast).collect();
        match sweeps[..] {
            [] => self.point_kernel(kernel, &ops),
            [sweep] if !ops.iter().any(|op| Apply::is(*op)) => self.sweep_kernel(kernel, sweep, &ops),
            _ => self.refuse(kernel.0, "a kernel with a sweep and other computing operations; give each a kernel of its own"),
        }
    }

    fn point_kernel(&mut self, kernel: Kernel<'c>, ops: &[Op<'c>]) -> Result<(), Failed> {
        let Some(first) = ops.iter().copied().find_map(Store::cast) else {
            return Ok(());
        };
        let place = first.index_box();
        let axes = shaped(first.temp()).axes;
        let mut sources = Sources::new();
        let mut applies = Vec::new();
        let mut stores = Vec::new();
        for op in ops {
            if let Some(load) = Load::cast(*op) {
                sources.insert(load.result(), Source::Field(load.field()));
            } else if Undef::is(*op) {
                sources.insert(op.result(0), Source::Undefined);
            } else if let Some(apply) = Apply::cast(*op) {
                self.expect_place(*op, apply.index_box(), &place)?;
                for access in accesses(*op) {
                    let is_intermediate = access.temp().defining_op().is_some_and(Apply::is);
                    if is_intermediate && (access.offset() != [0; 3] || access.is_dynamic()) {
                        return self.refuse(
                            access.0,
                            "it reads another result of the kernel at an offset, which needs a place other than \
                             register; give the producer a kernel of its own",
                        );
                    }
                }
                if apply
                    .place()
                    .is_some_and(|place| place != ir_stencil::ops::Place::Register)
                {
                    return self.refuse(
                        *op,
                        "the only place of an intermediate that is lowered is `register`",
                    );
                }
                applies.push(apply);
            } else if let Some(store) = Store::cast(*op) {
                self.expect_place(*op, Some(store.index_box()), &place)?;
                stores.push(store);
            } else {
                return self.refuse(
                    *op,
                    "it stands in a kernel; `program-schedule` makes copies of it",
                );
            }
        }
        let builder = self.at(kernel.0.location());
        let schedule = kernel.schedule();
        let nest: Vec<loops::Axis<'c>> = schedule
            .order
            .into_iter()
            .filter(|axis| axes & (1 << axis) != 0)
            .map(|axis| {
                let (low, high) = self.range(&builder, &place, axis);
                let parallel = schedule.parallel_axes().contains(&axis);
                loops::Axis {
                    axis,
                    low,
                    high,
                    parallel,
                    tile: schedule.tile[axis],
                }
            })
            .collect();
        over_axes(&builder, &nest, |inner, point| {
            for apply in applies {
                let values = self.body(inner, apply.body(), point, &sources);
                let mut values = values.into_iter();
                for result in apply.0.results() {
                    let own = values
                        .by_ref()
                        .take(shaped(result).components().max(1))
                        .collect();
                    sources.insert(result, Source::AtPoint(own));
                }
            }
            for store in stores {
                self.store_at(inner, store, point, &sources);
            }
        });
        Ok(())
    }

    fn expect_place(
        &self,
        op: Op<'c>,
        found: Option<SsaBox<'c>>,
        place: &SsaBox<'c>,
    ) -> Result<(), Failed> {
        match found {
            Some(found) if found == *place => Ok(()),
            found => self.refuse(
                op,
                &format!(
                    "its box {} is not that of the kernel's first store, {}; give it a kernel of its own",
                    found.map_or("()".into(), |found| found.describe()),
                    place.describe()
                ),
            ),
        }
    }

    /// Writes what a store writes at a point: one element, or all components.
    fn store_at(
        &mut self,
        builder: &Builder<'c>,
        write: Store<'c>,
        point: Point<'c>,
        sources: &Sources<'c>,
    ) {
        let components: Vec<Value<'c>> = write
            .components()
            .into_iter()
            .map(|value| self.scalar(value))
            .collect();
        let sizes = shaped(write.temp()).data;
        if sizes.is_empty() {
            self.store_component(builder, write, point, sources, &components, 0, &[]);
        } else if let Source::AtPoint(values) = &sources[&write.temp()] {
            for number in 0..values.len() {
                let mut rest = number as i64;
                let mut indices: Vec<Value<'c>> = sizes
                    .iter()
                    .rev()
                    .map(|size| {
                        let index = builder.index(rest % size);
                        rest /= size;
                        index
                    })
                    .collect();
                indices.reverse();
                self.store_component(builder, write, point, sources, &indices, number, &[]);
            }
        } else {
            let zero = builder.index(0);
            let ranges: Vec<_> = sizes
                .iter()
                .map(|size| (zero, builder.index(*size)))
                .collect();
            loops::sequential(builder, &ranges, |inner, indices| {
                self.store_component(inner, write, point, sources, indices, 0, indices);
            });
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn store_component(
        &mut self,
        builder: &Builder<'c>,
        write: Store<'c>,
        point: Point<'c>,
        sources: &Sources<'c>,
        components: &[Value<'c>],
        number: usize,
        read: &[Value<'c>],
    ) {
        let target = self.element(builder, write.field(), point, components);
        let mut written = None;
        let value = match &sources[&write.temp()] {
            Source::AtPoint(values) => values[number],
            Source::Field(field) => {
                let element = self.element(builder, *field, point, read);
                // A copy carries along what was never written.
                written = element
                    .storage
                    .written
                    .map(|flags| load(builder, flags, &element.indices));
                load(builder, element.storage.memref, &element.indices)
            }
            Source::Undefined | Source::Plane { .. } => {
                written = Some(builder.constant(mlir_shim::ir::Scalar::I1, 0));
                zero(builder, shaped(write.temp()).element)
            }
        };
        if let Some(flag) = written {
            self.check_defined(builder, write, point, flag);
        }
        self.note_write(builder, &target, written);
        store(builder, value, target.storage.memref, &target.indices);
    }
}
