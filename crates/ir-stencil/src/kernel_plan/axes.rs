//! Axes of sections: what leaves one has all axes along which it has tiles (kernel_c9).

use super::{Phase, Plan, Section, is_tiled, place_of, stores_of};
use crate::{
    ops::{Place, Schedule, shaped},
    verify::violation::{Check, Violation},
};
use mlir_shim::ir::Op;

/// Sets the axes of the sections, those of what leaves them; kernel_c9 where something lacks one.
pub fn set<'c>(plan: &mut Plan<'c>, schedule: &Schedule) -> Check<'c> {
    for section in &mut plan.sections {
        let leaving = leaving(section);
        section.axes = leaving.iter().fold(0, |axes, (_, has)| axes | has);
        for (op, has) in leaving {
            let lacking = (0..3)
                .find(|axis| section.axes & !has & (1 << axis) != 0 && is_tiled(schedule, *axis));
            if let Some(axis) = lacking {
                let name = ['i', 'j', 'k'][axis];
                let message = format!(
                    "stores a temp without axis {name} next to others with it, and axis {name} is parallel or tiled; \
                     give it a kernel of its own"
                );
                return Err(Violation::new(op, "kernel_c9", message));
            }
        }
    }
    Ok(())
}

/// What leaves a section: the operation to blame, and the axes.
fn leaving<'c>(section: &Section<'c>) -> Vec<(Op<'c>, u32)> {
    let mut leaving = Vec::new();
    let mut of_results = |op: Op<'c>| {
        for result in op.results() {
            if place_of(op) == Some(Place::Memory) {
                leaving.push((op, shaped(result).axes));
            }
            for store in stores_of(result) {
                leaving.push((store.0, shaped(result).axes));
            }
        }
    };
    for phase in &section.phases {
        match phase {
            Phase::Points(groups) => groups
                .iter()
                .flat_map(|group| &group.ops)
                .for_each(|op| of_results(*op)),
            Phase::Sweep(sweep) => of_results(sweep.0),
            Phase::Insert(insert) => of_results(insert.0),
            Phase::Copies(_) => {}
        }
    }
    for phase in &section.phases {
        if let Phase::Copies(stores) = phase {
            leaving.extend(
                stores
                    .iter()
                    .map(|store| (store.0, shaped(store.temp()).axes)),
            );
        }
    }
    leaving
}
