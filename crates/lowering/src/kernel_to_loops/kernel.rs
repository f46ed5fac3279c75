//! Kernels without a sweep: every operation at a point, in one nest.

use super::{
    Lowering,
    body::{Point, Source, Sources, zero},
    checks::Touch,
    fields::{load, store},
    loops::{self, over_axes},
};
use fvopt_passes::stencil_infer_bounds::read_box;
use ir_stencil::{
    boxes::SsaBox,
    ops::{AnyAccess, Apply, Kernel, Load, Store, Sweep, Undef, accesses, shaped},
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
        self.check_kernel(&ops);
        let sweeps: Vec<Sweep<'c>> = ops.iter().copied().filter_map(Sweep::cast).collect();
        match sweeps[..] {
            [] => self.point_kernel(kernel, &ops),
            [sweep] if !ops.iter().any(|op| Apply::is(*op)) => self.sweep_kernel(kernel, sweep, &ops),
            _ => self.refuse(kernel.0, "a kernel with a sweep and other computing operations; give each a kernel of its own"),
        }
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
                    self.check_part_of(load.0, load.field(), &place, Touch::Read, &place);
                }
                self.check_part(*op, store.field(), &place, Touch::Write);
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
                        for (carry, offset) in stage.writes() {
                            let result = sweep.0.result(carry.number());
                            let part = place.shift([0, 0, offset]).project(shaped(carry).axes);
                            for store in stores_of(ops, result) {
                                self.check_part_of(
                                    stage.0,
                                    store.field(),
                                    &part,
                                    Touch::Write,
                                    &place,
                                );
                            }
                        }
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

/// The stores of a kernel that take a value.
fn stores_of<'c>(ops: &[Op<'c>], value: Value<'c>) -> impl Iterator<Item = Store<'c>> + use<'c> {
    let stores: Vec<Store<'c>> = ops
        .iter()
        .copied()
        .filter_map(Store::cast)
        .filter(|store| store.temp() == value)
        .collect();
    stores.into_iter()
}
