//! Expanding calls with a worklist.

use super::{Statistics, call_graph::CallGraph, normalize::Normalized};
use crate::{bounded_ends::BoundedEnds, levels};
use fvopt_boxes::PlacedBox;
use ir_program::ops::{Call, Callback, Func};
use ir_stencil::boxes::SsaBox;
use mlir_shim::{
    diagnostic,
    ir::{Attr, Builder, Loc, Mapping, Op, Symbol, Walk},
    pass::Failed,
};

/// Replaces every call in a program by what it calls, nested programs first;
/// stencils come in value form.
///
/// The worklist holds the calls still to be expanded. Bodies are cloned from
/// where they were written, never from a half-expanded copy, so that every
/// operation of the result is cloned once.
pub fn expand<'c>(
    program: Op<'c>,
    graph: &CallGraph<'c>,
    limit: usize,
    stencils: &mut Normalized<'c>,
    statistics: &mut Statistics,
) -> Result<(), Failed> {
    let mut ends = BoundedEnds::new(Func(program));
    let mut stencil_calls = Vec::new();
    let mut worklist: Vec<Call<'c>> = program
        .collect(Call::NAME)
        .into_iter()
        .rev()
        .map(Call)
        .collect();
    // Phase 1: programs. Afterwards every stencil call site of the program is in its control flow.
    while let Some(call) = worklist.pop() {
        let callee = graph.callee(call);
        if !Func::is(callee) {
            stencil_calls.push(call);
            continue;
        }
        statistics.program_calls += 1;
        let domain = ends.bounded(call.index_box(), call.0);
        let nested = inline(call, callee, &domain, limit, program, statistics)?;
        worklist.extend(nested.into_iter().rev());
    }
    // Phase 2: stencils, each distinct one normalized once.
    for call in stencil_calls {
        statistics.stencil_calls += 1;
        let body = stencils.body(graph.callee(call), &call.arguments(), statistics);
        let domain = ends.bounded(call.index_box(), call.0);
        inline(call, body, &domain, limit, program, statistics)?;
    }
    levels::hoist(Func(program));
    Ok(())
}

/// Clones the body of a function before a call to it, erases the call, and
/// gives the calls that came in, in order.
fn inline<'c>(
    call: Call<'c>,
    function: Op<'c>,
    domain: &SsaBox<'c>,
    limit: usize,
    program: Op<'c>,
    statistics: &mut Statistics,
) -> Result<Vec<Call<'c>>, Failed> {
    let body = function.body().expect("verified: one block");
    let mut mapping = Mapping::new();
    for (argument, value) in body.arguments().into_iter().zip(call.arguments()) {
        mapping.map(argument, value);
    }
    let builder = Builder::before(call.0);
    let mut calls = Vec::new();
    for op in body.ops() {
        if op.is("program.return") || op.is("stencil.return") {
            continue;
        }
        let clone = builder.insert(mapping.clone_op(op));
        clone.walk(|inner| {
            statistics.visits += 1;
            statistics.operations += 1;
            rebase(inner, domain, call.0.location());
            if let Some(nested) = Call::cast(inner) {
                calls.push(nested);
            }
            Walk::Advance
        });
        if statistics.operations > limit {
            let text = format!(
                "flattening {} makes more than {limit} operations; chains of calls that each call twice \
                 double at every level. Raise max-operations if this size is meant",
                Symbol(program.symbol_name().unwrap_or_default())
            );
            let note = (
                call.0.location(),
                "the limit was passed in this call".to_string(),
            );
            diagnostic::error(program.location(), &text, &[note]);
            return Err(Failed);
        }
    }
    call.0.erase();
    Ok(calls)
}

/// Brings a cloned operation into its caller's frame: boxes refer to the
/// caller's domain, and the location tells the chain of calls.
fn rebase<'c>(op: Op<'c>, domain: &SsaBox<'c>, call: Loc<'c>) {
    op.set_location(op.location().called_from(call));
    if let Some(callback) = Callback::cast(op) {
        rebase_callback(callback, domain);
    } else if let Some(own) = SsaBox::of(op) {
        own.rebase(domain).set_on(op);
    } else if Call::is(op) || op.is("program.exchange") {
        // Without a box these mean the domain of the function they stand in.
        domain.set_on(op);
    }
}

fn rebase_callback<'c>(callback: Callback<'c>, domain: &SsaBox<'c>) {
    let op = callback.0;
    let mut positions = Vec::new();
    let mut rebased = |entries: Vec<Option<SsaBox<'c>>>| {
        let attributes: Vec<Attr<'c>> = entries
            .into_iter()
            .map(|entry| match entry {
                None => Attr::unit(op.context()),
                Some(entry) => {
                    let entry = entry.rebase(domain);
                    let shifted = entry.index_box.shift_positions(positions.len() as u32);
                    positions.extend_from_slice(&entry.positions);
                    SsaBox(PlacedBox {
                        index_box: shifted,
                        positions: Vec::new(),
                    })
                    .attr(op.context())
                }
            })
            .collect();
        Attr::array(op.context(), &attributes)
    };
    let (reads, writes) = (rebased(callback.reads()), rebased(callback.writes()));
    ir_stencil::boxes::set_bounds(op, &positions);
    op.set_attr("reads", reads);
    op.set_attr("writes", writes);
}
