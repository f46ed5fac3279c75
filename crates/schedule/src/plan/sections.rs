//! Sections and phases: each operation, in program order, goes where what it reads is complete (kernel_c8).

use super::{Group, Input, Phase, Planned, Section};
use crate::{
    constraints::{Check, Violation},
    kernel::{Kind, Operation},
    memory::FieldId,
    schedule::StorageLevel,
};
use rustc_hash::FxHashSet as HashSet;

/// The sections of a kernel, each operation in rows a group of its own.
pub fn of(planned: &Planned<'_>) -> Result<Vec<Section>, Violation> {
    let operations = &planned.kernel.operations;
    let stores = planned.kernel.stores();
    let mut planner = Planner {
        planned,
        sections: vec![Section::default()],
        positions: vec![None; operations.len()],
        stored: stores.map(|(_, memory)| memory.part.root).collect(),
    };
    planner.copies(true);
    for (number, operation) in operations.iter().enumerate() {
        if operation.storage().is_some() {
            planner.add(number)?;
        }
    }
    planner.copies(false);
    Ok(planner.sections)
}

struct Planner<'p, 'k> {
    planned: &'p Planned<'k>,
    sections: Vec<Section>,
    /// The section and phase of every operation so far.
    positions: Vec<Option<(usize, usize)>>,
    /// The fields that stores of the kernel write, views resolved.
    stored: HashSet<FieldId>,
}

impl<'k> Planner<'_, 'k> {
    fn operation(&self, number: usize) -> &'k Operation {
        &self.planned.kernel.operations[number]
    }

    /// Stores without a computation: those of fields that the kernel also
    /// stores to come first, before they are overwritten; the others last.
    fn copies(&mut self, first: bool) {
        let is_wanted = |store: &Operation| {
            let Some((definition, _)) = self.planned.uses.definition(store.source()) else {
                return false;
            };
            match &self.operation(definition).kind {
                Kind::Load(memory) => self.stored.contains(&memory.part.root) == first,
                Kind::Undefined => !first,
                _ => false,
            }
        };
        let operations = self.planned.kernel.operations.iter().enumerate();
        let copies: Vec<usize> = operations
            .filter(|(_, operation)| operation.is_store() && is_wanted(operation))
            .map(|(number, _)| number)
            .collect();
        if !copies.is_empty() {
            let section = self.sections.last_mut().expect("there is a section");
            section.phases.push(Phase::Copies(copies));
        }
    }

    fn add(&mut self, number: usize) -> Check {
        let operation = self.operation(number);
        let inputs = &self.planned.inputs[number];
        // MLIR verifies dominance only after the operations.
        let late = inputs
            .iter()
            .find(|input| self.positions[input.definition].is_none());
        if let Some(input) = late {
            let message = "reads a result of the kernel before it is computed";
            return Err(Violation::new(operation, "kernel_c8", message)
                .at(input.access)
                .note(self.operation(input.definition), "it is computed here"));
        }
        let is_at = |input: &Input<'_>, level: StorageLevel| {
            self.planned.storage(input.definition) == Some(level)
        };
        let position = |input: &Input<'_>| self.positions[input.definition].expect("not late");
        let now = self.sections.len() - 1;
        let after_memory = inputs
            .iter()
            .any(|input| is_at(input, StorageLevel::Memory) && position(input).0 == now);
        let section = now + usize::from(after_memory);
        let phases: &[Phase] = match after_memory {
            true => &[],
            false => &self.sections[section].phases,
        };
        let current = phases.len().wrapping_sub(1);
        let fits = is_in_rows(operation)
            && match phases.last() {
                Some(Phase::Points(groups)) => {
                    self.operation(groups[0].operations[0]).axes() == operation.axes()
                }
                _ => false,
            };
        let after_tile = inputs
            .iter()
            .any(|input| is_at(input, StorageLevel::Tile) && position(input) == (section, current));
        let phase = if fits && !after_tile {
            current
        } else {
            phases.len()
        };
        for input in inputs {
            self.connected(operation, *input, (section, phase))?;
        }
        if after_memory {
            self.sections.push(Section::default());
        }
        let phases = &mut self.sections[section].phases;
        if is_in_rows(operation) {
            let group = Group {
                operations: vec![number],
                lead: 0,
            };
            match phases.get_mut(phase) {
                Some(Phase::Points(groups)) => groups.push(group),
                _ => phases.push(Phase::Points(vec![group])),
            }
        } else if operation.is_sweep() {
            phases.push(Phase::Sweep(number));
        } else {
            phases.push(Phase::Insert(number));
        }
        self.positions[number] = Some((section, phase));
        Ok(())
    }

    /// kernel_c8: what an operation reads is complete when it runs, and still there.
    fn connected(&self, operation: &Operation, input: Input<'_>, at: (usize, usize)) -> Check {
        let definition = self.operation(input.definition);
        let level = definition.storage().expect("a computing operation");
        let from = self.positions[input.definition].expect("it is computed before");
        let violation = |message: String| {
            Err(Violation::new(operation, "kernel_c8", message)
                .at(input.access)
                .note(definition, "it is computed here"))
        };
        if level != StorageLevel::Memory && from.0 != at.0 {
            return violation(
                "reads a result of the kernel from before another operation waits for a result in memory; \
                 its place must be `memory` as well"
                    .into(),
            );
        }
        let name = match level {
            StorageLevel::Register => "register",
            StorageLevel::Row => "row",
            StorageLevel::Tile | StorageLevel::Memory => return Ok(()),
        };
        if from != at {
            return violation(format!(
                "reads a result whose place is `{name}` after its loops have ended; its place must be `tile` or `memory`"
            ));
        }
        let Some(access) = input.access else {
            // An insert in rows: what it does not replace stands there before.
            let destination = operation.operands.get(1);
            let is_destination = operation.is_insert()
                && destination.is_some_and(|value| {
                    definition.results.iter().any(|(result, _)| result == value)
                });
            if level == StorageLevel::Register && is_destination {
                return violation(
                    "inserts into a result whose place is `register`; its place must be `row`, `tile` or `memory`".into(),
                );
            }
            return Ok(());
        };
        if level == StorageLevel::Register && !access.is_at_the_point() {
            return violation(
                "reads another result of the kernel at an offset, but its place is `register`; \
                 make it `row`, `tile` or `memory`"
                    .into(),
            );
        }
        if access.dynamic.is_some() {
            return violation(
                "reads a result whose place is `row` at a level that is known only when running; \
                 its place must be `tile` or `memory`"
                    .into(),
            );
        }
        Ok(())
    }
}

/// Whether an operation goes through the tile row by row, together with others.
fn is_in_rows(operation: &Operation) -> bool {
    operation.is_apply() || operation.is_insert() && operation.storage() == Some(StorageLevel::Row)
}
