//! `program.alloc`, `program.view`, `program.swap`.

use crate::ops::{Alloc, Func};
use fvopt_boxes::{Answer, Axes, Axis, DomainFacts, less_or_equal};
use ir_stencil::boxes::{SsaBox, bounds, decode};
use ir_stencil::verify::box_checks::required_bounds_exactly;
use ir_stencil::verify::violation::{Check, Violation, require};
use mlir_shim::ir::{Op, Ty, Value};
use std::collections::HashMap;

/// alloc_c1
pub fn alloc(op: Op<'_>) -> Check<'_> {
    let axes = op
        .result(0)
        .ty()
        .shaped()
        .map_or(Axes::NONE, |shape| shape.axes);
    required_bounds_exactly(op, "alloc_c1", axes, "the field")
}

/// view_c1, view_c2, view_c3
pub fn view(op: Op<'_>) -> Check<'_> {
    const K: usize = 2;
    let (level, component) = (op.segment_range(1).len(), op.segment_range(2).len());
    require(level + component == 1, op, "view_c1", || {
        let given = if level == 0 { "neither" } else { "both" };
        format!("{given} of `level` and `component` is given, but exactly one is needed")
    })?;
    let (ty, result) = (op.operand(0).ty(), op.result(0).ty());
    let (Some(field), Some(view)) = (ty.shaped(), result.shaped()) else {
        return Ok(());
    };
    require(field.layout.is_none(), op, "view_c3", || {
        format!("the field has type {ty}, with an explicit layout")
    })?;
    let mut expected = field.clone();
    if level == 1 {
        require(field.has_axis(K), op, "view_c2", || {
            format!("`level` fixes k, which the field of type {ty} does not have")
        })?;
        expected.axes = expected.axes - Axes::K;
    } else {
        require(!field.data.is_empty(), op, "view_c2", || {
            format!("`component` fixes a data dimension, but the field of type {ty} has none")
        })?;
        expected.data.remove(0);
    }
    require(view == expected, op, "view_c2", || {
        let location = op.location();
        let expected = Ty::field(
            location,
            expected.axes,
            &expected.data,
            expected.element,
            None,
        );
        let expected = expected.map_or_else(String::new, |ty| format!("; it should be {ty}"));
        format!("the result has type {result}, which is not {ty} less what was fixed{expected}")
    })
}

/// swap_c1, swap_c2, swap_c3 where both boxes are known
pub fn swap(op: Op<'_>) -> Check<'_> {
    let fields = [op.operand(0), op.operand(1)];
    let types = fields.map(Value::ty);
    require(types[0] == types[1], op, "swap_c1", || {
        format!("the fields have the types {} and {}", types[0], types[1])
    })?;
    for (field, which) in fields.into_iter().zip(["first", "second"]) {
        let definition = field.defining_op();
        let of_function = field
            .owner_block()
            .and_then(|block| block.parent())
            .is_some_and(Func::is);
        if of_function || definition.is_some_and(Alloc::is) {
            continue;
        }
        let what = definition.map_or("an argument of a block".into(), |definition| {
            format!("the result of `{}`", definition.name())
        });
        let message = format!(
            "the {which} field is {what}, but must be an argument of the program or a result of `program.alloc`"
        );
        let violation = Violation::new(op, "swap_c2", message);
        return Err(match definition {
            Some(definition) => violation.note(definition.location(), "the field comes from here"),
            None => violation,
        });
    }
    let allocs = fields.map(|field| field.defining_op().filter(|op| Alloc::is(*op)));
    match allocs {
        [Some(first), Some(second)] => same_box(op, first, second),
        _ => Ok(()),
    }
}

/// swap_c3
fn same_box<'c>(op: Op<'c>, first: Op<'c>, second: Op<'c>) -> Check<'c> {
    let mut numbers: HashMap<Value, u32> = HashMap::new();
    let mut numbered = |alloc: Op<'c>| {
        let index_box = alloc.attr("box").and_then(decode)?;
        let values = bounds(alloc);
        if index_box.position_count() > values.len() {
            return None; // box_c1, reported at the alloc
        }
        let own: Vec<u32> = values
            .into_iter()
            .map(|value| {
                let next = numbers.len() as u32;
                *numbers.entry(value).or_insert(next)
            })
            .collect();
        Some(index_box.map_positions(&|number| own[number as usize]))
    };
    let (Some(a), Some(b)) = (numbered(first), numbered(second)) else {
        return Ok(());
    };
    let facts = DomainFacts::default();
    for axis in Axis::ALL {
        let (a, b, facts) = (a.range(axis), b.range(axis), facts.axis(axis));
        let ends = [(&a.low, &b.low), (&a.high, &b.high)];
        let differ = ends.into_iter().any(|(a, b)| {
            less_or_equal(a, b, facts) == Answer::No || less_or_equal(b, a, facts) == Answer::No
        });
        if differ {
            let text = |alloc: Op<'c>| {
                SsaBox::of(alloc).map_or_else(String::new, |own| own.index_box.to_string())
            };
            let (first_box, second_box) = (text(first), text(second));
            let message = format!(
                "the fields are allocated on different boxes: {first_box} and {second_box} differ on axis {axis}"
            );
            return Err(Violation::new(op, "swap_c3", message)
                .note(first.location(), "the first is allocated here")
                .note(second.location(), "the second is allocated here"));
        }
    }
    Ok(())
}
