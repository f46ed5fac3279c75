//! Sections and phases: each operation, in program order, goes where what it reads is complete (kernel_c8).

use super::{Group, Phase, Section, hazards, inputs, place_of};
use crate::{
    ops::{AnyAccess, Apply, Insert, Load, Place, Store, Sweep, Undef, shaped},
    verify::violation::{Check, Violation},
};
use mlir_shim::ir::{Op, Value};
use std::collections::HashMap;

/// The sections of a kernel, each operation in rows a group of its own.
pub fn of<'c>(ops: &[Op<'c>]) -> Result<Vec<Section<'c>>, Violation<'c>> {
    let mut planner = Planner {
        sections: vec![Section::default()],
        positions: HashMap::new(),
        stored: stored_fields(ops),
    };
    planner.copies(ops, true);
    for op in ops {
        if Load::is(*op) || Undef::is(*op) || Store::is(*op) {
            continue;
        }
        planner.add(*op)?;
    }
    planner.copies(ops, false);
    Ok(planner.sections)
}

/// The fields that stores of a kernel write, views resolved.
fn stored_fields<'c>(ops: &[Op<'c>]) -> Vec<Value<'c>> {
    ops.iter()
        .filter_map(|op| Store::cast(*op))
        .map(|store| hazards::root(store.field()))
        .collect()
}

struct Planner<'c> {
    sections: Vec<Section<'c>>,
    /// The section and phase of every operation so far.
    positions: HashMap<Op<'c>, (usize, usize)>,
    stored: Vec<Value<'c>>,
}

impl<'c> Planner<'c> {
    /// Stores without a computation: those of fields that the kernel also
    /// stores to come first, before they are overwritten; the others last.
    fn copies(&mut self, ops: &[Op<'c>], first: bool) {
        let copies: Vec<Store<'c>> = ops
            .iter()
            .filter_map(|op| Store::cast(*op))
            .filter(|store| {
                let definition = store.temp().defining_op();
                let load = definition.and_then(Load::cast);
                let is_copy = load.is_some() || definition.is_some_and(Undef::is);
                let of_stored =
                    load.is_some_and(|load| self.stored.contains(&hazards::root(load.field())));
                is_copy && of_stored == first
            })
            .collect();
        if !copies.is_empty() {
            let section = self.sections.last_mut().expect("there is a section");
            section.phases.push(Phase::Copies(copies));
        }
    }

    fn add(&mut self, op: Op<'c>) -> Check<'c> {
        let inputs = inputs(op);
        // MLIR verifies dominance only after the operations.
        let late = inputs
            .iter()
            .find(|(definition, _)| !self.positions.contains_key(definition));
        if let Some((definition, access)) = late {
            let user = access.map_or(op, |access| access.0);
            let message = "reads a result of the kernel before it is computed";
            return Err(Violation::new(user, "kernel_c8", message)
                .note(definition.location(), "it is computed here"));
        }
        let now = self.sections.len() - 1;
        let after_memory = inputs.iter().any(|(definition, _)| {
            place_of(*definition) == Some(Place::Memory) && self.positions[definition].0 == now
        });
        if after_memory {
            self.sections.push(Section::default());
        }
        let section = self.sections.len() - 1;
        let phases = &self.sections[section].phases;
        let current = phases.len().wrapping_sub(1);
        let fits = is_in_rows(op)
            && match phases.last() {
                Some(Phase::Points(groups)) => groups[0].axes() == shaped(op.result(0)).axes,
                _ => false,
            };
        let after_tile = inputs.iter().any(|(definition, _)| {
            place_of(*definition) == Some(Place::Tile)
                && self.positions[definition] == (section, current)
        });
        let phase = if fits && !after_tile {
            current
        } else {
            phases.len()
        };
        for (definition, access) in inputs {
            self.connected(op, definition, access, (section, phase))?;
        }
        let phases = &mut self.sections[section].phases;
        if is_in_rows(op) {
            let group = Group {
                ops: vec![op],
                lead: 0,
            };
            match phases.get_mut(phase) {
                Some(Phase::Points(groups)) => groups.push(group),
                _ => phases.push(Phase::Points(vec![group])),
            }
        } else if let Some(sweep) = Sweep::cast(op) {
            phases.push(Phase::Sweep(sweep));
        } else if let Some(insert) = Insert::cast(op) {
            phases.push(Phase::Insert(insert));
        }
        self.positions.insert(op, (section, phase));
        Ok(())
    }

    /// kernel_c8: what an operation reads is complete when it runs, and still there.
    fn connected(
        &self,
        op: Op<'c>,
        definition: Op<'c>,
        access: Option<AnyAccess<'c>>,
        at: (usize, usize),
    ) -> Check<'c> {
        let place = place_of(definition).expect("a computing operation");
        let from = self.positions[&definition];
        let user = access.map_or(op, |access| access.0);
        let violation = |message: String| {
            Err(Violation::new(user, "kernel_c8", message)
                .note(definition.location(), "it is computed here"))
        };
        if place != Place::Memory && from.0 != at.0 {
            return violation(
                "reads a result of the kernel from before another operation waits for a result in memory; \
                 its place must be `memory` as well"
                    .into(),
            );
        }
        let name = match place {
            Place::Register => "register",
            Place::Row => "row",
            Place::Tile | Place::Memory => return Ok(()),
        };
        if from != at {
            return violation(format!(
                "reads a result whose place is `{name}` after its loops have ended; its place must be `tile` or `memory`"
            ));
        }
        let Some(access) = access else {
            // An insert in rows: what it does not replace stands there before.
            let destination = Insert(op).destination().defining_op();
            if place == Place::Register && destination == Some(definition) {
                return violation(
                    "inserts into a result whose place is `register`; its place must be `row`, `tile` or `memory`".into(),
                );
            }
            return Ok(());
        };
        let at_the_point = !access.is_dynamic() && access.offset() == [0; 3];
        if place == Place::Register && !at_the_point {
            return violation(
                "reads another result of the kernel at an offset, but its place is `register`; \
                 make it `row`, `tile` or `memory`"
                    .into(),
            );
        }
        if access.is_dynamic() {
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
fn is_in_rows(op: Op<'_>) -> bool {
    Apply::is(op) || Insert::is(op) && place_of(op) == Some(Place::Row)
}
