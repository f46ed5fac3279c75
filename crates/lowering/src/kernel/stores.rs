//! What leaves a kernel: stores at a point, and copies.

use super::{
    KernelEmitter, KernelTarget, Reuse,
    body::{Computed, Point, Source, Sources, zero},
    buffers::Buffer,
    nest::nest_over,
    required::{Required, owned_part},
    section::Tile,
};
use crate::{loops, memory::load};
use ir_stencil::ops::{Store, shaped};
use mlir_shim::ir::{Builder, Scalar, Value};

impl<'c, T: KernelTarget> KernelEmitter<'c, '_, T> {
    /// The part of a store's box that a tile stores.
    pub(super) fn owned_by(
        &self,
        builder: &Builder<'c>,
        write: Store<'c>,
        tile: &Tile<'c, '_>,
    ) -> Required<'c> {
        owned_part(builder, self.spans(builder, &write.index_box()), tile)
    }

    /// A store of something that is in memory already: in loops of its own.
    pub(super) fn copy_phase(
        &mut self,
        builder: &Builder<'c>,
        write: Store<'c>,
        tile: &Tile<'c, '_>,
        sources: &Sources<'c>,
    ) {
        let builder = &builder.at(write.0.location());
        let part = self.owned_by(builder, write, tile);
        let loops = self.loops(tile, part);
        let source = sources[&write.temp()].clone();
        nest_over(self.target, builder, &loops, [None; 3], |inner, point| {
            self.store_at(inner, write, point, &source);
        });
    }

    /// Writes what a store writes at a point: one element, or all components.
    pub(super) fn store_at(
        &mut self,
        builder: &Builder<'c>,
        write: Store<'c>,
        point: Point<'c>,
        source: &Source<'c>,
    ) {
        let components: Vec<Value<'c>> = write
            .components()
            .into_iter()
            .map(|value| self.environment.scalar(value))
            .collect();
        let sizes = shaped(write.temp()).data;
        if sizes.is_empty() {
            self.store_component(builder, write, point, source, &components, None);
            return;
        }
        self.each_component(
            builder,
            &sizes,
            matches!(source, Source::AtPoint(_)),
            |own, inner, indices, number| {
                own.store_component(inner, write, point, source, indices, number);
            },
        );
    }

    /// Every component: its indices, and its number. `unrolled`, numbers are known when compiling.
    fn each_component(
        &mut self,
        builder: &Builder<'c>,
        sizes: &[i64],
        unrolled: bool,
        mut body: impl FnMut(&mut Self, &Builder<'c>, &[Value<'c>], Option<Number<'c>>),
    ) {
        if unrolled {
            for number in 0..sizes.iter().product::<i64>() {
                let mut rest = number;
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
                body(
                    self,
                    builder,
                    &indices,
                    Some(Number::Known(number as usize)),
                );
            }
            return;
        }
        let zero = builder.index(0);
        let ranges: Vec<_> = sizes
            .iter()
            .map(|size| (zero, builder.index(*size)))
            .collect();
        loops::sequential(builder, &ranges, |inner, indices| {
            let number = sizes
                .iter()
                .zip(indices)
                .fold(inner.index(0), |number, (size, index)| {
                    let scaled = inner.binary("arith.muli", number, inner.index(*size));
                    inner.binary("arith.addi", scaled, *index)
                });
            body(self, inner, indices, Some(Number::Computed(number)));
        });
    }

    fn store_component(
        &mut self,
        builder: &Builder<'c>,
        write: Store<'c>,
        point: Point<'c>,
        source: &Source<'c>,
        components: &[Value<'c>],
        number: Option<Number<'c>>,
    ) {
        let indices = match number {
            Some(_) => components,
            None => &[],
        };
        let (value, written) = self.value_of(builder, write.temp(), source, point, indices, number);
        let target = self
            .environment
            .element(builder, write.field(), point, components);
        if let Some(flag) = written {
            self.environment.check_defined(builder, write, point, flag);
        }
        self.environment.note_write(builder, &target, written);
        let reuse = match write.nontemporal() {
            true => Reuse::Late,
            false => Reuse::Soon,
        };
        self.target.store(builder, value, &target, reuse);
    }

    /// The value of a temp at a point, and in checked mode whether it was written.
    fn value_of(
        &mut self,
        builder: &Builder<'c>,
        temp: Value<'c>,
        source: &Source<'c>,
        point: Point<'c>,
        indices: &[Value<'c>],
        number: Option<Number<'c>>,
    ) -> (Value<'c>, Option<Value<'c>>) {
        let element = match source {
            Source::AtPoint(values) => {
                let number = match number {
                    Some(Number::Known(number)) => number,
                    _ => 0,
                };
                return (values[number], None);
            }
            Source::Undefined => {
                let never = builder.constant(Scalar::I1, 0);
                return (zero(builder, shaped(temp).element), Some(never));
            }
            Source::Field(field) => self.environment.element(builder, *field, point, indices),
            Source::Buffer(buffer) | Source::Computed(Computed { buffer, .. }) => {
                let number = number.map(|number| number.value(builder));
                buffer.element(builder, point, number)
            }
        };
        // A copy carries along what was never written.
        let written = element
            .storage
            .written
            .map(|flags| load(builder, flags, &element.indices));
        let value = load(builder, element.storage.memref, &element.indices);
        (value, written)
    }

    /// Copies a temp at a point into a field that has no data dimensions.
    pub(super) fn start_point(
        &mut self,
        builder: &Builder<'c>,
        from: Value<'c>,
        to: Value<'c>,
        point: Point<'c>,
        sources: &Sources<'c>,
    ) {
        let source = sources[&from].clone();
        let (value, written) = self.value_of(builder, from, &source, point, &[], None);
        let target = self.environment.element(builder, to, point, &[]);
        self.environment.note_write(builder, &target, written);
        self.target.store(builder, value, &target, Reuse::Soon);
    }

    /// Copies a temp at a point into a buffer; `components` choose one of the buffer's, or all.
    pub(super) fn copy_point(
        &mut self,
        builder: &Builder<'c>,
        from: Value<'c>,
        target: &Buffer<'c>,
        components: &[Value<'c>],
        point: Point<'c>,
        sources: &Sources<'c>,
    ) {
        let source = sources[&from].clone();
        let sizes = shaped(from).data;
        let put = |own: &mut Self,
                   inner: &Builder<'c>,
                   indices: &[Value<'c>],
                   number: Option<Number<'c>>,
                   into: Option<Value<'c>>| {
            let (value, written) = own.value_of(inner, from, &source, point, indices, number);
            let element = target.element(inner, point, into);
            own.environment.note_write(inner, &element, written);
            own.target.store(inner, value, &element, Reuse::Soon);
        };
        if sizes.is_empty() {
            let into = target.component(builder, components);
            put(self, builder, &[], None, into);
            return;
        }
        let unrolled = matches!(source, Source::AtPoint(_));
        self.each_component(builder, &sizes, unrolled, |own, inner, indices, number| {
            let into = number.map(|number| number.value(inner));
            put(own, inner, indices, number, into);
        });
    }
}

/// The number of a component.
#[derive(Clone, Copy)]
enum Number<'c> {
    Known(usize),
    Computed(Value<'c>),
}

impl<'c> Number<'c> {
    fn value(self, builder: &Builder<'c>) -> Value<'c> {
        match self {
            Number::Known(number) => builder.index(number as i64),
            Number::Computed(number) => number,
        }
    }
}
