//! Operations between fields and temps: load, store; insert; and allocation.

use super::box_checks::{optional_bounds_exactly, own_box, required_bounds_exactly};
use super::violation::{Check, Violation, require};
use crate::ops::{Allocation, Kernel, Load};
use fvopt_boxes::{Axis, Range};
use mlir_shim::ir::{Op, Shaped, Value};

fn shape<'c>(
    op: Op<'c>,
    constraint: &'static str,
    value: Value<'c>,
) -> Result<Shaped<'c>, Violation<'c>> {
    let ty = value.ty();
    ty.shaped().ok_or_else(|| {
        Violation::new(
            op,
            constraint,
            format!("{ty} is neither a field nor a temp"),
        )
    })
}

fn same_axes_and_element<'c>(
    op: Op<'c>,
    constraint: &'static str,
    first: (&str, &Shaped<'c>),
    second: (&str, &Shaped<'c>),
) -> Check<'c> {
    let ((first_name, first), (second_name, second)) = (first, second);
    require(first.axes == second.axes, op, constraint, || {
        format!(
            "{first_name} has the axes `{}`, but {second_name} has `{}`",
            first.axes, second.axes
        )
    })?;
    require(first.element == second.element, op, constraint, || {
        format!(
            "{first_name} has elements of type {}, but {second_name} of type {}",
            first.element, second.element
        )
    })
}

/// store_c2 and insert_c2: `at` and the data dimensions.
fn components<'c>(
    op: Op<'c>,
    constraint: &'static str,
    source: (&str, &Shaped<'c>),
    target: (&str, &Shaped<'c>),
) -> Check<'c> {
    let ((source_name, source), (target_name, target)) = (source, target);
    let indices = op.segment_range(2).len();
    if indices == 0 {
        return require(source.data == target.data, op, constraint, || {
            format!(
                "{source_name} has the data dimensions {:?}, but {target_name} has {:?}, and no component is chosen with `at`",
                source.data, target.data
            )
        });
    }
    require(source.data.is_empty(), op, constraint, || {
        format!(
            "with `at`, {source_name} is a single component, but has the data dimensions {:?}",
            source.data
        )
    })?;
    require(indices == target.data.len(), op, constraint, || {
        format!(
            "`at` has {indices} indices, but {target_name} has the data dimensions {:?}",
            target.data
        )
    })
}

/// load_c1, load_c2, load_c3
pub fn load(op: Op<'_>) -> Check<'_> {
    let field = shape(op, "load_c1", op.operand(0))?;
    let temp = shape(op, "load_c1", op.result(0))?;
    same_axes_and_element(op, "load_c1", ("the result", &temp), ("the field", &field))?;
    require(temp.data == field.data, op, "load_c1", || {
        format!(
            "the result has the data dimensions {:?}, but the field has {:?}",
            temp.data, field.data
        )
    })?;
    optional_bounds_exactly(op, "load_c2", field.axes, "the field")?;
    let Some(rows) = Load(op).prefetch() else {
        return Ok(());
    };
    let in_kernel = op.parent().is_none_or(Kernel::is);
    require(in_kernel, op, "load_c3", || {
        "has `prefetch`, but stands in no kernel: only a kernel's loops have rows".into()
    })?;
    require(Load::ROWS_AHEAD.contains(&rows), op, "load_c3", || {
        format!("asks for memory {rows} rows ahead, which does not lie between 1 and 1000000")
    })?;
    require(field.data.is_empty(), op, "load_c3", || {
        format!(
            "asks for rows ahead, but which component of a row is read is not known: the data dimensions are {:?}",
            field.data
        )
    })?;
    require(field.axes.count() > 1, op, "load_c3", || {
        format!(
            "asks for rows ahead, but its field has no rows: its axes are `{}`, and rows need two",
            field.axes
        )
    })
}

/// store_c1, store_c2, store_c3
pub fn store(op: Op<'_>) -> Check<'_> {
    let temp = shape(op, "store_c1", op.operand(0))?;
    let field = shape(op, "store_c1", op.operand(1))?;
    same_axes_and_element(op, "store_c1", ("the temp", &temp), ("the field", &field))?;
    components(op, "store_c2", ("the temp", &temp), ("the field", &field))?;
    required_bounds_exactly(op, "store_c3", field.axes, "the field")
}

/// insert_c1, insert_c2, insert_c3, insert_c4, kernel_c7
pub fn insert(op: Op<'_>) -> Check<'_> {
    super::kernel::no_place_outside(op)?;
    let source = shape(op, "insert_c1", op.operand(0))?;
    let destination = shape(op, "insert_c1", op.operand(1))?;
    let (from, to) = (("the source", &source), ("the destination", &destination));
    same_axes_and_element(op, "insert_c1", from, to)?;
    components(op, "insert_c2", from, to)?;
    let (expected, result) = (op.operand(1).ty(), op.result(0).ty());
    require(result == expected, op, "insert_c4", || {
        format!("the result has type {result}, but the destination has type {expected}")
    })?;
    let Some(index_box) = own_box(op)? else {
        return Ok(());
    };
    for axis in Axis::ALL {
        let bounded = *index_box.range(axis) != Range::whole();
        require(
            !bounded || destination.has_axis(axis.index()),
            op,
            "insert_c3",
            || {
                format!(
                    "the box {index_box} bounds axis {axis}, but the temps have the axes `{}`",
                    destination.axes
                )
            },
        )?;
    }
    Ok(())
}

/// allocation_c1
pub fn allocation(op: Op<'_>) -> Check<'_> {
    let field = shape(op, "allocation_c1", op.operand(0))?;
    let axis = Allocation(op).axis();
    require(field.has_axis(axis), op, "allocation_c1", || {
        format!(
            "the field has the axes `{}`, without {}",
            field.axes,
            Axis::ALL[axis.min(2)]
        )
    })
}
