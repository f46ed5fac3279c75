//! Flattening is linear, counted and not timed: ten times the calls need at most twelve times
//! the visits, cloned operations, allocations and memory.
//!
//! A binary of its own, because its allocator counts, and with one test, so that nothing else
//! allocates meanwhile.

use fvopt_passes::program_flatten::{Statistics, flatten};
use mlir_shim::{
    ir::{Ctx, OwnedModule},
    melior::Context,
    memory::heap_bytes,
};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;

mod programs;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// What one flattening took.
#[derive(Debug)]
struct Counts {
    statistics: Statistics,
    /// Allocations of Rust.
    allocations: usize,
    /// Bytes that Rust allocated.
    allocated: usize,
    /// Bytes that the flattened program holds: MLIR's, for the most part.
    held: Option<usize>,
}

fn count(source: &str) -> Counts {
    // Its own context, whose tables of attributes and locations count.
    let context = Context::new();
    ir_program::load(&context);
    let before = heap_bytes();
    let module = OwnedModule::parse(Ctx::of(&context), source).expect("well formed");
    let region = Region::new(ALLOCATOR);
    let statistics = flatten(module.op(), Some("main"), usize::MAX).expect("flattens");
    let after = heap_bytes();
    let change = region.change();
    assert!(module.op().verify());
    Counts {
        statistics,
        allocations: change.allocations + change.reallocations,
        allocated: change.bytes_allocated,
        held: after
            .zip(before)
            .map(|(after, before)| after.saturating_sub(before)),
    }
}

// requirement F8
#[test]
fn ten_times_the_calls_take_at_most_twelve_times_the_work() {
    for (name, program) in [
        ("calls", programs::wide as fn(usize) -> String),
        ("nested programs", programs::deep),
        ("calls through views", programs::views),
    ] {
        // What a process makes once is made here.
        count(&program(10));
        let (small, large) = (program(1_000), program(10_000));
        let (small, large) = (count(&small), count(&large));
        println!("{name}: {small:?}\n  {large:?}");
        let mut pairs = vec![
            ("visits", small.statistics.visits, large.statistics.visits),
            (
                "cloned operations",
                small.statistics.operations,
                large.statistics.operations,
            ),
            ("allocations", small.allocations, large.allocations),
            ("bytes allocated", small.allocated, large.allocated),
        ];
        pairs.extend(
            small
                .held
                .zip(large.held)
                .map(|(small, large)| ("bytes held", small, large)),
        );
        for (what, small, large) in pairs {
            assert!(small > 0, "{name}: nothing was counted as {what}");
            assert!(
                large <= 12 * small,
                "{name}: {what}: {small} for 1,000 calls, but {large} for 10,000"
            );
        }
    }
}
