//! Rows of fields that a program allocates: how far apart they are, and where the first one starts.

use crate::{
    abi::{self, Dimension},
    arithmetic::Arithmetic,
};
use mlir_shim::ir::{Builder, Shaped, Value};

/// Rows along the last dimension, in elements.
pub struct Rows<'c> {
    /// From a row to the next.
    pub distance: Value<'c>,
    /// From the start of the memory to the first element.
    pub offset: Value<'c>,
}

impl<'c> Rows<'c> {
    /// Rows as a layout asks for.
    pub fn with_padding(builder: &Builder<'c>, sizes: &[Value<'c>], padding: i64) -> Self {
        Self {
            distance: builder.shifted(row(builder, sizes), padding),
            offset: builder.index(0),
        }
    }

    /// Padded to whole cache lines, coordinate 0 of each at the start of one. As in fields of
    /// the caller, rows that are shorter than a line stay as they are, so that no field becomes
    /// twice as large.
    pub fn at_lines(
        builder: &Builder<'c>,
        shape: &Shaped<'c>,
        sizes: &[Value<'c>],
        origin: &[Option<Value<'c>>; 3],
    ) -> Self {
        let bytes = shape
            .element
            .as_scalar()
            .map(|scalar| scalar.bytes() as i64);
        let along = abi::dimensions(shape).last().copied();
        let (Some(Dimension::Axis(axis)), Some(bytes)) = (along, bytes) else {
            return Self::with_padding(builder, sizes, 0);
        };
        let line = abi::LINE_BYTES / bytes;
        let (row, zero) = (row(builder, sizes), builder.index(0));
        let origin = origin[axis].expect("an origin for every axis");
        let offset = builder.sub(zero, origin);
        let offset = builder.common_bits(offset, builder.index(line - 1));
        Self {
            distance: whole_lines(builder, row, line),
            offset: builder.select(is_long(builder, row, line), offset, zero),
        }
    }
}

/// Elements rounded up to whole lines of so many, where they are at least one.
fn whole_lines<'c>(builder: &Builder<'c>, row: Value<'c>, line: i64) -> Value<'c> {
    let round = builder.shifted(row, line - 1);
    let padded = builder.common_bits(round, builder.index(-line));
    builder.select(is_long(builder, row, line), padded, row)
}

fn is_long<'c>(builder: &Builder<'c>, row: Value<'c>, line: i64) -> Value<'c> {
    builder.compare("sge", row, builder.index(line))
}

/// The size of the last dimension.
fn row<'c>(builder: &Builder<'c>, sizes: &[Value<'c>]) -> Value<'c> {
    let last = sizes.last().copied();
    last.unwrap_or_else(|| builder.index(1))
}
