//! Between the order of elements that the interpreter and files have, data dimensions, then k, j and i, and that of a
//! field in memory, which its type may choose.

use fvopt_boxes::NumericBox;
use fvopt_lowering::abi::Dimension;
use fvopt_runtime::FieldShape;
use ndarray::{ArrayD, IxDyn};
use std::borrow::Cow;

/// The dimensions in the order of files, slowest first.
fn usual(shape: &FieldShape) -> Vec<Dimension> {
    let data = (0..shape.data.len()).map(Dimension::Data);
    let axes = (0..3).rev().filter(|axis| shape.has_axis(*axis));
    data.chain(axes.map(Dimension::Axis)).collect()
}

/// Elements in one order of dimensions brought into another one.
fn reordered<'b>(
    bytes: &'b [u8],
    shape: &FieldShape,
    bounds: &NumericBox,
    [from, to]: [&[Dimension]; 2],
) -> Cow<'b, [u8]> {
    if from == to {
        return Cow::Borrowed(bytes);
    }
    let size = |dimension: &Dimension| match dimension {
        Dimension::Data(number) => shape.data[*number] as usize,
        Dimension::Axis(axis) => (bounds.high[*axis] - bounds.low[*axis]).max(0) as usize,
    };
    // The bytes of an element are one more dimension, which stays the last.
    let sizes: Vec<usize> = from
        .iter()
        .map(size)
        .chain([shape.element.bytes()])
        .collect();
    let position = |one: &Dimension| from.iter().position(|other| other == one);
    let order: Vec<usize> = to.iter().filter_map(position).chain([from.len()]).collect();
    let array = ArrayD::from_shape_vec(IxDyn(&sizes), bytes.to_vec())
        .expect("as many bytes as the field has elements");
    Cow::Owned(array.permuted_axes(order).iter().copied().collect())
}

/// Elements in the order of files as the field has them in memory.
pub fn to_memory<'b>(bytes: &'b [u8], shape: &FieldShape, bounds: &NumericBox) -> Cow<'b, [u8]> {
    reordered(bytes, shape, bounds, [&usual(shape), &shape.dimensions])
}

/// Elements of a field in memory in the order of files.
pub fn from_memory<'b>(bytes: &'b [u8], shape: &FieldShape, bounds: &NumericBox) -> Cow<'b, [u8]> {
    reordered(bytes, shape, bounds, [&shape.dimensions, &usual(shape)])
}
