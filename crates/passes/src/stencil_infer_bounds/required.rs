//! What every field must offer: checked for allocations, written down for arguments.

use super::{REQUIRED, argument_ends::ArgumentEnds};
use crate::alias::base_field;
use fvopt_boxes::{Answer, Axis, DomainFacts, End, IndexBox, Range};
use ir_program::ops::{Alloc, Callback, Exchange, Func, Reduce, View};
use ir_stencil::{
    boxes::SsaBox,
    ops::{Load, Store, shaped},
};
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
        for (field, part) in touches(op) {
            let (base, part) = in_base(field, part);
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

/// The fields that an operation reads or writes in memory, with the part.
pub(crate) fn touches<'c>(op: Op<'c>) -> Vec<(Value<'c>, SsaBox<'c>)> {
    if let Some(load) = Load::cast(op) {
        let part = load.index_box().unwrap_or_else(|| IndexBox::whole().into());
        vec![(load.field(), part)]
    } else if let Some(store) = Store::cast(op) {
        vec![(store.field(), store.index_box())]
    } else if let Some(reduce) = Reduce::cast(op) {
        vec![(reduce.field(), reduce.index_box())]
    } else if let Some(exchange) = Exchange::cast(op) {
        let [low_i, high_i, low_j, high_j] = exchange.widths();
        let domain = SsaBox::of(op).unwrap_or_else(|| IndexBox::domain().into());
        let grown = domain
            .index_box
            .grow([(low_i, high_i), (low_j, high_j), (0, 0)]);
        let part = SsaBox::new(grown, domain.0.positions).project(shaped(exchange.field()).axes);
        vec![(exchange.field(), part)]
    } else if let Some(callback) = Callback::cast(op) {
        let fields = callback
            .arguments()
            .into_iter()
            .filter(|argument| argument.ty().is_field());
        let parts = callback.reads().into_iter().zip(callback.writes());
        fields
            .zip(parts)
            .flat_map(|(field, (read, write))| {
                [read, write]
                    .into_iter()
                    .flatten()
                    .map(move |part| (field, part))
            })
            .collect()
    } else {
        Vec::new()
    }
}

/// A part of a view as a part of the field that it views.
fn in_base<'c>(field: Value<'c>, mut part: SsaBox<'c>) -> (Value<'c>, SsaBox<'c>) {
    let mut field = field;
    while let Some(view) = field.defining_op().and_then(View::cast) {
        if let Some(level) = view.level() {
            let position = SsaBox::new(
                IndexBox::whole().with_range(
                    Axis::K,
                    Range::new(End::Position(0, 0), End::Position(0, 1)),
                ),
                vec![level],
            );
            part = part.with_axis_of(Axis::K, &position);
        }
        field = view.field();
    }
    debug_assert!(base_field(field) == field);
    (field, part)
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
