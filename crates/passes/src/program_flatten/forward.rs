//! Loads become values: within a block, a load after a store is an insert.

use fvopt_analysis::access::{base_field, may_overlap, written_fields};
use ir_stencil::{
    ops::{Insert, InsertParts, Load, LoadParts, Store},
    types::temp_of,
};
use mlir_shim::ir::{Block, Builder, Op, Value};
use std::collections::HashMap;

/// The contents of fields as SSA values, as far as they are known at a point of a block.
struct Contents<'c> {
    known: HashMap<Value<'c>, Value<'c>>,
    /// Fields known per base field, so that a write looks only at its relatives.
    relatives: HashMap<Value<'c>, Vec<Value<'c>>>,
    /// Operations and fields that were looked at.
    visits: usize,
}

impl<'c> Contents<'c> {
    fn set(&mut self, field: Value<'c>, contents: Value<'c>) {
        if self.known.insert(field, contents).is_some() {
            return;
        }
        self.relatives
            .entry(base_field(field))
            .or_default()
            .push(field);
    }

    /// Forgets what a write to a field may change, but not the field itself when `keep`.
    fn forget(&mut self, field: Value<'c>, keep: bool) {
        let base = base_field(field);
        let Some(relatives) = self.relatives.get_mut(&base) else {
            return;
        };
        self.visits += relatives.len();
        relatives.retain(|other| {
            let stays =
                (*other == field && keep) || (*other != field && !may_overlap(*other, field));
            if !stays {
                self.known.remove(other);
            }
            stays
        });
    }
}

/// Forwards within one block, not into regions of its operations (they are
/// blocks of their own) nor across what they write. Gives how many operations and
/// fields were looked at.
pub fn forward(block: Block<'_>) -> usize {
    let mut contents = Contents {
        known: HashMap::new(),
        relatives: HashMap::new(),
        visits: 0,
    };
    let mut made: Vec<Op> = Vec::new();
    for op in block.ops() {
        contents.visits += 1;
        if let Some(load) = Load::cast(op) {
            match contents.known.get(&load.field()) {
                Some(value) => {
                    load.result().replace_all_uses_with(*value);
                    op.erase();
                }
                None => contents.set(load.field(), load.result()),
            }
        } else if let Some(store) = Store::cast(op) {
            let field = store.field();
            let old = match contents.known.get(&field) {
                Some(value) => *value,
                None => {
                    let load = load_before(op, field);
                    made.push(load);
                    load.result(0)
                }
            };
            let new = insert_after(store, old);
            made.push(new);
            contents.forget(field, true);
            contents.set(field, new.result(0));
        } else {
            for field in written_fields(op) {
                contents.forget(field, false);
            }
        }
    }
    // What was made on suspicion and nobody reads goes again, users first.
    contents.visits += made.len();
    for op in made.into_iter().rev() {
        if op.result(0).is_unused() {
            op.erase();
        }
    }
    contents.visits
}

fn load_before<'c>(op: Op<'c>, field: Value<'c>) -> Op<'c> {
    let builder = Builder::before(op);
    let shaped = field.ty().shaped().expect("a field");
    let parts = LoadParts {
        field,
        index_box: None,
        prefetch: None,
        result: temp_of(op.location(), &shaped),
    };
    builder.build(Load::state(&builder, parts))
}

/// The contents of the field after a store: the old ones with the box replaced.
fn insert_after<'c>(store: Store<'c>, old: Value<'c>) -> Op<'c> {
    let builder = Builder::after(store.0);
    let parts = InsertParts {
        source: store.temp(),
        destination: old,
        components: &store.components(),
        index_box: &store.index_box(),
        place: None,
        result: old.ty(),
    };
    builder.build(Insert::state(&builder, parts))
}
