//! Compiling is near linear in every dimension of a program, counted and not timed: twice the
//! program needs at most 2.5 times the allocations of our passes, and of the operations that LLVM
//! gets. What this cannot see, the time that upstream's passes and LLVM take for these operations,
//! `bench/compile_growth.py` measures.
//!
//! A binary of its own, because its allocator counts, and with one test, so that nothing else
//! allocates meanwhile.

use fvopt_lowering::{
    load,
    pipeline::{Settings, kernels_to_llvm, to_kernels},
    target::Target,
};
use mlir_shim::{
    ir::{Ctx, OwnedModule, Walk},
    melior::Context,
};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;

mod programs;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// What compiling one program took.
#[derive(Clone, Copy, Debug)]
struct Counts {
    /// Allocations of Rust, which visits of operations make.
    allocations: usize,
    /// Operations of the LLVM dialect.
    operations: usize,
}

fn count(source: &str) -> Counts {
    let context = Context::new();
    load(&context);
    let module = OwnedModule::parse(Ctx::of(&context), source).expect("well formed");
    let settings = Settings {
        entry: Some("main".into()),
        ..Settings::new(Target {
            domain: Some([33, 3, 8]),
            ..Target::generic()
        })
    };
    let region = Region::new(ALLOCATOR);
    to_kernels(&settings)
        .run(module.op())
        .expect("it schedules");
    kernels_to_llvm(&settings)
        .run(module.op())
        .expect("it lowers");
    let change = region.change();
    let mut operations = 0;
    module.op().walk(|_| {
        operations += 1;
        Walk::Advance
    });
    Counts {
        allocations: change.allocations + change.reallocations,
        operations,
    }
}

// requirement L17
#[test]
fn twice_the_program_takes_at_most_two_and_a_half_times_the_work() {
    for (name, program, size) in [
        (
            "operations of a body",
            programs::chain as fn(usize) -> String,
            1000,
        ),
        ("branches", programs::branches, 200),
        ("fields", programs::fields, 40),
        ("run-time positions", programs::positions, 20),
        ("stages", programs::stages, 50),
        ("carries", programs::carries, 12),
        ("calls", programs::calls, 250),
    ] {
        let (small, large) = (count(&program(size)), count(&program(2 * size)));
        println!("{name}: {size}: {small:?}, twice: {large:?}");
        for (what, small, large) in [
            ("allocations", small.allocations, large.allocations),
            ("operations", small.operations, large.operations),
        ] {
            assert!(small > size, "{name}: only {small} {what} were counted");
            assert!(
                2 * large <= 5 * small,
                "{name}: {what}: {small} for {size}, but {large} for twice as many"
            );
        }
    }
}
