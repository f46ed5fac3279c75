//! Homes of the results of applies, and their kernels.

use super::{Home, Scheduler, emit};
use crate::program_schedule::uses::Positions;
use fvopt_analysis::access::may_overlap;
use fvopt_analysis::required::read_box;
use fvopt_schedule::Schedule;
use ir_stencil::{
    boxes::SsaBox,
    ops::{Apply, accesses, shaped},
};
use mlir_shim::ir::{Builder, Mapping, Value};
use std::collections::HashSet;

impl<'c> Scheduler<'c> {
    pub(super) fn apply(&mut self, apply: Apply<'c>, positions: &Positions<'c>) {
        let place = apply.index_box().expect("bounds are inferred");
        let mut targets: Vec<Option<(Value<'c>, Value<'c>)>> = Vec::new();
        for result in apply.0.results() {
            let target = if self.needed.contains_key(&result) || !result.is_unused() {
                let direct = self.direct_store(apply.0, result, positions, |store| {
                    store.index_box() == place
                        && !targets
                            .iter()
                            .flatten()
                            .any(|(field, _)| may_overlap(*field, store.field()))
                        && self.may_store_to_what_it_reads(apply, &place, store.field())
                });
                let field = match direct {
                    Some(store) => store.field(),
                    None => self.allocate(apply.0, result, &place),
                };
                self.homes.insert(
                    result,
                    Home::Field {
                        field,
                        owned: direct.is_none(),
                    },
                );
                Some((field, result))
            } else {
                None
            };
            targets.push(target);
        }
        let (_, body) = emit::kernel(apply.0, &Schedule::parallel());
        let builder = Builder::at_end(body, apply.0.location());
        let mut mapping = Mapping::new();
        self.read_captured(
            &builder,
            &accesses(apply.0),
            |_| place.clone(),
            &mut mapping,
            &[],
        );
        let clone = builder.insert(mapping.clone_op(apply.0));
        for (number, target) in targets.into_iter().enumerate() {
            if let Some((field, _)) = target {
                emit::store(&builder, clone.result(number), field, &[], &place);
            }
        }
    }

    /// Whether an apply that stores to a field directly reads it, if at all, at the point itself
    /// or, altogether, on a box that shares no point with the one it stores to.
    fn may_store_to_what_it_reads(
        &self,
        apply: Apply<'c>,
        place: &SsaBox<'c>,
        target: Value<'c>,
    ) -> bool {
        let mut aside = HashSet::new();
        for access in accesses(apply.0) {
            match self.home(access.temp()) {
                Home::Field { field, .. } if may_overlap(field, target) => {
                    if field != target {
                        return false;
                    }
                    if access.is_dynamic() || access.offset() != [0; 3] {
                        aside.insert(access.temp());
                    }
                }
                _ => {}
            }
        }
        // A kernel loads a temp once: the hull of all that is read of it has to lie apart.
        aside.into_iter().all(|temp| {
            let reads = accesses(apply.0).into_iter();
            reads
                .filter(|access| access.temp() == temp)
                .map(|access| read_box(access, place).project(shaped(temp).axes))
                .reduce(|all, part| all.hull(&part))
                .is_none_or(|all| all.is_apart(place, &self.facts))
        })
    }
}
