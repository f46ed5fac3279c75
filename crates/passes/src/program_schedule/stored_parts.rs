//! Stores of what a field holds already become stores of the part that is new.
//!
//! Before: `%r = stencil.insert %x into %old (B)`, where `%old` is what `%q` holds, and
//! `stencil.store %r to %q (S)`. After: `stencil.store %x to %q` on what `B` and `S` share. What
//! reads the field behind the store does so through an insert of `%r` on `S`, which becomes one
//! of `%x` in the same way. Where anything else uses `%r`, all stays.
//!
//! Of a chain of inserts into `%old` each source is stored where it is inserted (`spread`), so that
//! corners and edges that are filled in place touch nothing else.

use super::emit;
use fvopt_analysis::access::{base_field, read_fields, written_fields};
use fvopt_boxes::DomainFacts;
use ir_program::ops::Func;
use ir_stencil::{
    boxes::SsaBox,
    ops::{Insert, Load, Store, shaped},
};
use mlir_shim::ir::{Block, Builder, Op, Value};
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
    let mut touched: HashMap<Value<'c>, Touched> = HashMap::new();
    for (position, op) in ops.iter().enumerate() {
        // Now: the operation may be erased below.
        let (read, written) = (read_fields(*op), written_fields(*op));
        if let Some(store) = Store::cast(*op) {
            let known = touched.get(&base_field(store.field())).copied();
            let last = known.unwrap_or_default();
            let is_old = |value: Value<'c>| {
                let load = value.defining_op().and_then(Load::cast);
                load.filter(|load| load.field() == store.field())
                    .and_then(|load| positions.get(&load.0))
                    .is_some_and(|at| last.written.is_none_or(|written| written < *at))
            };
            let narrowed = narrow_store(store, is_old, facts);
            if narrowed.is_none()
                && let Some(chain) = chain(store, is_old, &positions, last, facts)
            {
                spread(store, &chain, is_old, facts);
            }
        }
        for field in read {
            touched.entry(base_field(field)).or_default().last = Some(position);
        }
        for field in written {
            let at = Some(position);
            touched.insert(
                base_field(field),
                Touched {
                    written: at,
                    last: at,
                },
            );
        }
    }
}

/// Where a block has touched the memory of a field.
#[derive(Clone, Copy, Default)]
struct Touched {
    /// Written last.
    written: Option<usize>,
    /// Written or read last.
    last: Option<usize>,
}

/// How many inserts a chain may have. A limit keeps the whole linear.
const MOST_INSERTS: usize = 256;

/// The inserts that a store writes into what its field held, the first one first; `None` where the sources cannot
/// be stored where they are inserted.
fn chain<'c>(
    store: Store<'c>,
    is_old: impl Fn(Value<'c>) -> bool,
    positions: &HashMap<Op<'c>, usize>,
    touched: Touched,
    facts: &DomainFacts,
) -> Option<Vec<Insert<'c>>> {
    let whole = store.index_box();
    let mut chain: Vec<Insert<'c>> = Vec::new();
    let mut value = store.temp();
    while !is_old(value) {
        let insert = value.defining_op().and_then(Insert::cast)?;
        // Whoever reads the contents between two stores must have read them when the second comes.
        let next = match chain.last() {
            Some(next) => next.0,
            None => store.0,
        };
        let before = *positions.get(&next)?;
        let is_read_in_time = value.uses().into_iter().all(|(user, _)| {
            let holder = store.0.block().and_then(|block| user.ancestor_in(block));
            let at = holder.and_then(|holder| positions.get(&holder));
            chain.is_empty() || user == next || at.is_some_and(|at| *at < before)
        });
        if chain.len() == MOST_INSERTS
            || !insert.components().is_empty()
            || !is_needed_within(insert, &whole, facts)
            || !is_read_in_time
        {
            return None;
        }
        chain.push(insert);
        value = insert.destination();
    }
    chain.reverse();
    let first = chain.first()?;
    let at = *positions.get(&first.0)?;
    let is_untouched = touched.last.is_none_or(|last| last < at);
    let is_plain = store.components().is_empty();
    (chain.len() > 1 && is_plain && is_untouched && store.field().is_available_at(first.0))
        .then_some(chain)
}

/// Whether what is needed of the source of an insert lies, where it is inserted, in a box.
fn is_needed_within(insert: Insert<'_>, whole: &SsaBox<'_>, facts: &DomainFacts) -> bool {
    let needed = insert.source().defining_op().and_then(SsaBox::of);
    needed.is_some_and(|needed| whole.holds(&needed.intersect(&insert.index_box()), facts))
}

/// Stores the sources of a chain of inserts where they are inserted, instead of all behind.
fn spread<'c>(
    store: Store<'c>,
    chain: &[Insert<'c>],
    is_old: impl Fn(Value<'c>) -> bool,
    facts: &DomainFacts,
) {
    let axes = shaped(store.field()).axes;
    for insert in chain {
        let builder = Builder::before(insert.0).at(store.0.location());
        let part = store
            .index_box()
            .intersect(&insert.index_box().project(axes));
        let part = part.simplify(facts);
        part.set_on(insert.0);
        emit::store(&builder, insert.source(), store.field(), &[], &part);
    }
    // What the field holds behind the store is the last of the chain.
    let whole = store.index_box();
    let last = store.temp();
    for (user, _) in last.uses() {
        let same = Insert::cast(user).filter(|reader| {
            reader.source() == last
                && reader.destination() != last
                && reader.components().is_empty()
                && reader.index_box() == whole
                && is_old(reader.destination())
        });
        if let Some(reader) = same {
            reader.result().replace_all_uses_with(last);
        }
    }
    store.0.erase();
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
