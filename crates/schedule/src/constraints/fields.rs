//! kernel_c3 and kernel_c4: what a kernel may load of the fields that it stores to.

use super::{Check, Violation};
use crate::{
    kernel::{Kernel, Memory, Operation, Region, Uses},
    memory::{FieldId, Relation},
};
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

/// The stores to each field that is no view, with their boxes on its axes.
type Stores<'k> = HashMap<FieldId, Vec<(&'k Operation, &'k Memory, Region)>>;

/// kernel_c4, then kernel_c3.
pub(super) fn check(kernel: &Kernel, uses: &Uses) -> Check {
    let stores = stored_once(kernel)?;
    for (load, memory) in kernel.loads() {
        let Some(stores) = stores.get(&memory.part.root) else {
            continue;
        };
        let place = load.own_region().project(memory.shape.axes);
        let mut stored_to = None;
        let mut same = Vec::new();
        for (store, other, written) in stores {
            match memory.part.relation(&other.part) {
                Relation::Disjoint => {}
                Relation::Same | Relation::SamePoints if place.is_apart(written, &kernel.facts) => {
                }
                Relation::Overlap => {
                    let message = "loads memory that the kernel may store to at other points, through a view of another level";
                    return Err(
                        Violation::new(load, "kernel_c3", message).note(store, "the store is here")
                    );
                }
                relation => {
                    stored_to = Some(*store);
                    if relation == Relation::Same {
                        same.push(*store);
                    }
                }
            }
        }
        if let Some(store) = stored_to {
            only_at_the_point(kernel, uses, load, store, &same)?;
        }
    }
    Ok(())
}

/// kernel_c4. Stores to one field are compared in pairs: there are few, one a component and
/// part of a field.
fn stored_once(kernel: &Kernel) -> Result<Stores<'_>, Violation> {
    let mut stores = Stores::default();
    for (store, memory) in kernel.stores() {
        let place = store.own_region().project(memory.shape.axes);
        let same_root = stores.entry(memory.part.root).or_default();
        for (earlier, other, written) in same_root.iter() {
            let apart = || written.is_apart(&place, &kernel.facts);
            let message = match memory.part.relation(&other.part) {
                Relation::Disjoint => continue,
                Relation::Same | Relation::SamePoints if apart() => continue,
                Relation::Same => {
                    "stores to a field (or component) that the kernel has stored to before, on a box that may share points with this one"
                }
                _ => {
                    "may store to memory that the kernel has stored to before, through another view or component"
                }
            };
            return Err(Violation::new(store, "kernel_c4", message)
                .note(earlier, "the earlier store is here"));
        }
        same_root.push((store, memory, place));
    }
    Ok(stores)
}

/// Follows a loaded value, through inserts, to every use. `same` are the stores
/// to exactly what was loaded.
fn only_at_the_point(
    kernel: &Kernel,
    uses: &Uses,
    load: &Operation,
    store: &Operation,
    same: &[&Operation],
) -> Check {
    let value = load.results[0].0;
    let mut seen = HashSet::from_iter([value]);
    let mut work = vec![value];
    while let Some(value) = work.pop() {
        for number in uses.users(value) {
            let user = &kernel.operations[*number];
            let violation = |access, problem| {
                let message =
                    format!("loads a field that the kernel stores to, and what it loads {problem}");
                Violation::new(load, "kernel_c3", message)
                    .note_at(user, access, "it is used here")
                    .note(store, "the field is stored to here")
            };
            let aside = user
                .accesses()
                .find(|(access, read)| *read == value && access.reads_aside());
            if let Some((access, _)) = aside {
                return Err(violation(Some(access), "is read at another point"));
            }
            if user.is_insert() {
                let result = user.results[0].0;
                if seen.insert(result) {
                    work.push(result);
                }
            } else if user.is_sweep() {
                let mut starts = user.operands.iter().zip(&user.results);
                let is_lost = |result| {
                    let mut stores = uses.stores_of(kernel, result);
                    !stores.any(|store| same.iter().any(|other| std::ptr::eq(*other, store)))
                };
                if starts.any(|(start, (result, _))| *start == value && is_lost(*result)) {
                    let problem = "is the initial value of a sweep that is not stored to the field";
                    return Err(violation(None, problem));
                }
            }
        }
    }
    Ok(())
}
