//! Axes of sections: what leaves one has all axes along which it has tiles (kernel_c9).

use super::{Phase, Planned, Section};
use crate::{
    constraints::{Check, Violation},
    schedule::StorageLevel,
};
use fvopt_boxes::Axes;

/// Sets the axes of the sections, those of what leaves them; kernel_c9 where something lacks one.
pub fn set(planned: &Planned<'_>, sections: &mut [Section]) -> Check {
    let schedule = &planned.kernel.schedule;
    for section in sections {
        let leaving = leaving(planned, section);
        section.axes = leaving
            .iter()
            .fold(Axes::NONE, |axes, (_, has)| axes | *has);
        for (operation, has) in leaving {
            let lacking = (section.axes - has)
                .numbers()
                .find(|axis| schedule.is_tiled(*axis));
            if let Some(axis) = lacking {
                let name = ['i', 'j', 'k'][axis];
                let message = format!(
                    "stores a temp without axis {name} next to others with it, and axis {name} is parallel or tiled; \
                     give it a kernel of its own"
                );
                let operation = &planned.kernel.operations[operation];
                return Err(Violation::new(operation, "kernel_c9", message));
            }
        }
    }
    Ok(())
}

/// What leaves a section: the operation to blame, and the axes.
fn leaving(planned: &Planned<'_>, section: &Section) -> Vec<(usize, Axes)> {
    let operations = &planned.kernel.operations;
    let mut leaving = Vec::new();
    let mut of_results = |operation: usize| {
        for (value, shape) in &operations[operation].results {
            if planned.storage(operation) == Some(StorageLevel::Memory) {
                leaving.push((operation, shape.axes));
            }
            for user in planned.uses.users(*value) {
                if operations[*user].is_store() {
                    leaving.push((*user, shape.axes));
                }
            }
        }
    };
    for phase in &section.phases {
        match phase {
            Phase::Points(groups) => groups
                .iter()
                .flat_map(|group| &group.operations)
                .for_each(|operation| of_results(*operation)),
            Phase::Sweep(operation) | Phase::Insert(operation) => of_results(*operation),
            Phase::Copies(_) => {}
        }
    }
    for phase in &section.phases {
        if let Phase::Copies(stores) = phase {
            for store in stores {
                let stored = operations[*store].source();
                let (definition, result) = planned.uses.definition(stored).expect("a copy");
                let (_, shape) = &operations[definition].results[result];
                leaving.push((*store, shape.axes));
            }
        }
    }
    leaving
}
