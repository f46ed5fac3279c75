//! kernel_c3 and kernel_c4: what a kernel may load of the fields that it stores to.

use super::memory_part::{MemoryPart, Relation};
use super::violation::{Check, Violation};
use crate::boxes::{SsaBox, facts_at};
use crate::ops::{Access, AccessDyn, AnyAccess, Insert, Load, Store, Sweep, shaped};
use fvopt_boxes::DomainFacts;
use mlir_shim::ir::{Op, Value};
use std::collections::{HashMap, HashSet};

/// The stores to each field that is no view, with their boxes on its axes.
type Stores<'c> = HashMap<Value<'c>, Vec<(Op<'c>, MemoryPart<'c>, SsaBox<'c>)>>;

/// kernel_c4. Stores to one field are compared in pairs: there are few, one a component and
/// part of a field.
fn stored_once<'c>(ops: &[Op<'c>], facts: &DomainFacts) -> Result<Stores<'c>, Violation<'c>> {
    let mut stores = Stores::new();
    for store in ops.iter().filter_map(|op| Store::cast(*op)) {
        let part = MemoryPart::new(store.field(), &store.components());
        let place = store.index_box().project(shaped(store.field()).axes);
        let same_root = stores.entry(part.root).or_default();
        for (earlier, other, written) in same_root.iter() {
            let apart = || written.is_apart(&place, facts);
            let message = match part.relation(other) {
                Relation::Disjoint => continue,
                Relation::Same | Relation::SamePoints if apart() => continue,
                Relation::Same => {
                    "stores to a field (or component) that the kernel has stored to before, on a box that may share points with this one"
                }
                _ => {
                    "may store to memory that the kernel has stored to before, through another view or component"
                }
            };
            return Err(Violation::new(store.0, "kernel_c4", message)
                .note(earlier.location(), "the earlier store is here"));
        }
        same_root.push((store.0, part, place));
    }
    Ok(stores)
}

/// kernel_c4, then kernel_c3
pub(super) fn fields<'c>(ops: &[Op<'c>]) -> Check<'c> {
    let facts = ops
        .first()
        .map_or_else(DomainFacts::entry, |op| facts_at(*op));
    let stores = stored_once(ops, &facts)?;
    for load in ops.iter().filter_map(|op| Load::cast(*op)) {
        let part = MemoryPart::new(load.field(), &[]);
        let axes = shaped(load.field()).axes;
        let place = load.index_box().map(|place| place.project(axes));
        let is_apart = |written: &SsaBox<'c>| {
            place
                .as_ref()
                .is_some_and(|place| place.is_apart(written, &facts))
        };
        let mut stored_to = None;
        let mut same = HashSet::new();
        for (store, other, written) in stores.get(&part.root).into_iter().flatten() {
            match part.relation(other) {
                Relation::Disjoint => {}
                Relation::Same | Relation::SamePoints if is_apart(written) => {}
                Relation::Overlap => {
                    let message = "loads memory that the kernel may store to at other points, through a view of another level";
                    return Err(Violation::new(load.0, "kernel_c3", message)
                        .note(store.location(), "the store is here"));
                }
                relation => {
                    stored_to = Some(*store);
                    if relation == Relation::Same {
                        same.insert(*store);
                    }
                }
            }
        }
        if let Some(store) = stored_to {
            only_at_the_point(load, store, &same)?;
        }
    }
    Ok(())
}

/// Whether an access may read another point than its own.
fn reads_aside(access: AnyAccess<'_>) -> bool {
    let fixed = match access
        .0
        .attr("extent")
        .and_then(|extent| extent.as_i64_array())
    {
        Some(extent) => extent == [0, 0],
        None => !access.is_dynamic(),
    };
    !fixed || access.offset() != [0, 0, 0]
}

/// Follows a loaded value, through inserts, to every use. `same` are the stores
/// to exactly what was loaded.
fn only_at_the_point<'c>(load: Load<'c>, store: Op<'c>, same: &HashSet<Op<'c>>) -> Check<'c> {
    let Some(block) = load.0.block() else {
        return Ok(());
    };
    let mut seen = HashSet::from([load.result()]);
    let mut work = vec![load.result()];
    while let Some(value) = work.pop() {
        for (user, operand) in value.uses() {
            // A use outside of the kernel violates the order of SSA, which is reported elsewhere.
            let problem = if user.ancestor_in(block).is_none() {
                None
            } else if Access::is(user) || AccessDyn::is(user) {
                reads_aside(AnyAccess(user)).then_some("is read at another point")
            } else if Insert::is(user) {
                let result = Insert(user).result();
                if seen.insert(result) {
                    work.push(result);
                }
                None
            } else if Sweep::is(user) {
                (!is_stored(user, operand, same))
                    .then_some("is the initial value of a sweep that is not stored to the field")
            } else {
                None
            };
            if let Some(problem) = problem {
                let message =
                    format!("loads a field that the kernel stores to, and what it loads {problem}");
                return Err(Violation::new(load.0, "kernel_c3", message)
                    .note(user.location(), "it is used here")
                    .note(store.location(), "the field is stored to here"));
            }
        }
    }
    Ok(())
}

/// Whether the carry that starts as this operand is stored by one of the stores.
fn is_stored<'c>(sweep: Op<'c>, operand: usize, stores: &HashSet<Op<'c>>) -> bool {
    operand < sweep.result_count()
        && sweep
            .result(operand)
            .uses()
            .into_iter()
            .any(|(user, number)| number == 0 && stores.contains(&user))
}
