//! `program.func`, `program.call`, `program.bound`.

use crate::ops::Return;
use fvopt_boxes::{Axes, Axis, Range};
use ir_stencil::types::MAXIMUM_SIZE;
use ir_stencil::verify::box_checks::{optional_bounds_exactly, own_box};
use ir_stencil::verify::function::{SignatureConstraints, signature};
use ir_stencil::verify::violation::{Check, Violation, require};
use mlir_shim::ir::{Op, Symbol, SymbolTables};

/// program_func_c1, program_func_c2, program_func_c3, program_func_c4
pub fn func(op: Op<'_>) -> Check<'_> {
    let constraints = SignatureConstraints {
        arguments: "program_func_c1",
        results: "program_func_c2",
        terminator: "program_func_c3",
    };
    signature(op, constraints, Return::NAME)?;
    let Some(domain) = op.attr("domain") else {
        return Ok(());
    };
    let sizes = domain.as_i64_array().unwrap_or_default();
    let fits = sizes.len() == 3 && sizes.iter().all(|size| *size > 0);
    require(fits, op, "program_func_c4", || {
        format!("the pinned domain {sizes:?} is not three positive sizes")
    })?;
    let small = sizes.iter().all(|size| *size <= MAXIMUM_SIZE);
    require(small, op, "program_func_c4", || {
        format!("the pinned domain {sizes:?} has a size above {MAXIMUM_SIZE}")
    })
}

/// call_c3
pub fn call(op: Op<'_>) -> Check<'_> {
    optional_bounds_exactly(op, "call_c3", Axes::IJK, "a domain")
}

/// call_c1, call_c2
pub fn call_symbols<'c>(op: Op<'c>, tables: &SymbolTables) -> Check<'c> {
    let name = op.text_attr("callee").unwrap_or_default();
    let found = tables.lookup(op, name);
    let name = Symbol(name);
    let Some(callee) = found else {
        let message = format!("there is no `stencil.func` or `program.func` named {name}");
        return Err(Violation::new(op, "call_c1", message));
    };
    if !callee.is("stencil.func") && !callee.is("program.func") {
        let message = format!(
            "{name} is a `{}`, not a `stencil.func` or `program.func`",
            callee.name()
        );
        return Err(Violation::new(op, "call_c1", message)
            .note(callee.location(), format!("{name} is defined here")));
    }
    let function = callee
        .attr("function_type")
        .and_then(|attribute| attribute.as_type())
        .and_then(|ty| ty.as_function());
    // A callee without a function type is reported there.
    let Some((inputs, _)) = function else {
        return Ok(());
    };
    let arguments = op.segment(0);
    let note = |violation: Violation<'c>| {
        violation.note(callee.location(), format!("{name} is defined here"))
    };
    if arguments.len() != inputs.len() {
        let message = format!(
            "there are {} arguments, but {name} takes {}",
            arguments.len(),
            inputs.len()
        );
        return Err(note(Violation::new(op, "call_c2", message)));
    }
    for (number, (argument, expected)) in arguments.iter().zip(inputs).enumerate() {
        let ty = argument.ty();
        if ty != expected {
            let message = format!("argument {number} has type {ty}, but {name} takes {expected}");
            return Err(note(Violation::new(op, "call_c2", message)));
        }
    }
    Ok(())
}

/// bound_c1
pub fn bound(op: Op<'_>) -> Check<'_> {
    let Some(index_box) = own_box(op)? else {
        return Ok(());
    };
    let is_bounded = |axis: &Axis| index_box.range(*axis).is_bounded();
    let is_mentioned = |axis: &Axis| *index_box.range(*axis) != Range::whole();
    let bounded = Axis::ALL.iter().filter(|axis| is_bounded(axis)).count();
    let mentioned = Axis::ALL.iter().filter(|axis| is_mentioned(axis)).count();
    require(bounded == 1 && mentioned == 1, op, "bound_c1", || {
        format!("the box {index_box} does not bound exactly one axis")
    })
}
