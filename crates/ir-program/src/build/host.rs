//! The outside world: callback, exchange, reduce.

use crate::ops::{Callback, Exchange, Reduce, Reduction};
use ir_stencil::boxes::SsaBox;
use ir_stencil::build::{Built, box_attr, finish_leaf, finish_value, positions};
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
    let mut entries = |boxes: &[Option<SsaBox<'c>>]| {
        let entries: Vec<Attr> = boxes
            .iter()
            .map(|own| match own {
                Some(own) => {
                    let shifted = own.index_box.shift_positions(bounds.len() as u32);
                    bounds.extend_from_slice(&own.positions);
                    Attr::box_code(context, &shifted.encode())
                }
                None => Attr::unit(context),
            })
            .collect();
        Attr::array(context, &entries)
    };
    let (reads, writes) = (entries(reads), entries(writes));
    let state = builder
        .op(Callback::NAME)
        .segments(&[arguments, &bounds])
        .attr("callee", Attr::symbol(context, callee))
        .attr("reads", reads)
        .attr("writes", writes);
    finish_leaf(builder, state).map(Callback)
}

/// `program.exchange`; widths of the low and high side of i, then of j. Without a
/// box the domain of the function is meant.
pub fn exchange<'c>(
    builder: &Builder<'c>,
    field: Value<'c>,
    widths: [i64; 4],
    index_box: Option<&SsaBox<'c>>,
) -> Built<Exchange<'c>> {
    let context = builder.context();
    let state = builder
        .op(Exchange::NAME)
        .operands(&[field])
        .operands(positions(index_box))
        .attr("widths", Attr::i64_array(context, &widths))
        .optional_attr("box", box_attr(context, index_box));
    finish_leaf(builder, state).map(Exchange)
}

/// `program.reduce`; gives a scalar of the field's element type.
pub fn reduce<'c>(
    builder: &Builder<'c>,
    kind: Reduction,
    field: Value<'c>,
    index_box: &SsaBox<'c>,
) -> Built<Value<'c>> {
    let context = builder.context();
    let state = builder
        .op(Reduce::NAME)
        .operands(&[field])
        .operands(&index_box.positions)
        .attr("kind", kind.attr(context))
        .attr("box", index_box.attr(context))
        .results(&[element_type(field.ty())]);
    finish_value(builder, state)
}
