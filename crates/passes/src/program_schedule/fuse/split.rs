//! Stores of what was pieced together become stores of the pieces.
//!
//! A kernel that stores an insert which nothing else reads would fill rows with
//! the destination, write the source over them, and copy them to the field.
//! Instead it stores the source on its box and the destination around it.

use super::{
    super::{Target, emit},
    merge::remove_unused,
};
use fvopt_boxes::{Axis, DomainFacts, End, Range};
use ir_stencil::{
    boxes::SsaBox,
    kernel_plan::{stores_of, try_plan},
    ops::{Insert, Kernel},
};
use mlir_shim::ir::{Builder, Mapping};

/// How many pieces there may be around the source. Each is a loop, or a condition in one.
const MOST_PIECES: usize = 2;

/// Splits the stores of a kernel, one insert after the other, where that is legal.
pub fn stores<'c>(mut kernel: Kernel<'c>, target: &Target<'c>) {
    // Users first: the destination may be an insert as well, and is stored only then.
    let mut left = kernel
        .ops()
        .into_iter()
        .filter(|op| Insert::is(*op))
        .count();
    while left > 0 {
        left -= 1;
        let insert = kernel.ops().into_iter().filter_map(Insert::cast).nth(left);
        if !insert.is_some_and(is_only_stored) {
            continue;
        }
        let clone = Kernel(Builder::before(kernel.0).insert(Mapping::new().clone_op(kernel.0)));
        let insert = clone.ops().into_iter().filter_map(Insert::cast).nth(left);
        let done = split(insert.expect("the same operations"), &target.facts);
        remove_unused(clone);
        if done.is_some() && try_plan(clone).is_some() {
            kernel.0.erase();
            kernel = clone;
        } else {
            clone.0.erase();
        }
    }
}

fn is_only_stored(insert: Insert<'_>) -> bool {
    let stores = stores_of(insert.result()).len();
    stores > 0 && insert.result().uses().len() == stores && insert.components().is_empty()
}

/// Stores the parts instead of the insert; `None` where there would be too many.
fn split(insert: Insert<'_>, facts: &DomainFacts) -> Option<()> {
    for store in stores_of(insert.result()) {
        let (around, inside) = pieces(&store.index_box(), &insert.index_box(), facts)?;
        let builder = Builder::before(store.0);
        let parts = around.iter().map(|part| (insert.destination(), part));
        for (value, part) in parts.chain([(insert.source(), &inside)]) {
            if !part.index_box.is_empty(facts).is_yes() {
                emit::store(&builder, value, store.field(), &store.components(), part);
            }
        }
        store.0.erase();
    }
    Some(())
}

/// What of a box lies outside of another, piece by piece, and what inside;
/// `None` where there are too many pieces.
fn pieces<'c>(
    whole: &SsaBox<'c>,
    cut: &SsaBox<'c>,
    facts: &DomainFacts,
) -> Option<(Vec<SsaBox<'c>>, SsaBox<'c>)> {
    let mut around = Vec::new();
    let mut inside = whole.clone();
    for axis in Axis::ALL {
        let part = |make: fn(&Range, &Range) -> Range| {
            let part = inside.combine(cut, |inside, cut| {
                let range = make(inside.range(axis), cut.range(axis));
                inside.clone().with_range(axis, range)
            });
            part.simplify(facts)
        };
        let below = part(|own, cut| {
            let high: End = own.high.clone().min(cut.low.clone());
            Range::new(own.low.clone(), high)
        });
        let above = part(|own, cut| {
            let low: End = own.low.clone().max(cut.high.clone());
            Range::new(low, own.high.clone())
        });
        let between = part(Range::intersect);
        let new = [below, above]
            .into_iter()
            .filter(|part| !part.index_box.is_empty(facts).is_yes());
        around.extend(new);
        inside = between;
    }
    (around.len() <= MOST_PIECES).then_some((around, inside))
}
