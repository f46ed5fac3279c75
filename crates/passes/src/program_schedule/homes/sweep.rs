//! Homes of the carries of sweeps, and their kernels.

use super::{Home, Scheduler, emit};
use crate::program_schedule::uses::Positions;
use fvopt_analysis::access::may_overlap;
use fvopt_boxes::Axis;
use fvopt_schedule::Schedule;
use ir_stencil::{
    boxes::SsaBox,
    ops::{AnyAccess, Sweep, accesses, shaped},
};
use mlir_shim::ir::{Builder, Mapping, Value};

impl<'c> Scheduler<'c> {
    pub(super) fn sweep(&mut self, sweep: Sweep<'c>, positions: &Positions<'c>) {
        // Only operations that are themselves not needed anywhere use its results.
        let Some(place) = sweep.index_box() else {
            for result in sweep.0.results() {
                self.homes.insert(result, Home::Undefined);
            }
            return;
        };
        let inits = sweep.inits();
        let carries = sweep.carries();
        let captured: Vec<AnyAccess<'c>> = accesses(sweep.0)
            .into_iter()
            .filter(|access| !access.is_of_sweep(sweep))
            .collect();
        let mut targets: Vec<(Value<'c>, SsaBox<'c>, bool)> = Vec::new();
        for (number, result) in sweep.0.results().into_iter().enumerate() {
            let init = inits[number];
            let init_home = self.home(init);
            let written = sweep.written_boxes(number);
            let direct = self.direct_store(sweep.0, result, positions, |store| {
                let target = store.field();
                // The kernel reads the initial values of all that is kept.
                let kept = place.project(shaped(init).axes);
                let offered = self
                    .needed
                    .get(&init)
                    .is_some_and(|needed| needed.holds(&kept, &self.facts));
                let at_home = match init_home {
                    Home::Undefined => true,
                    Home::Field { field, .. } => field == target && offered,
                };
                let inside = written
                    .iter()
                    .all(|part| store.index_box().holds(part, &self.facts));
                // Reads past the store's box would see the field where the carry has its initial value.
                let kept_inside = matches!(init_home, Home::Field { .. })
                    || self
                        .needed
                        .get(&result)
                        .is_some_and(|needed| *needed == store.index_box());
                let others = captured
                    .iter()
                    .all(|access| match self.home(access.temp()) {
                        Home::Field { field, .. } => !may_overlap(field, target),
                        Home::Undefined => true,
                    });
                at_home
                    && inside
                    && kept_inside
                    && others
                    && !targets
                        .iter()
                        .any(|(field, _, _)| may_overlap(*field, target))
                    && !inits
                        .iter()
                        .enumerate()
                        .any(|(other, init)| other != number && self.may_be_in(*init, target))
            });
            let target = match direct {
                Some(store) => (
                    store.field(),
                    store.index_box(),
                    init_home != Home::Undefined,
                ),
                None => {
                    let own = place.project(shaped(result).axes);
                    let only_here = init.uses().len() == 1
                        && init.defining_op().and_then(|op| op.block()) == sweep.0.block();
                    match init_home {
                        Home::Field { field, owned: true }
                            if only_here && self.extend(field, &own) =>
                        {
                            (field, own, true)
                        }
                        _ => {
                            let field = self.allocate(sweep.0, result, &own);
                            if let (Home::Field { .. }, Some(part)) =
                                (init_home, self.needed.get(&init))
                            {
                                let part = part.intersect(&own).simplify(&self.facts);
                                self.copy(sweep.0, init_home, init, field, &[], &part);
                                self.remark(sweep.0, "the initial value of a carry is still needed, or is a field of the caller");
                            }
                            (field, own, init_home != Home::Undefined)
                        }
                    }
                }
            };
            self.homes.insert(
                result,
                Home::Field {
                    field: target.0,
                    owned: direct.is_none(),
                },
            );
            targets.push(target);
        }
        let schedule = if sweep.is_plane_sweep() {
            Schedule::plane_sweep()
        } else {
            Schedule::columns()
        };
        let (_, body) = emit::kernel(sweep.0, &schedule);
        let builder = Builder::at_end(body, sweep.0.location());
        let mut mapping = Mapping::new();
        let at = |access: AnyAccess<'c>| {
            let stage = access
                .0
                .ancestor("stencil.stage")
                .expect("verified: in a stage");
            let interval = stage.parent().expect("verified: in an interval");
            let stage = SsaBox::of(stage).expect("bounds are inferred");
            stage.with_axis_of(Axis::K, &SsaBox::of(interval).expect("verified: a box"))
        };
        self.read_captured(&builder, &captured, at, &mut mapping, &carries);
        // The carries' homes hold the initial values, where there are any.
        let mut starts = Vec::new();
        for ((field, _, initialized), init) in targets.iter().zip(&inits) {
            starts.push(match initialized {
                true => emit::load(&builder, *field, &place),
                false => emit::undef(&builder, *init),
            });
        }
        let clone = builder.insert(mapping.clone_op(sweep.0));
        let operands: Vec<Value<'c>> = starts.into_iter().chain(clone.segment(1)).collect();
        clone.set_operands(&operands);
        for (number, (field, part, _)) in targets.into_iter().enumerate() {
            emit::store(&builder, clone.result(number), field, &[], &part);
        }
    }
}
