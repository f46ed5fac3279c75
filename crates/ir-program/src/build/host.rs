//! The outside world: callback, exchange, reduce.

use crate::ops::{
    Callback, CallbackParts, Exchange, ExchangeParts, Reduce, ReduceParts, Reduction,
};
use ir_stencil::boxes::SsaBox;
use ir_stencil::build::{Built, finish_leaf, finish_value};
use ir_stencil::ops::element_type;
use mlir_shim::ir::{Attr, Builder, Value};

/// `program.callback`; for every field argument the box that may be read and the
/// one that may be written.
pub fn callback<'c>(
    builder: &Builder<'c>,
    callee: &str,
    arguments: &[Value<'c>],
    reads: &[Option<SsaBox<'c>>],
    writes: &[Option<SsaBox<'c>>],
) -> Built<Callback<'c>> {
    let context = builder.context();
    let mut bounds = Vec::new();
    let mut entries = |boxes: &[Option<SsaBox<'c>>]| -> Vec<Attr<'c>> {
        boxes
            .iter()
            .map(|own| match own {
                Some(own) => {
                    let shifted = own.index_box.shift_positions(bounds.len() as u32);
                    bounds.extend_from_slice(&own.positions);
                    Attr::box_code(context, &shifted.encode())
                }
                None => Attr::unit(context),
            })
            .collect()
    };
    let (reads, writes) = (entries(reads), entries(writes));
    let parts = CallbackParts {
        callee,
        arguments,
        reads: &reads,
        writes: &writes,
        bounds: &bounds,
    };
    finish_leaf(builder, Callback::state(builder, parts)).map(Callback)
}

/// `program.exchange`; widths of the low and high side of i, then of j. Without a
/// box the domain of the function is meant.
pub fn exchange<'c>(
    builder: &Builder<'c>,
    field: Value<'c>,
    widths: [i64; 4],
    index_box: Option<&SsaBox<'c>>,
) -> Built<Exchange<'c>> {
    let parts = ExchangeParts {
        field,
        widths: &widths,
        index_box,
    };
    finish_leaf(builder, Exchange::state(builder, parts)).map(Exchange)
}

/// `program.reduce`; gives a scalar of the field's element type.
pub fn reduce<'c>(
    builder: &Builder<'c>,
    kind: Reduction,
    field: Value<'c>,
    index_box: &SsaBox<'c>,
) -> Built<Value<'c>> {
    let parts = ReduceParts {
        kind,
        field,
        index_box,
        result: element_type(field.ty()),
    };
    finish_value(builder, Reduce::state(builder, parts))
}
