//! Homes of the results of applies, and their kernels.

use super::{Home, Scheduler, emit};
use crate::{alias::may_overlap, program_schedule::uses::Positions};
use ir_stencil::ops::{Apply, accesses};
use mlir_shim::ir::{Builder, Mapping, Value};

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
                        && self.reads_at_the_point_only(apply, store.field())
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
        let (_, body) = emit::kernel(apply.0, &emit::parallel_schedule());
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

    /// Whether an apply that stores to a field directly reads it, if at all, at the point itself.
    fn reads_at_the_point_only(&self, apply: Apply<'c>, target: Value<'c>) -> bool {
        accesses(apply.0)
            .into_iter()
            .all(|access| match self.home(access.temp()) {
                Home::Field { field, .. } if may_overlap(field, target) => {
                    field == target && !access.is_dynamic() && access.offset() == [0; 3]
                }
                _ => true,
            })
    }
}
