//! Stores of what was pieced together become stores of the pieces.
//!
//! A kernel that stores an insert which nothing else reads would fill rows with
//! the destination, write the source over them, and copy them to the field.
//! Instead it stores the source on its box and the destination around it.

use super::remove;
use crate::{
    constraints::check,
    kernel::{Kernel, Operation, Region, Uses},
};
use fvopt_boxes::{Axis, DomainFacts, Range};

/// How many pieces there may be around the source. Each is a loop, or a condition in one.
const MOST_PIECES: usize = 2;

/// Splits the stores of a kernel, one insert after the other, where that is legal.
pub fn stores(kernel: &mut Kernel) {
    // Users first: the destination may be an insert as well, and is stored only then.
    let inserts = kernel.operations.iter();
    let mut left = inserts.filter(|operation| operation.is_insert()).count();
    while left > 0 {
        left -= 1;
        let inserts = kernel.operations.iter().enumerate();
        let mut inserts = inserts.filter(|(_, operation)| operation.is_insert());
        let Some((number, _)) = inserts.nth(left) else {
            continue;
        };
        if !is_only_stored(kernel, &kernel.uses(), number) {
            continue;
        }
        let Some(mut split) = split(kernel, number) else {
            continue;
        };
        remove::unused(&mut split);
        if check(&split).is_ok() {
            *kernel = split;
        }
    }
}

fn is_only_stored(kernel: &Kernel, uses: &Uses, number: usize) -> bool {
    let insert = &kernel.operations[number];
    let is_component = !insert.inserted_components().is_empty();
    let users = uses.users(insert.results[0].0);
    let mut all = users.iter().map(|user| &kernel.operations[*user]);
    !is_component && !users.is_empty() && all.all(Operation::is_store)
}

/// A kernel that stores the parts instead of the insert; `None` where there would be too many.
fn split(kernel: &Kernel, number: usize) -> Option<Kernel> {
    let insert = &kernel.operations[number];
    let result = insert.results[0].0;
    let mut operations = Vec::with_capacity(kernel.operations.len() + MOST_PIECES);
    for operation in &kernel.operations {
        if !(operation.is_store() && operation.source() == result) {
            operations.push(operation.clone());
            continue;
        }
        let whole = operation.own_region();
        let (around, inside) = pieces(whole, insert.own_region(), &kernel.facts)?;
        let parts = around.iter().map(|part| (insert.destination(), part));
        for (value, part) in parts.chain([(insert.source(), &inside)]) {
            if !part.is_empty(&kernel.facts) {
                operations.push(Operation {
                    region: Some(part.clone()),
                    operands: vec![value],
                    ..operation.clone()
                });
            }
        }
    }
    Some(Kernel {
        operations,
        ..kernel.clone()
    })
}

/// What of a box lies outside of another, piece by piece, and what inside;
/// `None` where there are too many pieces.
fn pieces(whole: &Region, cut: &Region, facts: &DomainFacts) -> Option<(Vec<Region>, Region)> {
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
            let high = own.high.clone().min(cut.low.clone());
            Range::new(own.low.clone(), high)
        });
        let above = part(|own, cut| {
            let low = own.low.clone().max(cut.high.clone());
            Range::new(low, own.high.clone())
        });
        let between = part(Range::intersect);
        let new = [below, above]
            .into_iter()
            .filter(|part| !part.is_empty(facts));
        around.extend(new);
        inside = between;
    }
    (around.len() <= MOST_PIECES).then_some((around, inside))
}
