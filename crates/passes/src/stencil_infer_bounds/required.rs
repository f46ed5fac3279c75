//! What every field must offer: checked for allocations, written down for arguments.

use super::{REQUIRED, argument_ends::ArgumentEnds};
use fvopt_analysis::access;
use fvopt_boxes::{Answer, Axis, DomainFacts, End, IndexBox, Range};
use ir_program::ops::{Alloc, Func};
use ir_stencil::boxes::SsaBox;
use mlir_shim::{
    diagnostic,
    ir::{Attr, Op, Value, Walk},
    pass::Failed,
};
use std::collections::HashMap;

/// Collects what is touched of every field; an allocation that is certainly too small is an error.
pub fn infer<'c>(function: Func<'c>, facts: &DomainFacts, report: bool) -> Result<(), Failed> {
    let mut touched: HashMap<Value<'c>, IndexBox> = HashMap::new();
    let mut ends = ArgumentEnds::new(function);
    let mut failed = false;
    function.0.walk(|op| {
        for access in access::of(op) {
            // What takes all that is allocated asks for nothing.
            if access.is_of_allocation() {
                continue;
            }
            let (base, part) = (access.base(), access.region());
            if part.index_box.is_empty(facts) == Answer::Yes {
                continue;
            }
            if let Some(alloc) = base.defining_op().and_then(Alloc::cast) {
                failed |= too_small(alloc, op, &part, facts);
                continue;
            }
            let part = ends.inner(&part);
            let all = match touched.get(&base) {
                Some(known) => ends.small(known.hull(&part).simplify(facts)),
                None => part,
            };
            touched.insert(base, all);
        }
        Walk::Advance
    });
    if failed {
        return Err(Failed);
    }
    let context = function.0.context();
    let mut attributes = Vec::new();
    for (number, argument) in function.body().arguments().into_iter().enumerate() {
        let Some(part) = touched.get(&argument) else {
            attributes.push(Attr::unit(context));
            continue;
        };
        let part = open(part);
        if report {
            let text = format!("argument {number} must offer {}", ends.describe(&part));
            let location = function.0.location();
            let notes: Vec<_> = match part.position_count() > function.body().arguments().len() {
                true => ends
                    .explain()
                    .into_iter()
                    .map(|text| (location, text))
                    .collect(),
                false => Vec::new(),
            };
            diagnostic::remark(location, &text, &notes);
        }
        attributes.push(Attr::box_code(context, &part.encode()));
    }
    function
        .0
        .set_attr(REQUIRED, Attr::array(context, &attributes));
    ends.set_on(function);
    Ok(())
}

/// A box whose ends of nothing that is known (the infinity on the other side) are unbounded: what
/// is left open is checked when the program runs.
fn open(part: &IndexBox) -> IndexBox {
    Axis::ALL.into_iter().fold(part.clone(), |part, axis| {
        let range = part.range(axis);
        let low = match &range.low {
            End::PositiveInfinity => End::NegativeInfinity,
            low => low.clone(),
        };
        let high = match &range.high {
            End::NegativeInfinity => End::PositiveInfinity,
            high => high.clone(),
        };
        part.with_range(axis, Range::new(low, high))
    })
}

/// Reports an allocation that certainly does not hold a part that an operation touches.
fn too_small<'c>(alloc: Alloc<'c>, op: Op<'c>, part: &SsaBox<'c>, facts: &DomainFacts) -> bool {
    let given = alloc.index_box();
    let mut message = None;
    part.combine(&given, |part_box, given_box| {
        for axis in Axis::ALL {
            let (need, have) = (part_box.range(axis), given_box.range(axis));
            let facts = &facts.0[axis.index()];
            let nonempty = need.is_empty(facts) == Answer::No;
            let below = fvopt_boxes::less_or_equal(&have.low, &need.low, facts) == Answer::No;
            let above = fvopt_boxes::less_or_equal(&need.high, &have.high, facts) == Answer::No;
            if nonempty && need.is_bounded() && (below || above) {
                let side = if below { "low" } else { "high" };
                message = Some(format!(
                    "'{}' op needs {axis} = {need} of an allocation that has {axis} = {have}: too small on the {side} side of {axis}",
                    op.name()
                ));
            }
        }
        part_box.clone()
    });
    let Some(message) = message else { return false };
    let note = (
        alloc.0.location(),
        "the field is allocated here".to_string(),
    );
    diagnostic::error(op.location(), &message, &[note]);
    true
}
