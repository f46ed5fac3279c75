//! Groups of a phase: who shares the innermost loop, who runs ahead, and how many rows are kept.

use super::{Group, Phase, Plan, hazards, inputs, loop_axes, place_of};
use crate::{
    boxes::SsaBox,
    ops::{Insert, Place, Schedule},
    verify::violation::{Check, Violation},
};
use mlir_shim::ir::{Op, Value};
use std::collections::{BTreeMap, HashMap};

/// Puts what is linked by registers into one group. A group stands where its
/// last member stood; kernel_c8 where that is behind someone who reads it.
pub fn merge<'c>(plan: &mut Plan<'c>) -> Check<'c> {
    for section in &mut plan.sections {
        for phase in &mut section.phases {
            if let Phase::Points(groups) = phase {
                *groups = merged(std::mem::take(groups))?;
            }
        }
    }
    Ok(())
}

fn merged<'c>(groups: Vec<Group<'c>>) -> Result<Vec<Group<'c>>, Violation<'c>> {
    let ops: Vec<Op<'c>> = groups.into_iter().flat_map(|group| group.ops).collect();
    let number: HashMap<Op<'c>, usize> = ops
        .iter()
        .enumerate()
        .map(|(number, op)| (*op, number))
        .collect();
    // Each group is known by its last member; links go to later members.
    let mut last: Vec<usize> = (0..ops.len()).collect();
    fn find(last: &mut [usize], mut member: usize) -> usize {
        while last[member] != member {
            last[member] = last[last[member]];
            member = last[member];
        }
        member
    }
    for (user, op) in ops.iter().enumerate() {
        for (definition, _) in inputs(*op) {
            if place_of(definition) == Some(Place::Register)
                && let Some(&producer) = number.get(&definition)
            {
                let (one, other) = (find(&mut last, producer), find(&mut last, user));
                last[one.min(other)] = one.max(other);
            }
        }
    }
    let mut members: BTreeMap<usize, Vec<Op<'c>>> = BTreeMap::new();
    for (member, op) in ops.iter().enumerate() {
        let group = find(&mut last, member);
        for (definition, access) in inputs(*op) {
            let Some(&producer) = number.get(&definition) else {
                continue;
            };
            if place_of(definition) == Some(Place::Row) && find(&mut last, producer) >= group {
                let user = access.map_or(*op, |access| access.0);
                let message = "reads a row that is not complete: the operation that computes it shares a loop with \
                               one that comes later, through places in registers";
                return Err(Violation::new(user, "kernel_c8", message)
                    .note(definition.location(), "it is computed here"));
            }
        }
        members.entry(group).or_default().push(*op);
    }
    let groups: Vec<Group<'c>> = members
        .into_values()
        .map(|ops| Group { ops, lead: 0 })
        .collect();
    for group in &groups {
        let Some(first) = group.applies().next() else {
            continue;
        };
        let place = first.index_box();
        if let Some(other) = group.applies().find(|apply| apply.index_box() != place) {
            let text = |place: Option<SsaBox>| place.map_or("()".into(), |place| place.describe());
            let message = format!(
                "shares a loop with another apply, through places in registers, but their boxes differ: {} and {}",
                text(other.index_box()),
                text(place)
            );
            return Err(Violation::new(other.0, "kernel_c8", message)
                .note(first.0.location(), "the other is here"));
        }
    }
    Ok(groups)
}

/// Sets the leads, and how many rows of each result are kept.
pub fn leads<'c>(plan: &mut Plan<'c>, schedule: &Schedule) -> Check<'c> {
    let mut rings = HashMap::new();
    for section in &mut plan.sections {
        for phase in &mut section.phases {
            if let Phase::Points(groups) = phase {
                of_phase(groups, schedule, &mut rings)?;
            }
        }
    }
    plan.rings = rings;
    Ok(())
}

fn of_phase<'c>(
    groups: &mut [Group<'c>],
    schedule: &Schedule,
    rings: &mut HashMap<Value<'c>, i64>,
) -> Check<'c> {
    let axes = loop_axes(schedule, groups[0].axes());
    let row = axes.len().checked_sub(2).map(|position| axes[position]);
    let inner = axes.last().copied();
    // For every producer in rows: the users' groups and row offsets.
    let mut links: HashMap<Op<'c>, Vec<(usize, i64)>> = HashMap::new();
    for (number, group) in groups.iter().enumerate() {
        for op in &group.ops {
            for (definition, access) in inputs(*op) {
                if place_of(definition) != Some(Place::Row) {
                    continue;
                }
                let offset = access.map_or([0; 3], |access| access.offset());
                let aside = (0..3)
                    .find(|axis| offset[*axis] != 0 && Some(*axis) != row && Some(*axis) != inner);
                if let Some(axis) = aside {
                    let name = ['i', 'j', 'k'][axis];
                    let message = format!(
                        "reads a result whose place is `row` at an offset along {name}, which is neither of the two \
                         innermost axes; its place must be `tile` or `memory`"
                    );
                    let user = access.map_or(*op, |access| access.0);
                    return Err(Violation::new(user, "kernel_c8", message)
                        .note(definition.location(), "it is computed here"));
                }
                let along = row.map_or(0, |row| offset[row]);
                links.entry(definition).or_default().push((number, along));
            }
        }
    }
    // The fields that later groups store to, with the highest lead of those.
    let mut stored: HashMap<Value<'c>, i64> = HashMap::new();
    for number in (0..groups.len()).rev() {
        let mut lead = 0;
        for op in &groups[number].ops {
            for (user, along) in links.get(op).into_iter().flatten() {
                lead = lead.max(groups[*user].lead + along.max(&0));
            }
            for (load, _) in hazards::loads(*op) {
                lead = lead.max(*stored.get(&hazards::root(load.field())).unwrap_or(&0));
            }
        }
        groups[number].lead = lead;
        for op in &groups[number].ops {
            for (field, _) in hazards::stored(*op) {
                let known = stored.entry(field).or_insert(lead);
                *known = lead.max(*known);
            }
        }
    }
    for group in groups.iter() {
        for op in &group.ops {
            // An insert has a row even where only stores read it.
            if Insert::is(*op) {
                rings.entry(op.result(0)).or_insert(1);
            }
            for (user, along) in links.get(op).into_iter().flatten() {
                let back = group.lead - groups[*user].lead - along;
                let kept = (back + 1).max(1) as u64;
                for result in op.results() {
                    let ring = rings.entry(result).or_insert(1);
                    *ring = (*ring).max(kept.next_power_of_two() as i64);
                }
            }
        }
    }
    Ok(())
}
