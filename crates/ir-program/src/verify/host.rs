//! `program.callback`, `program.exchange`, `program.reduce`.

use crate::ops::Func;
use fvopt_boxes::Axes;
use ir_stencil::types::MAXIMUM_SIZE;
use ir_stencil::verify::box_checks::{
    bounds_exactly, checked_box, optional_bounds_exactly, required_bounds_exactly,
};
use ir_stencil::verify::function::is_argument_type;
use ir_stencil::verify::violation::{Check, Violation, require};
use mlir_shim::ir::{Attr, Op, Scalar};

/// callback_c1, callback_c2, callback_c3
pub fn callback(op: Op<'_>) -> Check<'_> {
    let arguments = op.segment(0);
    for (number, argument) in arguments.iter().enumerate() {
        let ty = argument.ty();
        require(is_argument_type(ty), op, "callback_c1", || {
            format!("argument {number} has type {ty}, which is neither a field nor a scalar")
        })?;
    }
    let fields: Vec<_> = arguments
        .iter()
        .filter_map(|argument| argument.ty().shaped())
        .collect();
    let none = Attr::unit(op.context());
    for list in ["reads", "writes"] {
        let entries = op.attr(list).and_then(Attr::as_array).unwrap_or_default();
        require(entries.len() == fields.len(), op, "callback_c2", || {
            format!(
                "`{list}` has {} entries, but there are {} field arguments",
                entries.len(),
                fields.len()
            )
        })?;
        for (number, (entry, field)) in entries.into_iter().zip(&fields).enumerate() {
            if entry == none {
                continue;
            }
            require(entry.as_box_code().is_some(), op, "callback_c2", || {
                format!("entry {number} of `{list}` is {entry}, neither a box nor `none`")
            })?;
            let index_box = checked_box(op, entry)?;
            let what = format!("field argument {number} in `{list}`");
            bounds_exactly(op, "callback_c3", &index_box, field.axes, &what)?;
        }
    }
    Ok(())
}

/// exchange_c1, exchange_c3, and exchange_c2 where the domain is pinned
pub fn exchange(op: Op<'_>) -> Check<'_> {
    let axes = op
        .operand(0)
        .ty()
        .shaped()
        .map_or(Axes::NONE, |shape| shape.axes);
    let widths = op
        .attr("widths")
        .and_then(Attr::as_i64_array)
        .unwrap_or_default();
    let fits = widths.len() == 4
        && widths
            .iter()
            .all(|width| (0..=MAXIMUM_SIZE).contains(width));
    require(fits, op, "exchange_c1", || {
        format!("the widths {widths:?} are not four numbers from 0 to {MAXIMUM_SIZE}")
    })?;
    optional_bounds_exactly(op, "exchange_c3", Axes::IJK, "a domain")?;
    // The pinned domain is the function's, which is meant where no box is given.
    let function = op
        .attr("box")
        .is_none()
        .then(|| op.ancestor(Func::NAME))
        .flatten();
    let domain = function.and_then(|function| Func(function).domain());
    for (number, width) in widths.into_iter().enumerate() {
        let axis = number / 2;
        let letter = ["i", "j"][axis];
        require(
            width == 0 || axes.has_number(axis),
            op,
            "exchange_c1",
            || {
                format!(
                    "the width {width} on axis {letter} is positive, but the field has the axes `{}`",
                    axes
                )
            },
        )?;
        if let (Some(function), Some(domain)) = (function, domain)
            && width > domain[axis]
        {
            let message = format!(
                "the width {width} on axis {letter} exceeds the pinned size {} of the domain",
                domain[axis]
            );
            return Err(Violation::new(op, "exchange_c2", message)
                .note(function.location(), "the domain is pinned here"));
        }
    }
    Ok(())
}

/// reduce_c1, reduce_c2, reduce_c3
pub fn reduce(op: Op<'_>) -> Check<'_> {
    let Some(field) = op.operand(0).ty().shaped() else {
        return Ok(());
    };
    require(field.data.is_empty(), op, "reduce_c2", || {
        format!("the field has the data dimensions {:?}", field.data)
    })?;
    let result = op.result(0).ty();
    require(result == field.element, op, "reduce_c3", || {
        format!(
            "the result has type {result}, but the field has elements of type {}",
            field.element
        )
    })?;
    require(
        result.as_scalar() != Some(Scalar::I1),
        op,
        "reduce_c3",
        || "the field has elements of type i1, which cannot be combined".into(),
    )?;
    required_bounds_exactly(op, "reduce_c1", field.axes, "the field")
}
