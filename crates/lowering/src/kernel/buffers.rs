//! Memory of intermediates of a kernel: rows, tiles, and whole boxes.

use super::{KernelEmitter, KernelTarget, body::Point, span::Span};
use crate::{
    arithmetic::Arithmetic,
    memory::{Element, Storage, clamp, fill},
};
use ir_stencil::ops::{AnyAccess, Place, shaped};
use mlir_shim::ir::{Builder, Scalar, Shaped, Ty, Value};

/// How a buffer is indexed along an axis.
#[derive(Clone, Copy, Debug)]
pub enum Along<'c> {
    /// From a first coordinate on: this is added to a coordinate.
    From(Value<'c>),
    /// A line buffer: so many coordinates, used again and again, a power of two.
    LineBuffer(i64),
}

/// The memory of an intermediate: components first, then axes, slowest first.
#[derive(Clone, Debug)]
pub struct Buffer<'c> {
    /// Its storage level.
    level: Place,
    storage: Storage<'c>,
    /// Sizes of the data dimensions.
    data: Vec<i64>,
    axes: Vec<(usize, Along<'c>)>,
}

/// How far a buffer reaches along an axis.
#[derive(Clone, Copy)]
pub enum Reach<'c> {
    /// A whole span.
    Span(Span<'c>),
    /// So many coordinates, used again and again.
    LineBuffer(i64),
}

impl<'c> Buffer<'c> {
    /// The element at a point; `component` where there are any.
    pub fn element(
        &self,
        builder: &Builder<'c>,
        at: Point<'c>,
        component: Option<Value<'c>>,
    ) -> Element<'c> {
        let mut indices = Vec::with_capacity(self.axes.len() + 1);
        if !self.data.is_empty() {
            indices.push(component.unwrap_or_else(|| builder.index(0)));
        }
        for (axis, along) in &self.axes {
            let coordinate = at[*axis].expect("a coordinate for every axis");
            indices.push(match along {
                Along::From(origin) => builder.add(coordinate, *origin),
                Along::LineBuffer(size) => {
                    builder.binary("arith.andi", coordinate, builder.index(size - 1))
                }
            });
        }
        Element {
            storage: self.storage,
            indices,
        }
    }

    /// The number of a component given by its indices.
    pub fn component(&self, builder: &Builder<'c>, indices: &[Value<'c>]) -> Option<Value<'c>> {
        number(builder, &self.data, indices)
    }
}

impl<'c, T: KernelTarget> KernelEmitter<'c, '_, T> {
    /// Memory for a temp at a storage level. `reach` is slowest first. `shadowed`: in checked mode,
    /// whether it is noted which elements were written.
    pub(super) fn buffer(
        &mut self,
        builder: &Builder<'c>,
        temp: Value<'c>,
        level: Place,
        reach: &[(usize, Reach<'c>)],
        shadowed: bool,
    ) -> Buffer<'c> {
        let shape = shaped(temp);
        let mut sizes = Vec::new();
        if !shape.data.is_empty() {
            sizes.push(builder.index(shape.components() as i64));
        }
        let mut axes = Vec::new();
        let fastest = reach.len().saturating_sub(1);
        for (position, (axis, reach)) in reach.iter().enumerate() {
            match reach {
                Reach::Span(span) => {
                    let mut count = span.count(builder);
                    let mut origin = builder.sub(builder.index(0), span.low.value(builder));
                    if position == fastest {
                        (origin, count) = aligned(
                            builder,
                            self.target.row_alignment(shape.element),
                            *span,
                            origin,
                        );
                    }
                    sizes.push(count);
                    axes.push((*axis, Along::From(origin)));
                }
                Reach::LineBuffer(size) => {
                    sizes.push(builder.index(*size));
                    axes.push((*axis, Along::LineBuffer(*size)));
                }
            }
        }
        let memref = self.target.allocate(builder, level, shape.element, &sizes);
        let written = (shadowed && self.environment.checked).then(|| {
            let flag = Ty::scalar(builder.context(), Scalar::I1);
            let flags = self.target.allocate(builder, level, flag, &sizes);
            fill(builder, flags, &sizes);
            flags
        });
        Buffer {
            level,
            storage: Storage { memref, written },
            data: shape.data,
            axes,
        }
    }

    /// Gives the memory of a buffer back.
    pub(super) fn free(&self, builder: &Builder<'c>, buffer: &Buffer<'c>) {
        let Storage { memref, written } = buffer.storage;
        for memref in [Some(memref), written].into_iter().flatten() {
            self.target.free(builder, buffer.level, memref);
        }
    }
}

/// The origin and size of rows whose coordinates at multiples of a line lie at
/// its start, as those of fields do.
fn aligned<'c>(
    builder: &Builder<'c>,
    line: i64,
    span: Span<'c>,
    origin: Value<'c>,
) -> (Value<'c>, Value<'c>) {
    let round_up = |value: Value<'c>| {
        let above = builder.shifted(value, line - 1);
        builder.binary("arith.andi", above, builder.index(-line))
    };
    let origin = round_up(origin);
    let end = builder.add(span.high.value(builder), origin);
    // An empty span may end below its start.
    (origin, round_up(builder.max(end, builder.index(0))))
}

/// The number of the component that an access reads, where its temp has any.
pub fn component_of<'c>(
    builder: &Builder<'c>,
    shape: &Shaped<'c>,
    access: AnyAccess<'c>,
) -> Option<Value<'c>> {
    number(builder, &shape.data, &access.components())
}

/// The number of a component in row-major order; indices are clamped.
fn number<'c>(builder: &Builder<'c>, data: &[i64], indices: &[Value<'c>]) -> Option<Value<'c>> {
    let mut number: Option<Value<'c>> = None;
    for (size, index) in data.iter().zip(indices) {
        let index = clamp(builder, *index, 0, size - 1);
        number = Some(match number {
            None => index,
            Some(number) => {
                let scaled = builder.binary("arith.muli", number, builder.index(*size));
                builder.add(scaled, index)
            }
        });
    }
    number
}
