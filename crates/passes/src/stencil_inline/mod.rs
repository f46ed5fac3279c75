//! `stencil-inline`: recomputes values where they are read instead of keeping them in memory.
//!
//! Before:
//! ```mlir
//! %lap = stencil.apply -> (...) { ... stencil.access %f[-1, 0, 0] ... }
//! %flux = stencil.apply -> (...) { ... stencil.access %lap[1, 0, 0] ... }
//! ```
//! After: `%flux` alone, with the body of `%lap` in it, shifted by the offset at
//! which it is read:
//! ```mlir
//! %flux = stencil.apply -> (...) { ... stencil.access %f[0, 0, 0] ... }
//! ```
//! A producer goes into all its consumers (applies, and stages of sweeps) or
//! into none: a value that must be kept all the same saves nothing. It is cloned
//! once for each offset of each consumer, and what is equal in the body that
//! arises is merged. Producers are visited in program order, so that chains
//! fold up from their start, each producer once; the limits of `cost` bound what
//! arises, and with it the time. Bits do not change: the same operations are
//! done on the same values.
//!
//! Requires: flattened programs, with or without bounds. Boxes stay right: the
//! box of a producer held every point at which it is computed now. Ensures:
//! applies and sweeps are as they were but for accesses to producers that are gone.

mod body;
mod consumers;
pub mod cost;
mod streams;

pub use cost::weight;

use consumers::Consumer;
use ir_program::ops::Func;
use ir_stencil::ops::{Apply, Store};
use mlir_shim::{
    diagnostic,
    ir::{Block, Loc, Op},
    pass::{Failed, OptionKind, OptionValues, Pass, PassOption},
};
use std::collections::HashMap;
use streams::Streams;

/// The pass.
pub const PASS: Pass = Pass {
    name: "stencil-inline",
    description: "Recomputes values where they are read when that is cheaper than keeping them",
    options: &[
        PassOption {
            name: "max-operations",
            help: "the most a body may cost, in additions, after something was inlined into it",
            kind: OptionKind::Integer(MAX_OPERATIONS),
        },
        PassOption {
            name: "operations-per-value",
            help: "how many additions cost as much as reading or writing one value that is kept",
            kind: OptionKind::Integer(OPERATIONS_PER_VALUE),
        },
        PassOption {
            name: "report",
            help: "emit a remark for each apply that others read: what it went into, or why it stays",
            kind: OptionKind::Bool(false),
        },
    ],
    run,
};

const MAX_OPERATIONS: i64 = 400;
const OPERATIONS_PER_VALUE: i64 = 4;

/// What decides whether inlining pays.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The most that a body may cost after something was inlined into it.
    pub max_operations: u64,
    /// The cost of reading or writing a value in memory.
    pub operations_per_value: u64,
}

impl Default for Limits {
    /// Those of the pass without options.
    fn default() -> Self {
        Self {
            max_operations: MAX_OPERATIONS as u64,
            operations_per_value: OPERATIONS_PER_VALUE as u64,
        }
    }
}

fn run(module: Op<'_>, options: &OptionValues) -> Result<(), Failed> {
    let number = |name: &str| {
        u64::try_from(options.integer(name)).map_err(|_| {
            let text = format!(
                "option `{name}` is {}, which is negative",
                options.integer(name)
            );
            diagnostic::error(module.location(), &text, &[]);
            Failed
        })
    };
    let limits = Limits {
        max_operations: number("max-operations")?,
        operations_per_value: number("operations-per-value")?,
    };
    for function in module.collect(Func::NAME) {
        if let Some(call) = function.collect("program.call").first() {
            let text = "'program.call' op values are inlined in flattened programs; run program-flatten first";
            diagnostic::error(call.location(), text, &[]);
            return Err(Failed);
        }
        inline(Func(function), limits, options.bool("report"));
    }
    Ok(())
}

/// Inlines what pays in one flattened program.
pub fn inline(function: Func<'_>, limits: Limits, report: bool) {
    for block in function.control_blocks() {
        inline_in(block, limits, report);
    }
}

fn inline_in(block: Block<'_>, limits: Limits, report: bool) {
    let streams = Streams::of_block(block);
    let mut costs = Costs::default();
    for producer in block.ops().into_iter().filter_map(Apply::cast) {
        let results = producer.0.results();
        let mut users = results.iter().flat_map(|result| result.uses());
        if users.all(|(user, _)| Store::is(user)) {
            continue;
        }
        let plan = consumers::of(producer, &streams)
            .and_then(|consumers| decide(producer, consumers, &streams, &mut costs, limits));
        let location = producer.0.location();
        match plan {
            Ok(plan) => {
                let notes = if report { plan.notes() } else { Vec::new() };
                for consumer in &plan.consumers {
                    for reads in &consumer.bodies {
                        body::inline(reads, producer);
                        costs.0.remove(&reads.op);
                    }
                }
                producer.0.erase();
                if report {
                    diagnostic::remark(location, &plan.text, &notes);
                }
            }
            Err(reason) => {
                if report {
                    diagnostic::remark(location, &format!("stays: {reason}"), &[]);
                }
            }
        }
    }
}

