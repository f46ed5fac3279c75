//! Homes of what fields hold: the field itself, or a copy where it is written too early.

use super::{Home, Scheduler};
use crate::program_schedule::uses::Positions;
use ir_stencil::ops::{Insert, Load, Store};
use mlir_shim::ir::{Op, Value};

impl<'c> Scheduler<'c> {
    /// The field of the store that an insert repeats in values: the insert's
    /// destination is the field before that store, its source and box are the
    /// store's, and nothing wrote the field since.
    pub(super) fn mirrored_field(
        &self,
        insert: Insert<'c>,
        positions: &Positions<'c>,
    ) -> Option<Value<'c>> {
        let definition = insert.destination().defining_op()?;
        let field = match Load::cast(definition) {
            Some(load) => load.field(),
            None => *self.mirrored.get(&definition)?,
        };
        if definition.block() != insert.0.block() {
            return None;
        }
        let (at, writer) = positions.write_before(field, positions.position(insert.0))?;
        let store = Store::cast(writer)?;
        let defined = positions.position(definition);
        let before = positions.write_before(field, at).map(|(at, _)| at);
        let repeats = store.field() == field
            && store.temp() == insert.source()
            && store.components() == insert.components()
            && store.index_box() == insert.index_box();
        (repeats && defined < at && before.is_none_or(|before| before <= defined)).then_some(field)
    }

    /// Gives a home to a value that is the contents of a field after `op`: the
    /// field, when it is not written before the last use; else a copy.
    pub(super) fn contents(
        &mut self,
        value: Value<'c>,
        field: Value<'c>,
        op: Op<'c>,
        positions: &Positions<'c>,
    ) {
        let own = positions.position(op);
        let last = positions.last_use(value, |user| self.mirrored.contains_key(&user));
        let overwritten = match (last, positions.write_after(field, own)) {
            (Some(last), Some((write, writer))) => {
                // A kernel reads before it writes; a store of the value itself does, too.
                write < last || (write == last && !Store::is(writer))
            }
            _ => false,
        };
        let itself = Home::Field {
            field,
            owned: false,
        };
        let Some(part) = self.needed.get(&value).filter(|_| overwritten).cloned() else {
            self.homes.insert(value, itself);
            return;
        };
        let copy = self.allocate(op, value, &part);
        self.copy(op, itself, value, copy, &[], &part);
        self.remark(
            op,
            "the field is written while its old contents are still needed",
        );
        self.homes.insert(
            value,
            Home::Field {
                field: copy,
                owned: true,
            },
        );
    }
}
