//! `stencil-forward-inserts`: what is read inside the box of an insert is read from its source.
//!
//! Before:
//! ```mlir
//! %r = stencil.apply (i = start to end + 1, ...) -> (...) { ... }
//! stencil.store %r to %between (i = start to end + 1, ...) : ...
//! %c = stencil.insert %r into %old (i = start to end + 1, ...) : ...
//! %s = stencil.apply (i = start to end, ...) -> (...) { ... stencil.access %c[1, 0, 0] ... }
//! ```
//! After: `stencil.access %r[1, 0, 0]`. Where `%between` is an allocation that
//! nothing reads now, the store and the allocation are gone as well.
//!
//! Flattening leaves an insert wherever a stencil reads what another stored,
//! because outside the box of the store the field has its old contents. Bounds
//! tell that most consumers read inside, and only then may a value be
//! recomputed in its consumer, or stay in a register. Sources that are
//! contents of fields are left: they could be overwritten by then.
//!
//! Requires: flattened programs. Ensures: loads, applies and sweeps have the
//! boxes that `stencil-infer-bounds` gives them; no access reads through an insert
//! what an apply or a sweep computed, where its box says so.

use crate::stencil_infer_bounds::apply::Required;
use fvopt_analysis::{facts, required::read_box};
use fvopt_boxes::{Axis, DomainFacts};
use ir_program::ops::{Alloc, For, Func, If};
use ir_stencil::{
    boxes::SsaBox,
    ops::{AnyAccess, Apply, Insert, Load, Stage, Store, Sweep, Undef, accesses},
};
use mlir_shim::{
    diagnostic,
    ir::{Op, Value, Walk},
    pass::{Failed, OptionValues, Pass},
};
use std::collections::HashMap;

/// The pass.
pub const PASS: Pass = Pass {
    name: "stencil-forward-inserts",
    description: "Reads what was computed directly where it is known not to lie outside the box of an insert",
    options: &[],
    run,
};

/// How many inserts an access is followed through. A limit keeps the whole linear.
const MOST_INSERTS: usize = 64;

fn run(module: Op<'_>, _options: &OptionValues) -> Result<(), Failed> {
    for function in module.collect(Func::NAME) {
        if let Some(call) = function.collect("program.call").first() {
            let text = "'program.call' op inserts are forwarded in flattened programs; run program-flatten first";
            diagnostic::error(call.location(), text, &[]);
            return Err(Failed);
        }
        forward(Func(function))?;
    }
    Ok(())
}

/// Forwards in one flattened program.
pub fn forward(function: Func<'_>) -> Result<(), Failed> {
    let facts = facts(function);
    let required = Required::of(function, &facts)?;
    // A stage keeps a box that it has; one that is inferred now must not outlive what is required now.
    required.apply(function, |op| !Stage::is(op) || op.attr("box").is_some());
    let boxes = required.boxes();
    let mut ops = Vec::new();
    function.0.walk(|op| {
        if op == function.0 || For::is(op) || If::is(op) {
            return Walk::Advance;
        }
        ops.push(op);
        Walk::Skip
    });
    for op in &ops {
        if let Some(apply) = Apply::cast(*op) {
            if let Some(at) = apply.index_box() {
                accesses(apply.0)
                    .into_iter()
                    .for_each(|access| forward_access(access, &at, &facts));
            }
        } else if let Some(sweep) = Sweep::cast(*op) {
            forward_sweep(sweep, &boxes, &facts);
        }
    }
    // Twice: what is stored before it is loaded becomes unused only then.
    let ops = erase_unused(ops);
    erase_unused(ops);
    for alloc in function.0.collect(Alloc::NAME) {
        if alloc.result(0).is_unused() {
            alloc.erase();
        }
    }
    Ok(())
}

fn forward_sweep<'c>(sweep: Sweep<'c>, boxes: &HashMap<Op<'c>, &SsaBox<'c>>, facts: &DomainFacts) {
    for interval in sweep.intervals() {
        let levels = interval.index_box();
        for stage in interval.stages() {
            let Some(own) = boxes.get(&stage.0) else {
                continue;
            };
            let at = own.with_axis_of(Axis::K, &levels);
            for access in stage.accesses() {
                forward_access(access, &at, facts);
            }
        }
    }
}

/// Lets an access in a body that runs on a box read the source of an insert that covers it.
fn forward_access<'c>(access: AnyAccess<'c>, at: &SsaBox<'c>, facts: &DomainFacts) {
    let mut temp = access.temp();
    let mut computed = None;
    for _ in 0..MOST_INSERTS {
        match temp.defining_op() {
            Some(op) if Apply::is(op) || Sweep::is(op) => computed = Some(temp),
            _ => {}
        }
        let covered = temp
            .defining_op()
            .and_then(Insert::cast)
            .filter(|insert| covers(*insert, access, at, facts));
        match covered {
            Some(insert) => temp = insert.source(),
            None => break,
        }
    }
    if let Some(source) = computed
        && source != access.temp()
    {
        access.0.set_operand(0, source);
    }
}

fn covers<'c>(
    insert: Insert<'c>,
    access: AnyAccess<'c>,
    at: &SsaBox<'c>,
    facts: &DomainFacts,
) -> bool {
    if !insert.components().is_empty() {
        return false;
    }
    let read = read_box(access, at).project(ir_stencil::ops::shaped(access.temp()).axes);
    insert.index_box().contains(&read, facts)
}

/// Erases what computes or loads for nobody, and stores to allocations that
/// nothing reads, last ones first; gives what is left.
fn erase_unused(ops: Vec<Op<'_>>) -> Vec<Op<'_>> {
    let mut left = Vec::new();
    for op in ops.into_iter().rev() {
        let is_unused = match op.name() {
            Store::NAME => is_never_read(Store(op).field()),
            Load::NAME | Insert::NAME | Apply::NAME | Sweep::NAME | Undef::NAME => {
                op.results().iter().all(|result| result.is_unused())
            }
            _ => false,
        };
        if is_unused {
            op.erase();
        } else {
            left.push(op);
        }
    }
    left.reverse();
    left
}

/// Whether a field is an allocation with stores alone, and loads that nobody needs.
fn is_never_read(field: Value<'_>) -> bool {
    field.defining_op().is_some_and(Alloc::is)
        && field
            .uses()
            .into_iter()
            .all(|(user, _)| Store::is(user) || Load::is(user) && user.result(0).is_unused())
}