/// A producer that is inlined into all its consumers.
struct Plan<'c> {
    consumers: Vec<Consumer<'c>>,
    text: String,
}

impl<'c> Plan<'c> {
    fn notes(&self) -> Vec<(Loc<'c>, String)> {
        let bodies = self.consumers.iter().flat_map(|consumer| &consumer.bodies);
        bodies
            .map(|reads| {
                let offsets: Vec<String> = reads
                    .at
                    .iter()
                    .map(|read| format!("{:?}", read.offset))
                    .collect();
                let text = format!("computed here at {}", offsets.join(", "));
                (reads.op.location(), text)
            })
            .collect()
    }
}

/// The costs of bodies, each computed once as long as the body stays as it is.
#[derive(Default)]
struct Costs<'c>(HashMap<Op<'c>, u64>);

impl<'c> Costs<'c> {
    fn of(&mut self, op: Op<'c>) -> u64 {
        *self.0.entry(op).or_insert_with(|| {
            let body = op.body().expect("verified: one block");
            cost::of_body(&body.ops())
        })
    }
}

/// Compares what recomputing costs with what it saves.
fn decide<'c>(
    producer: Apply<'c>,
    consumers: Vec<Consumer<'c>>,
    streams: &Streams<'c>,
    costs: &mut Costs<'c>,
    limits: Limits,
) -> Result<Plan<'c>, String> {
    let mut before = costs.of(producer.0);
    let mut after = 0u64;
    for consumer in &consumers {
        // Intervals run on different levels: the dearest one counts.
        let mut dearest = (0u64, 0u64);
        for interval in consumer.intervals() {
            let mut sums = (0u64, 0u64);
            for reads in interval {
                let own = costs.of(reads.op);
                if own > limits.max_operations {
                    return Err(format!(
                        "a body that reads it costs {own} operations, more than the limit of {}",
                        limits.max_operations
                    ));
                }
                let all = cost::of_inlined(reads, producer);
                if all > limits.max_operations {
                    return Err(format!(
                        "a body that reads it would cost {all} operations, more than the limit of {}",
                        limits.max_operations
                    ));
                }
                sums = (sums.0.saturating_add(own), sums.1.saturating_add(all));
            }
            let added = |sums: (u64, u64)| sums.1.saturating_sub(sums.0);
            if added(sums) >= added(dearest) {
                dearest = sums;
            }
        }
        before = before.saturating_add(dearest.0);
        after = after.saturating_add(dearest.1);
    }
    let saved = streams.saved(producer, &consumers);
    let more = after.saturating_sub(before);
    let worth = match is_handed_over(&consumers) {
        // All that is saved is putting the row where later rows find it.
        true => producer.0.result_count() as u64,
        false => u64::try_from(saved)
            .unwrap_or(0)
            .saturating_mul(limits.operations_per_value),
    };
    if saved <= 0 {
        return Err(match saved {
            0 => "inlining saves no value read or written".into(),
            _ => format!(
                "inlining would read or write {} values more a point",
                -saved
            ),
        });
    }
    if more > worth {
        return Err(format!(
            "inlining costs {more} operations more a point and saves {saved} values read or written, \
             worth {worth} operations"
        ));
    }
    let text = format!(
        "inlined: {after} operations a point instead of {before}, {saved} values fewer read or written"
    );
    Ok(Plan { consumers, text })
}

/// Whether those that read a producer may share its loop along i: what they
/// read of the row that it computes latest (the one highest on j) is at the point
/// itself, and in a register. What they read of rows before that costs a load
/// each, as the accesses of a body do.
fn is_handed_over(consumers: &[Consumer<'_>]) -> bool {
    let bodies = || consumers.iter().flat_map(|consumer| &consumer.bodies);
    let offsets = || bodies().flat_map(|reads| reads.at.iter().map(|read| read.offset));
    let latest = offsets().map(|[_, j, _]| j).max();
    bodies().all(|reads| Apply::is(reads.op))
        && offsets().all(|[i, j, k]| k == 0 && (i == 0 || Some(j) != latest))
}
