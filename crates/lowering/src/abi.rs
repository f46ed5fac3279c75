//! The memory ABI, as far as it is about IR: memrefs of fields. What callers know of it is in
//! [`fvopt_frozen::abi`].

pub use fvopt_frozen::abi::*;
use ir_stencil::ops::shaped;
use mlir_shim::ir::{Shaped, Ty, Value};

/// The dimensions of a field, slowest first.
pub fn dimensions(field: &Shaped<'_>) -> Vec<Dimension> {
    let mut result: Vec<Dimension> = (0..field.data.len()).map(Dimension::Data).collect();
    match field.layout {
        Some(layout) => {
            let (order, _, _) = layout.layout_values();
            result.extend(
                order
                    .bytes()
                    .map(|letter| Dimension::Axis(usize::from(letter - b'i'))),
            );
        }
        None => result.extend(field.axis_list().into_iter().rev().map(Dimension::Axis)),
    }
    result
}

/// The memref type of a field.
pub fn memref_type<'c>(field: Value<'c>) -> Ty<'c> {
    let field = shaped(field);
    let rank = dimensions(&field).len();
    let mut strides = vec![None; rank];
    if let Some(last) = strides.last_mut() {
        *last = Some(1);
    }
    field.element.memref(&vec![None; rank], None, &strides)
}
