//! Stores of what a field holds already become stores of the part that is new.
//!
//! Before: `%r = stencil.insert %x into %old (B)`, where `%old` is what `%q` holds, and
//! `stencil.store %r to %q (S)`. After: `stencil.store %x to %q` on what `B` and `S` share. What
//! reads the field behind the store does so through an insert of `%r` on `S`, which becomes one
//! of `%x` in the same way. Where anything else uses `%r`, all stays.

use fvopt_analysis::access::{base_field, written_fields};
use fvopt_boxes::DomainFacts;
use ir_program::ops::Func;
use ir_stencil::{
    boxes::SsaBox,
    ops::{Insert, Load, Store, shaped},
};
use mlir_shim::ir::{Block, Op, Value};
use std::collections::HashMap;

/// Narrows the stores of a flattened program.
pub(super) fn narrow(function: Func<'_>, facts: &DomainFacts) {
    for block in function.control_blocks() {
        narrow_block(block, facts);
    }
}

fn narrow_block<'c>(block: Block<'c>, facts: &DomainFacts) {
    let ops = block.ops();
    let positions: HashMap<Op<'c>, usize> = ops.iter().copied().zip(0..).collect();
    let mut last_write: HashMap<Value<'c>, usize> = HashMap::new();
    for (position, op) in ops.iter().enumerate() {
        if let Some(store) = Store::cast(*op) {
            let written = last_write.get(&base_field(store.field())).copied();
            let is_old = |value: Value<'c>| {
                let load = value.defining_op().and_then(Load::cast);
                load.filter(|load| load.field() == store.field())
                    .and_then(|load| positions.get(&load.0))
                    .is_some_and(|at| written.is_none_or(|written| written < *at))
            };
            narrow_store(store, is_old, facts);
        }
        for field in written_fields(*op) {
            last_write.insert(base_field(field), position);
        }
    }
}

/// Narrows a store; `is_old` tells of a value whether it is what the field holds until then.
fn narrow_store<'c>(
    store: Store<'c>,
    is_old: impl Fn(Value<'c>) -> bool,
    facts: &DomainFacts,
) -> Option<()> {
    let insert = store.temp().defining_op().and_then(Insert::cast)?;
    let (whole, part) = (store.index_box(), insert.index_box());
    let is_plain = store.components().is_empty()
        && insert.components().is_empty()
        && whole.positions.is_empty()
        && part.positions.is_empty();
    if !is_plain || !is_old(insert.destination()) {
        return None;
    }
    let mut readers = Vec::new();
    for (user, operand) in insert.result().uses() {
        if user == store.0 && operand == 0 {
            continue;
        }
        let reader = Insert::cast(user).filter(|reader| {
            reader.source() == insert.result()
                && reader.destination() != insert.result()
                && reader.components().is_empty()
                && reader.index_box() == whole
                && is_old(reader.destination())
        })?;
        readers.push(reader.0);
    }
    let axes = shaped(store.field()).axes;
    let shared: SsaBox<'c> = whole.intersect(&part.project(axes)).simplify(facts);
    for op in readers.into_iter().chain([store.0]) {
        op.set_operand(0, insert.source());
        op.set_attr("box", shared.attr(op.context()));
    }
    Some(())
}
