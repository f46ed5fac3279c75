//! What goes beyond kernels: reductions, halo exchange on one process. Host functions: `callback`.

use super::ProgramEmitter;
use crate::{
    abi::Report,
    arithmetic::Arithmetic,
    kernel::body::Point,
    loops,
    memory::{load, store},
};
use fvopt_boxes::IndexBox;
use ir_program::ops::{Exchange, Reduce, Reduction};
use ir_stencil::{boxes::SsaBox, ops::shaped};
use mlir_shim::ir::{Block, Builder, Op, Scalar, Value};

impl<'c> ProgramEmitter<'c, '_> {
    pub(super) fn reduce(&mut self, op: Op<'c>) {
        let reduce = Reduce(op);
        let ssa_box = reduce.index_box();
        self.check_accesses(op);
        let builder = self.at(op.location());
        let shape = shaped(reduce.field());
        let axes: Vec<usize> = shape.axis_list().into_iter().rev().collect();
        let ranges: Vec<_> = axes
            .iter()
            .map(|axis| (*axis, self.environment.range(&builder, &ssa_box, *axis)))
            .collect();
        let scalar = shape.element.as_scalar().expect("elements are scalars");
        let identity = builder.constant(scalar, identity(reduce.kind(), scalar));
        let result = self.reduce_axis(&builder, reduce, &ranges, [None; 3], identity);
        self.environment.scalars.insert(op.result(0), result);
    }

    /// Combines along the first axis what the rest combines to.
    fn reduce_axis(
        &mut self,
        builder: &Builder<'c>,
        reduce: Reduce<'c>,
        ranges: &[(usize, (Value<'c>, Value<'c>))],
        point: Point<'c>,
        identity: Value<'c>,
    ) -> Value<'c> {
        let Some(((axis, range), rest)) = ranges.split_first() else {
            let mut element = self
                .environment
                .element(builder, reduce.field(), point, &[]);
            self.environment
                .check_read(builder, reduce.0, reduce.field(), point, &mut element);
            return load(builder, element.storage.memref, &element.indices);
        };
        let (low, high) = *range;
        let combined = loops::with_arguments(
            builder,
            (low, high, 1),
            &[identity],
            |inner, counter, so_far| {
                let mut point = point;
                point[*axis] = Some(counter);
                let next = self.reduce_axis(inner, reduce, rest, point, identity);
                let is_float = next.ty().as_scalar().is_some_and(Scalar::is_float);
                let name = match (reduce.kind(), is_float) {
                    (Reduction::Add, true) => "arith.addf",
                    (Reduction::Add, false) => "arith.addi",
                    (Reduction::Min, true) => "arith.minimumf",
                    (Reduction::Min, false) => "arith.minsi",
                    (Reduction::Max, true) => "arith.maximumf",
                    (Reduction::Max, false) => "arith.maxsi",
                };
                vec![inner.binary(name, so_far[0], next)]
            },
        );
        combined.result(0)
    }

    pub(super) fn exchange(&mut self, op: Op<'c>) {
        let exchange = Exchange(op);
        let field = exchange.field();
        let widths = exchange.widths();
        let domain = SsaBox::of(op).unwrap_or_else(domain_box);
        let [low_i, high_i, low_j, high_j] = widths;
        let after = self.skip_when_empty(op, &domain, field);
        self.check_accesses(op);
        let site = self.environment.site(op, "program.exchange");
        for (side, width) in widths.into_iter().enumerate() {
            if width > 0 {
                let builder = self.at(op.location());
                let (low, high) = self.environment.range(&builder, &domain, side / 2);
                let extent = builder.sub(high, low);
                let width = builder.index(width);
                let wide = builder.compare("sgt", width, extent);
                let number = builder.index(side as i64);
                self.abort_when(op, wide, site, Report::Exchange, [number, width, extent]);
            }
        }
        // i for j inside the domain, then j for all i with their halo.
        self.exchange_axis(op, field, &domain, 0, [low_i, high_i], [0, 0]);
        self.exchange_axis(op, field, &domain, 1, [low_j, high_j], [low_i, high_i]);
        if let Some(after) = after {
            self.at(op.location()).jump(after, &[]);
            self.block = after;
        }
    }

    /// Nothing runs on a domain that is empty on an axis of the field: what follows goes into a
    /// block of its own, which is to end with a jump to the one that is given. The domain of an
    /// entry is not empty.
    fn skip_when_empty(
        &mut self,
        op: Op<'c>,
        domain: &SsaBox<'c>,
        field: Value<'c>,
    ) -> Option<Block<'c>> {
        SsaBox::of(op)?;
        let location = op.location();
        let builder = self.at(location);
        let mut nonempty: Option<Value<'c>> = None;
        for axis in (0..3).filter(|axis| shaped(field).has_axis(*axis)) {
            let (low, high) = self.environment.range(&builder, domain, axis);
            let some = builder.compare("slt", low, high);
            nonempty = Some(nonempty.map_or(some, |all| builder.and(all, some)));
        }
        let nonempty = nonempty?;
        let (inside, after) = (
            self.region.append_block(&[], location),
            self.region.append_block(&[], location),
        );
        builder.branch(nonempty, (inside, &[]), (after, &[]));
        self.block = inside;
        Some(after)
    }

    /// Fills the halo of one axis from the opposite side, over the other axis
    /// widened on its two sides.
    fn exchange_axis(
        &mut self,
        op: Op<'c>,
        field: Value<'c>,
        domain: &SsaBox<'c>,
        axis: usize,
        widths: [i64; 2],
        wider: [i64; 2],
    ) {
        if widths == [0, 0] {
            return;
        }
        let builder = self.at(op.location());
        let shape = shaped(field);
        let zero = builder.index(0);
        let mut ranges: Vec<(Value<'c>, Value<'c>)> = shape
            .data
            .iter()
            .map(|size| (zero, builder.index(*size)))
            .collect();
        let mut axes = Vec::new();
        for other in [2, 1, 0] {
            if !shape.has_axis(other) || other == axis {
                continue;
            }
            let (low, high) = self.environment.range(&builder, domain, other);
            let [more_low, more_high] = if other == 2 { [0, 0] } else { wider };
            ranges.push((
                builder.shifted(low, -more_low),
                builder.shifted(high, more_high),
            ));
            axes.push(other);
        }
        let (low, high) = self.environment.range(&builder, domain, axis);
        let data = shape.data.len();
        // From which coordinate to which, for every point of the halo.
        let sides = [
            (
                widths[0],
                builder.shifted(low, -widths[0]),
                builder.shifted(high, -widths[0]),
            ),
            (widths[1], high, low),
        ];
        for (width, to, from) in sides {
            if width == 0 {
                continue;
            }
            let mut all = ranges.clone();
            all.push((zero, builder.index(width)));
            loops::sequential(&builder, &all, |inner, counters| {
                let mut point: Point<'c> = [None; 3];
                for (other, counter) in axes.iter().zip(&counters[data..]) {
                    point[*other] = Some(*counter);
                }
                let step = counters[counters.len() - 1];
                let components = &counters[..data];
                point[axis] = Some(inner.add(from, step));
                let source = self.environment.element(inner, field, point, components);
                point[axis] = Some(inner.add(to, step));
                let target = self.environment.element(inner, field, point, components);
                let flag = source
                    .storage
                    .written
                    .map(|flags| load(inner, flags, &source.indices));
                self.environment.note_write(inner, &target, flag);
                let value = load(inner, source.storage.memref, &source.indices);
                store(inner, value, target.storage.memref, &target.indices);
            });
        }
    }
}

/// The bits of what a reduction starts from.
fn identity(kind: Reduction, scalar: Scalar) -> u64 {
    let signed = |bits: u32| match kind {
        Reduction::Add => 0,
        Reduction::Min => (i64::MAX >> (64 - bits)) as u64,
        Reduction::Max => (i64::MIN >> (64 - bits)) as u64,
    };
    match scalar {
        Scalar::F64 => match kind {
            Reduction::Add => 0f64,
            Reduction::Min => f64::INFINITY,
            Reduction::Max => f64::NEG_INFINITY,
        }
        .to_bits(),
        Scalar::F32 => u64::from(
            match kind {
                Reduction::Add => 0f32,
                Reduction::Min => f32::INFINITY,
                Reduction::Max => f32::NEG_INFINITY,
            }
            .to_bits(),
        ),
        Scalar::I1 => 0,
        Scalar::I8 => signed(8),
        Scalar::I16 => signed(16),
        Scalar::I32 => signed(32),
        Scalar::I64 | Scalar::Index => signed(64),
    }
}

/// The whole box, for operations that may lack one.
fn domain_box<'c>() -> SsaBox<'c> {
    IndexBox::domain().into()
}
