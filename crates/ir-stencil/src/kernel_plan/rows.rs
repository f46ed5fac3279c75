//! Groups of a phase: who shares the innermost loop, who runs ahead, and how many rows are kept.

use super::{Group, Phase, Plan, hazards, inputs, loop_axes, place_of};
use crate::{
    boxes::SsaBox,
    ops::{Apply, Place, Schedule},
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
    let applies: Vec<Apply<'c>> = groups.into_iter().flat_map(|group| group.applies).collect();
    let number: HashMap<Op<'c>, usize> = applies
        .iter()
        .enumerate()
        .map(|(number, apply)| (apply.0, number))
        .collect();
    // Each group is known by its last member; links go to later members.
    let mut last: Vec<usize> = (0..applies.len()).collect();
    fn find(last: &mut [usize], mut member: usize) -> usize {
        while last[member] != member {
            last[member] = last[last[member]];
            member = last[member];
        }
        member
    }
    for (user, apply) in applies.iter().enumerate() {
        for (definition, _) in inputs(apply.0) {
            if place_of(definition) == Some(Place::Register)
                && let Some(&producer) = number.get(&definition)
            {
                let (one, other) = (find(&mut last, producer), find(&mut last, user));
                last[one.min(other)] = one.max(other);
            }
        }
    }
    let mut members: BTreeMap<usize, Vec<Apply<'c>>> = BTreeMap::new();
    for (member, apply) in applies.iter().enumerate() {
        let group = find(&mut last, member);
        for (definition, access) in inputs(apply.0) {
            let Some(&producer) = number.get(&definition) else {
                continue;
            };
            if place_of(definition) == Some(Place::Row) && find(&mut last, producer) >= group {
                let user = access.map_or(apply.0, |access| access.0);
                let message = "reads a row that is not complete: the operation that computes it shares a loop with \
                               one that comes later, through places in registers";
                return Err(Violation::new(user, "kernel_c8", message)
                    .note(definition.location(), "it is computed here"));
            }
        }
        members.entry(group).or_default().push(*apply);
    }
    for group in members.values() {
        let place = group[0].index_box();
        if let Some(other) = group.iter().find(|apply| apply.index_box() != place) {
            let text = |place: Option<SsaBox>| place.map_or("()".into(), |place| place.describe());
            let message = format!(
                "shares a loop with another apply, through places in registers, but their boxes differ: {} and {}",
                text(other.index_box()),
                text(place)
            );
            return Err(Violation::new(other.0, "kernel_c8", message)
                .note(group[0].0.location(), "the other is here"));
        }
    }
    Ok(members
        .into_values()
        .map(|applies| Group { applies, lead: 0 })
        .collect())
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
        for apply in &group.applies {
            for (definition, access) in inputs(apply.0) {
                let Some(access) = access.filter(|_| place_of(definition) == Some(Place::Row))
                else {
                    continue;
                };
                let offset = access.offset();
                let aside = (0..3)
                    .find(|axis| offset[*axis] != 0 && Some(*axis) != row && Some(*axis) != inner);
                if let Some(axis) = aside {
                    let name = ['i', 'j', 'k'][axis];
                    let message = format!(
                        "reads a result whose place is `row` at an offset along {name}, which is neither of the two \
                         innermost axes; its place must be `tile` or `memory`"
                    );
                    return Err(Violation::new(access.0, "kernel_c8", message)
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
        for apply in &groups[number].applies {
            for (user, along) in links.get(&apply.0).into_iter().flatten() {
                lead = lead.max(groups[*user].lead + along.max(&0));
            }
            for load in hazards::loads(apply.0) {
                lead = lead.max(*stored.get(&hazards::root(load.field())).unwrap_or(&0));
            }
        }
        groups[number].lead = lead;
        for apply in &groups[number].applies {
            for (field, _) in hazards::stored(apply.0) {
                let known = stored.entry(field).or_insert(lead);
                *known = lead.max(*known);
            }
        }
    }
    for group in groups.iter() {
        for apply in &group.applies {
            for (user, along) in links.get(&apply.0).into_iter().flatten() {
                let back = group.lead - groups[*user].lead - along;
                let kept = (back + 1).max(1) as u64;
                for result in apply.0.results() {
                    let ring = rings.entry(result).or_insert(1);
                    *ring = (*ring).max(kept.next_power_of_two() as i64);
                }
            }
        }
    }
    Ok(())
}
