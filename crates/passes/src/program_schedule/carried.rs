//! Temps that loops carry and branches give become fields.

use crate::bounded_ends::BoundedEnds;
use ir_program::ops::{For, Func, If};
use ir_stencil::{
    boxes::SsaBox,
    ops::shaped,
    types::{field_of, temp_of},
};
use mlir_shim::{
    diagnostic,
    ir::{Builder, Op, Region, Value, Walk},
    pass::Failed,
};
use std::collections::HashMap;

/// The boxes on which temps are needed.
pub type Needed<'c> = HashMap<Value<'c>, SsaBox<'c>>;

/// Rewrites every `program.for` and `program.if` that has temps among its
/// arguments or results, outermost first.
pub fn remove<'c>(function: Func<'c>, needed: &Needed<'c>) -> Result<(), Failed> {
    let mut ends = BoundedEnds::new(function);
    let mut found = Vec::new();
    function.0.walk(|op| {
        if For::is(op) || If::is(op) {
            found.push(op);
        }
        Walk::Advance
    });
    for op in found {
        if op.results().iter().any(|result| result.ty().is_temp()) {
            match For::cast(op) {
                Some(repeat) => remove_from_loop(repeat, needed, &mut ends)?,
                None => remove_from_branch(If(op), needed, &mut ends)?,
            }
        }
    }
    Ok(())
}

/// A field that holds a temp on a box.
fn allocate<'c>(builder: &Builder<'c>, temp: Value<'c>, place: &SsaBox<'c>) -> Value<'c> {
    let field = field_of(builder.location(), &shaped(temp));
    builder
        .build(
            builder
                .op("program.alloc")
                .attr("box", place.attr(builder.context()))
                .operands(&place.positions)
                .results(&[field]),
        )
        .result(0)
}

fn load<'c>(builder: &Builder<'c>, field: Value<'c>) -> Value<'c> {
    let ty = temp_of(builder.location(), &shaped(field));
    builder
        .build(builder.op("stencil.load").operands(&[field]).results(&[ty]))
        .result(0)
}

fn store<'c>(builder: &Builder<'c>, temp: Value<'c>, field: Value<'c>, place: &SsaBox<'c>) {
    builder.build(
        builder
            .op("stencil.store")
            .segments(&[&[temp], &[field], &[], &place.positions])
            .attr("box", place.attr(builder.context())),
    );
}

/// What must be kept of a value and what stands for it elsewhere, in a field that is allocated
/// before an operation.
fn place<'c>(
    needed: &Needed<'c>,
    values: &[Value<'c>],
    before: Op<'c>,
    ends: &mut BoundedEnds<'c>,
) -> Result<Option<SsaBox<'c>>, Failed> {
    let boxes = values.iter().filter_map(|value| needed.get(value)).cloned();
    let Some(all) = boxes.reduce(|all, next| all.hull(&next)) else {
        return Ok(None);
    };
    let place = ends.relax(&all, before);
    let place = ends.bounded(place, before);
    if place.is_bounded_on(shaped(values[0]).axes) {
        return Ok(Some(place));
    }
    let text = format!(
        "'{}' op carries a temp that is needed on {}, where an end is computed only in or after this operation; \
         compute that position before it",
        before.name(),
        all.describe()
    );
    diagnostic::error(before.location(), &text, &[]);
    Err(Failed)
}

fn scalars<'c>(values: &[Value<'c>]) -> Vec<Value<'c>> {
    values
        .iter()
        .copied()
        .filter(|value| !value.ty().is_temp())
        .collect()
}

/// Replaces a terminator by one without temps.
fn drop_temps(terminator: Op<'_>) {
    let kept = scalars(&terminator.operands());
    terminator.set_operands(&kept);
}

fn remove_from_loop<'c>(
    repeat: For<'c>,
    needed: &Needed<'c>,
    ends: &mut BoundedEnds<'c>,
) -> Result<(), Failed> {
    let op = repeat.0;
    let before = Builder::before(op);
    let body = repeat.body();
    let arguments = body.arguments().split_off(1);
    let terminator = body.terminator().expect("verified: a terminator");
    let mut fields = Vec::new();
    for (number, init) in repeat.inits().into_iter().enumerate() {
        if !init.ty().is_temp() {
            continue;
        }
        let argument = arguments[number];
        let result = op.result(number);
        match place(needed, &[argument, result], op, ends)? {
            Some(place) => {
                let field = allocate(&before, init, &place);
                store(&before, init, field, &place);
                argument
                    .replace_all_uses_with(load(&Builder::at_start(body, op.location()), field));
                result.replace_all_uses_with(load(&Builder::after(op), field));
                fields.push((field, place, number));
            }
            // Nobody reads it: any value of the type will do.
            None => {
                argument.replace_all_uses_with(init);
                result.replace_all_uses_with(init);
            }
        }
    }
    // All loads of this iteration's values come before these stores: they are
    // values, so yielding two arguments crosswise is no special case.
    let end = Builder::before(terminator);
    for (field, place, number) in &fields {
        // Read now: where an argument was yielded, its load stands there.
        store(&end, terminator.operand(*number), *field, place);
    }
    drop_temps(terminator);
    for number in (0..arguments.len()).rev() {
        if arguments[number].ty().is_temp() {
            body.erase_argument(number + 1);
        }
    }
    let mut operands = repeat.range().to_vec();
    operands.extend(scalars(&repeat.inits()));
    rebuild(op, &operands, 1);
    Ok(())
}

fn remove_from_branch<'c>(
    branch: If<'c>,
    needed: &Needed<'c>,
    ends: &mut BoundedEnds<'c>,
) -> Result<(), Failed> {
    let op = branch.0;
    let before = Builder::before(op);
    for (number, result) in op.results().into_iter().enumerate() {
        if !result.ty().is_temp() {
            continue;
        }
        let Some(place) = place(needed, &[result], op, ends)? else {
            // Nobody reads it: any value of the type will do.
            if !result.is_unused() {
                let undefined = before.op(ir_stencil::ops::Undef::NAME);
                let undefined = before.build(undefined.results(&[result.ty()]));
                result.replace_all_uses_with(undefined.result(0));
            }
            continue;
        };
        let field = allocate(&before, result, &place);
        for block in [Some(branch.then_block()), branch.else_block()]
            .into_iter()
            .flatten()
        {
            let terminator = block.terminator().expect("verified: a terminator");
            store(
                &Builder::before(terminator),
                terminator.operand(number),
                field,
                &place,
            );
        }
        result.replace_all_uses_with(load(&Builder::after(op), field));
    }
    for block in [Some(branch.then_block()), branch.else_block()]
        .into_iter()
        .flatten()
    {
        drop_temps(block.terminator().expect("verified: a terminator"));
    }
    rebuild(op, &op.operands(), 2);
    Ok(())
}

/// The same operation with other operands and without results that are temps.
fn rebuild<'c>(op: Op<'c>, operands: &[Value<'c>], regions: usize) {
    let builder = Builder::before(op);
    let kept: Vec<Value<'c>> = scalars(&op.results());
    let types: Vec<_> = kept.iter().map(|result| result.ty()).collect();
    let mut state = builder.op(op.name()).operands(operands).results(&types);
    for region in 0..regions {
        state = state.region(Region::take(op.region(region)));
    }
    let new = builder.build(state);
    for (old, new) in kept.into_iter().zip(new.results()) {
        old.replace_all_uses_with(new);
    }
    op.erase();
}
