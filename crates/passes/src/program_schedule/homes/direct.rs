//! Results that are computed into the field that they are stored to.

use super::{Home, Scheduler};
use crate::program_schedule::uses::Positions;
use fvopt_analysis::access::{base_field, may_overlap, read_fields, written_fields};
use ir_stencil::ops::{Apply, Load, Store, Sweep};
use mlir_shim::ir::{Op, Value, Walk};

/// How many operations the searches for stores that results can go into directly look at, for each
/// operation of the program: together, so that one result may be stored far behind the others.
/// A limit keeps the whole linear; flattening puts most stores next to their sources.
pub(super) const LOOKS: usize = 64;

impl<'c> Scheduler<'c> {
    /// A store that follows an operation closely and takes a result of it
    /// whole, so that the result can be computed into the field itself.
    pub(super) fn direct_store(
        &self,
        op: Op<'c>,
        result: Value<'c>,
        positions: &Positions<'c>,
        fits: impl Fn(Store<'c>) -> bool,
    ) -> Option<Store<'c>> {
        let own = positions.position(op);
        let store = result
            .uses()
            .into_iter()
            .filter(|(user, operand)| *operand == 0 && user.block() == op.block())
            .filter_map(|(user, _)| Store::cast(user))
            .filter(|store| store.components().is_empty())
            .min_by_key(|store| positions.position(store.0))?;
        let target = store.field();
        let at = positions.position(store.0);
        if !fits(store) || !target.is_available_at(op) {
            return None;
        }
        let left = self.looks.get().checked_sub(at - own)?;
        self.looks.set(left);
        // Between the operation and the store, nothing may read or write the field's memory.
        let mut between = op.next();
        while let Some(other) = between.filter(|other| *other != store.0) {
            let touched = written_fields(other)
                .into_iter()
                .chain(match Load::cast(other) {
                    Some(load) if self.is_read_by(load, at, positions) => Vec::new(),
                    _ => read_fields(other),
                });
            let touches = touched.into_iter().any(|field| may_overlap(field, target));
            let mut reads = false;
            other.walk(|inner| {
                reads |= inner.operands().into_iter().any(|operand| {
                    operand.ty().is_temp()
                        && operand != result
                        && !self.mirrored.contains_key(&inner)
                        && self.may_be_in(operand, target)
                });
                Walk::Advance
            });
            if touches || reads {
                return None;
            }
            between = other.next();
        }
        // Values that are at home in the field and used after the operation up to the store were
        // seen above. The result itself must not be needed after the field is written again.
        let last = positions.last_use(result, |user| {
            self.mirrored.contains_key(&user) || user == store.0
        });
        match (last, positions.write_after(target, at)) {
            (Some(last), Some((write, _))) if write <= last => None,
            _ => Some(store),
        }
    }

    /// Whether what a load gives is used up to a position only, but for inserts that repeat a store: its
    /// old contents would have to be copied behind, where the field holds the new ones already.
    fn is_read_by(&self, load: Load<'c>, position: usize, positions: &Positions<'c>) -> bool {
        let is_mirrored = |user| self.mirrored.contains_key(&user);
        let last = positions.last_use(load.result(), is_mirrored);
        last.is_none_or(|last| last <= position)
    }

    /// Whether a temp may be at home in the memory of a field; unknown homes may.
    pub(super) fn may_be_in(&self, temp: Value<'c>, target: Value<'c>) -> bool {
        match self.homes.get(&temp) {
            Some(Home::Field { field, .. }) => may_overlap(*field, target),
            Some(Home::Undefined) => false,
            None => match temp.defining_op().and_then(Load::cast) {
                Some(load) => base_field(load.field()) == base_field(target),
                None => temp
                    .defining_op()
                    .is_none_or(|op| !Apply::is(op) && !Sweep::is(op)),
            },
        }
    }
}
