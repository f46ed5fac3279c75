//! Groups of a phase: which operations share the innermost loop, how far each group runs ahead, and how many
//! rows are kept of its results (kernel_c8).

use super::{Group, Phase, Planned, Section, hazards};
use crate::{
    constraints::{Check, Violation},
    kernel::ValueId,
    memory::FieldId,
    schedule::StorageLevel,
};
use rustc_hash::FxHashMap as HashMap;
use std::collections::BTreeMap;

/// Puts what is linked by registers into one group. A group stands where its
/// last member stood; kernel_c8 where that is behind someone who reads it.
pub fn merge(planned: &Planned<'_>, sections: &mut [Section]) -> Check {
    for section in sections {
        for phase in &mut section.phases {
            if let Phase::Points(groups) = phase {
                *groups = merged(planned, std::mem::take(groups))?;
            }
        }
    }
    Ok(())
}

fn merged(planned: &Planned<'_>, groups: Vec<Group>) -> Result<Vec<Group>, Violation> {
    let all = &planned.kernel.operations;
    let operations: Vec<usize> = groups
        .into_iter()
        .flat_map(|group| group.operations)
        .collect();
    let number: HashMap<usize, usize> = operations.iter().copied().zip(0..).collect();
    // Each group is known by its last member; links go to later members.
    let mut last: Vec<usize> = (0..operations.len()).collect();
    for (user, operation) in operations.iter().enumerate() {
        for input in &planned.inputs[*operation] {
            if planned.storage(input.definition) == Some(StorageLevel::Register)
                && let Some(&producer) = number.get(&input.definition)
            {
                let (one, other) = (find(&mut last, producer), find(&mut last, user));
                last[one.min(other)] = one.max(other);
            }
        }
    }
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (member, operation) in operations.iter().enumerate() {
        let group = find(&mut last, member);
        for input in &planned.inputs[*operation] {
            let Some(&producer) = number.get(&input.definition) else {
                continue;
            };
            let is_row = planned.storage(input.definition) == Some(StorageLevel::Row);
            if is_row && find(&mut last, producer) >= group {
                let message = "reads a row that is not complete: the operation that computes it shares a loop with \
                               one that comes later, through places in registers";
                return Err(Violation::new(&all[*operation], "kernel_c8", message)
                    .at(input.access)
                    .note(&all[input.definition], "it is computed here"));
            }
        }
        members.entry(group).or_default().push(*operation);
    }
    let groups: Vec<Group> = members
        .into_values()
        .map(|operations| Group {
            operations,
            lead: 0,
        })
        .collect();
    for group in &groups {
        let mut applies = group
            .operations
            .iter()
            .map(|number| &all[*number])
            .filter(|operation| operation.is_apply());
        let Some(first) = applies.next() else {
            continue;
        };
        if let Some(other) = applies.find(|apply| apply.region != first.region) {
            let message = "shares a loop with another apply, through places in registers, but their boxes differ: \
                           {0} and {1}";
            return Err(Violation::new(other, "kernel_c8", message)
                .region(other.own_region())
                .region(first.own_region())
                .note(first, "the other is here"));
        }
    }
    Ok(groups)
}

/// The last member of a group, by the union of those that are linked.
fn find(last: &mut [usize], mut member: usize) -> usize {
    while last[member] != member {
        last[member] = last[last[member]];
        member = last[member];
    }
    member
}

/// Sets the leads; gives how many rows of each result are kept.
pub fn leads(
    planned: &Planned<'_>,
    sections: &mut [Section],
) -> Result<HashMap<ValueId, i64>, Violation> {
    let mut kept = HashMap::default();
    for section in sections {
        for phase in &mut section.phases {
            if let Phase::Points(groups) = phase {
                of_phase(planned, groups, &mut kept)?;
            }
        }
    }
    Ok(kept)
}

/// For every producer in rows: the groups that read it, and the row offsets at which they do.
type Links = HashMap<usize, Vec<(usize, i64)>>;

fn of_phase(
    planned: &Planned<'_>,
    groups: &mut [Group],
    kept: &mut HashMap<ValueId, i64>,
) -> Check {
    let links = links(planned, groups)?;
    set_leads(planned, groups, &links);
    let all = &planned.kernel.operations;
    for group in groups.iter() {
        for operation in &group.operations {
            // An insert has a row even where only stores read it.
            if all[*operation].is_insert() {
                kept.entry(all[*operation].results[0].0).or_insert(1);
            }
            for (user, along) in links.get(operation).into_iter().flatten() {
                let back = group.lead - groups[*user].lead - along;
                let rows = (back + 1).max(1) as u64;
                for (result, _) in &all[*operation].results {
                    let known = kept.entry(*result).or_insert(1);
                    *known = (*known).max(rows.next_power_of_two() as i64);
                }
            }
        }
    }
    Ok(())
}

fn links(planned: &Planned<'_>, groups: &[Group]) -> Result<Links, Violation> {
    let all = &planned.kernel.operations;
    let axes = all[groups[0].operations[0]].axes();
    let axes = planned.kernel.schedule.loop_axes(axes);
    let row = axes.len().checked_sub(2).map(|position| axes[position]);
    let inner = axes.last().copied();
    let mut links = Links::default();
    for (number, group) in groups.iter().enumerate() {
        for operation in &group.operations {
            for input in &planned.inputs[*operation] {
                if planned.storage(input.definition) != Some(StorageLevel::Row) {
                    continue;
                }
                let offset = input.access.map_or([0; 3], |access| access.offset);
                let aside = (0..3)
                    .find(|axis| offset[*axis] != 0 && Some(*axis) != row && Some(*axis) != inner);
                if let Some(axis) = aside {
                    let name = ['i', 'j', 'k'][axis];
                    let message = format!(
                        "reads a result whose place is `row` at an offset along {name}, which is neither of the two \
                         innermost axes; its place must be `tile` or `memory`"
                    );
                    return Err(Violation::new(&all[*operation], "kernel_c8", message)
                        .at(input.access)
                        .note(&all[input.definition], "it is computed here"));
                }
                let along = row.map_or(0, |row| offset[row]);
                let known = links.entry(input.definition).or_default();
                known.push((number, along));
            }
        }
    }
    Ok(links)
}

fn set_leads(planned: &Planned<'_>, groups: &mut [Group], links: &Links) {
    // The fields that later groups store to, with the highest lead of those.
    let mut stored: HashMap<FieldId, i64> = HashMap::default();
    for number in (0..groups.len()).rev() {
        let mut lead = 0;
        for operation in &groups[number].operations {
            for (user, along) in links.get(operation).into_iter().flatten() {
                lead = lead.max(groups[*user].lead + along.max(&0));
            }
            for (_, memory, _) in hazards::loads(planned, *operation) {
                lead = lead.max(*stored.get(&memory.part.root).unwrap_or(&0));
            }
        }
        groups[number].lead = lead;
        for operation in &groups[number].operations {
            for field in hazards::stored(planned, *operation) {
                let known = stored.entry(field).or_insert(lead);
                *known = lead.max(*known);
            }
        }
    }
}
