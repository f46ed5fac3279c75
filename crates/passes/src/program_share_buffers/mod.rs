//! `program-share-buffers`: temporary fields that are not used at the same time share memory.
//!
//! Before:
//! ```mlir
//! %a = program.alloc (i = start to end + 1, ...) : ...
//! %b = program.alloc (i = start to end, ...) : ...
//! stencil.kernel ... { ... stencil.store %v to %a ... }
//! stencil.kernel ... { %t = stencil.load %a ... stencil.store %w to %out ... }
//! stencil.kernel ... { ... stencil.store %x to %b ... }
//! ```
//! After: uses of `%b` are uses of `%a`.
//!
//! Allocations whose boxes are known at the start of the program are made there,
//! so that no loop allocates. Then, in the order in which they are first used,
//! each takes memory that is free by then: of one with the same box, or else of
//! one whose box holds its own, or else of one that its own box holds, which then
//! gets the larger box. So the bytes of all allocations together never grow.
//! `lifetimes` tells when memory is free. Swapped fields and those that a host
//! function sees keep their own.
//!
//! A shared allocation holds old numbers where a fresh one would be undefined.
//! A program that gives a result without this pass gives the same with it: it
//! never lets an undefined value be seen. One that reads what was never written
//! is not told so any more, neither by the interpreter nor by checked mode,
//! which is why the runtime leaves this pass out in checked mode.
//!
//! Requires: kernel form. Ensures: kernel form; what programs compute is the same.

mod lifetimes;

use crate::stencil_infer_bounds;
use fvopt_boxes::DomainFacts;
use ir_program::ops::{Alloc, For, Func, If};
use ir_stencil::boxes::SsaBox;
use lifetimes::{Lifetime, Lifetimes};
use mlir_shim::{
    diagnostic,
    ir::{Op, Ty, Value},
    pass::{Failed, OptionKind, OptionValues, Pass, PassOption},
};
use std::collections::{HashMap, HashSet};

/// The pass.
pub const PASS: Pass = Pass {
    name: "program-share-buffers",
    description: "Lets temporary fields that are not used at the same time share memory, outside of loops",
    options: &[PassOption {
        name: "report",
        help: "emit a remark for each allocation that goes into the memory of another",
        kind: OptionKind::Bool(false),
    }],
    run,
};

/// How many buffers of a type are looked at for one allocation. A limit keeps the whole linear.
const MOST_BUFFERS: usize = 256;

fn run(module: Op<'_>, options: &OptionValues) -> Result<(), Failed> {
    for function in module.collect(Func::NAME) {
        share(Func(function), options.bool("report"))?;
    }
    Ok(())
}

/// Memory that allocations share.
struct Buffer<'c> {
    alloc: Op<'c>,
    region: SsaBox<'c>,
    /// The last operation at which it is used.
    last: usize,
}

/// Shares the buffers of one program.
pub fn share(function: Func<'_>, report: bool) -> Result<(), Failed> {
    // A shared buffer may be larger than the field whose levels are asked for.
    crate::levels::settle(function);
    let facts = stencil_infer_bounds::facts(function);
    let lifetimes = Lifetimes::of(function.body()).map_err(|op| {
        let text = format!(
            "'{}' op buffers are shared between kernels; run program-schedule first",
            op.name()
        );
        diagnostic::error(op.location(), &text, &[]);
        Failed
    })?;
    let mut used: Vec<(Lifetime, Op<'_>)> = Vec::new();
    let mut shareable: HashMap<Op<'_>, bool> = HashMap::new();
    for alloc in function.0.collect(Alloc::NAME) {
        match lifetimes.lifetime(Alloc(alloc), &facts) {
            Some(lifetime) => used.push((lifetime, alloc)),
            None if alloc.result(0).is_unused() => alloc.erase(),
            None => {}
        }
    }
    hoist(function, &used);
    for (_, alloc) in &used {
        let is_at_start = alloc.block() == Some(function.body())
            && Alloc(*alloc)
                .index_box()
                .positions
                .iter()
                .all(|position| position.owner_block() == Some(function.body()));
        shareable.insert(*alloc, is_at_start && !lifetimes.is_fixed(Alloc(*alloc)));
    }
    used.retain(|(_, alloc)| shareable[alloc]);
    // In the order of the program where lifetimes begin together: the sort is stable.
    used.sort_by_key(|(lifetime, _)| lifetime.first);
    let mut buffers: HashMap<Ty<'_>, Vec<Buffer<'_>>> = HashMap::new();
    for (lifetime, alloc) in used {
        let of_type = buffers.entry(alloc.result(0).ty()).or_default();
        let region = Alloc(alloc).index_box();
        match free_buffer(of_type, &region, lifetime.first, &facts) {
            Some(buffer) => {
                if report {
                    let notes = [(buffer.alloc.location(), "of this one".to_string())];
                    let text = "shares the memory";
                    diagnostic::remark(alloc.location(), text, &notes);
                }
                buffer.last = lifetime.last;
                if !buffer.region.contains(&region, &facts) {
                    buffer.region = region;
                    buffer.region.set_on(buffer.alloc);
                }
                alloc
                    .result(0)
                    .replace_all_uses_with(buffer.alloc.result(0));
                alloc.erase();
            }
            None => of_type.push(Buffer {
                alloc,
                region,
                last: lifetime.last,
            }),
        }
    }
    Ok(())
}

/// A buffer that is free before an operation and fits, the best kind first.
fn free_buffer<'b, 'c>(
    buffers: &'b mut [Buffer<'c>],
    region: &SsaBox<'c>,
    first: usize,
    facts: &DomainFacts,
) -> Option<&'b mut Buffer<'c>> {
    let free = || {
        buffers
            .iter()
            .enumerate()
            .take(MOST_BUFFERS)
            .filter(|(_, buffer)| buffer.last < first)
    };
    let (number, _) = free()
        .find(|(_, buffer)| buffer.region == *region)
        .or_else(|| free().find(|(_, buffer)| buffer.region.contains(region, facts)))
        .or_else(|| free().find(|(_, buffer)| region.contains(&buffer.region, facts)))?;
    buffers.get_mut(number)
}

/// Moves allocations to the start of the program, or at least out of loops,
/// where their boxes are known there. Out of a branch goes only what has the
/// size of the domain: a run-time position may be without bounds where the
/// branch is not taken.
fn hoist<'c>(function: Func<'c>, allocs: &[(Lifetime, Op<'c>)]) {
    let mut moved: Vec<Op<'c>> = Vec::new();
    let body = function.body();
    for (_, alloc) in allocs {
        let positions = Alloc(*alloc).index_box().0.positions;
        while let Some(parent) = alloc.parent().filter(|op| For::is(*op) || If::is(*op)) {
            let is_known = positions
                .iter()
                .all(|position| position.is_available_at(parent));
            if !is_known || If::is(parent) && !positions.is_empty() {
                break;
            }
            alloc.move_before(parent);
        }
        let is_argument = |position: &Value<'c>| position.owner_block() == Some(body);
        if alloc.block() == Some(body) && positions.iter().all(is_argument) {
            moved.push(*alloc);
        }
    }
    let at_start: HashSet<Op<'c>> = moved.iter().copied().collect();
    let first = body
        .ops()
        .into_iter()
        .find(|op| !at_start.contains(op))
        .expect("verified: a terminator");
    for alloc in moved {
        alloc.move_before(first);
    }
}
