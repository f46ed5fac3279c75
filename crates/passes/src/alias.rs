//! Which fields may be the same memory, and what an operation writes.
//!
//! Arguments of a program are distinct memory: where a binding passes one field
//! twice, the arguments are unified before flattening (`program-unify-arguments`).
//! A view is part of its field.

use ir_program::ops::{Callback, Exchange, Swap, View};
use ir_stencil::ops::Store;
use mlir_shim::ir::{Op, Value, Walk};

/// The argument or allocation that a field is, or is a view of.
pub fn base_field(field: Value<'_>) -> Value<'_> {
    let mut base = field;
    while let Some(view) = base.defining_op().and_then(View::cast) {
        base = view.field();
    }
    base
}

/// Whether two fields may share memory.
pub fn may_overlap<'c>(first: Value<'c>, second: Value<'c>) -> bool {
    base_field(first) == base_field(second)
}

/// The fields that an operation may write, with what it contains.
pub fn written_fields<'c>(op: Op<'c>) -> Vec<Value<'c>> {
    let mut written = Vec::new();
    op.walk(|inner| {
        if let Some(store) = Store::cast(inner) {
            written.push(store.field());
        } else if Swap::is(inner) {
            written.extend(inner.operands());
        } else if let Some(exchange) = Exchange::cast(inner) {
            written.push(exchange.field());
        } else if let Some(callback) = Callback::cast(inner) {
            let fields = callback
                .arguments()
                .into_iter()
                .filter(|argument| argument.ty().is_field());
            written.extend(
                fields
                    .zip(callback.writes())
                    .filter(|(_, write)| write.is_some())
                    .map(|(field, _)| field),
            );
        } else if inner.is("stencil.apply") || inner.is("stencil.sweep") {
            return Walk::Skip;
        }
        Walk::Advance
    });
    written
}

/// The fields that an operation may read from memory, with what it contains.
pub fn read_fields<'c>(op: Op<'c>) -> Vec<Value<'c>> {
    let mut read = Vec::new();
    op.walk(|inner| {
        if inner.is("stencil.load") || inner.is("program.reduce") {
            read.push(inner.operand(0));
        } else if Swap::is(inner) {
            read.extend(inner.operands());
        } else if let Some(exchange) = Exchange::cast(inner) {
            read.push(exchange.field());
        } else if let Some(callback) = Callback::cast(inner) {
            let fields = callback
                .arguments()
                .into_iter()
                .filter(|argument| argument.ty().is_field());
            read.extend(fields);
        } else if inner.is("stencil.apply") || inner.is("stencil.sweep") {
            return Walk::Skip;
        }
        Walk::Advance
    });
    read
}
