//! A call allocates nothing, and starts no threads for loops that are too short for them: counted.
//!
//! A binary of its own, because it counts what the process does, and with one test, so that
//! nothing else does it meanwhile.

use fvopt_boxes::NumericBox;
use fvopt_runtime::{Argument, ArgumentType, Artifact, Compiler, FieldMemory, Target};
use mlir_shim::{
    ir::{Ctx, OwnedModule, Scalar},
    melior::Context,
};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const DOMAIN: [i64; 3] = [40, 30, 8];

const TEXT: &str = "
!f = !stencil.field<ijk x f64>
!t = !stencil.temp<ijk x f64>
stencil.func @scale(%a: !f, %b: !f, %x: f64) {
  %l = stencil.load %a : !f -> !t
  %r = stencil.apply -> (!t) {
    %v = stencil.access %l[0, 0, 0] : !t
    %p = arith.mulf %v, %x : f64
    stencil.yield %p : f64
  }
  stencil.store %r to %b (i = start to end, j = start to end, k = start to end) : !t to !f
  stencil.return
}
program.func @temporaries(%a: !f, %b: !f, %x: f64, %n: index) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %own = program.alloc (i = start to end, j = start to end, k = start to end) : !f
  program.for %m = %zero to %n step %one {
    program.call @scale(%a, %own, %x) : !f, !f, f64
    program.swap %a, %own : !f
  }
  program.call @scale(%a, %b, %x) : !f, !f, f64
  program.return
}";

fn arguments(artifact: &Artifact, domain: [i64; 3]) -> Vec<Argument> {
    let arguments = &artifact.signature().arguments;
    arguments
        .iter()
        .map(|(_, ty)| match ty {
            ArgumentType::Field(shape) => {
                let memory = FieldMemory::zeros(shape, NumericBox::new([0; 3], domain));
                Argument::Field(memory.expect("small enough"))
            }
            ArgumentType::Scalar(Scalar::F64) => Argument::Scalar(Scalar::F64, 2f64.to_bits()),
            ArgumentType::Scalar(scalar) => Argument::Scalar(*scalar, 3),
            other => panic!("an argument of type {other:?}"),
        })
        .collect()
}

#[test]
fn calls_are_counted() {
    let context = Context::new();
    fvopt_lowering::load(&context);
    let module = OwnedModule::parse(Ctx::of(&context), TEXT).expect("valid text");
    threads(&module);
    allocations(&module);
}

/// The threads of this process, where the system tells.
fn running() -> Option<usize> {
    Some(std::fs::read_dir("/proc/self/task").ok()?.count())
}

// requirement R10
fn threads(module: &OwnedModule<'_>) {
    mlir_shim::engine::set_threads(3).expect("OpenMP is there");
    let artifact = Compiler::new(Target::host())
        .compile(module, "scale")
        .expect("it compiles");
    let call = |domain: [i64; 3]| {
        let mut binding = artifact
            .bind(domain, &arguments(&artifact, domain))
            .expect("they fit");
        binding.call().expect("it runs");
    };
    let before = running();
    for domain in [[1, 1, 1], [12, 12, 10], [100, 1, 1]] {
        call(domain);
        assert_eq!(running(), before, "{domain:?}");
    }
    call([200, 200, 40]);
    assert_eq!(running(), before.map(|count| count + 2));
}

// requirement R9
fn allocations(module: &OwnedModule<'_>) {
    for entry in ["scale", "temporaries"] {
        for (domain, threads, checked) in [
            (Some(DOMAIN), None, false),
            (None, None, false),
            (None, Some(1), false),
            (None, Some(2), false),
            (None, None, true),
        ] {
            let compiler = Compiler::new(Target {
                domain,
                threads,
                checked,
                ..Target::host()
            });
            let artifact = compiler.compile(module, entry).expect("it compiles");
            let mut binding = artifact
                .bind(DOMAIN, &arguments(&artifact, DOMAIN))
                .expect("they fit");
            // The first call fetches the memory of the program's own fields, which is kept.
            binding.call().expect("it runs");
            let region = Region::new(ALLOCATOR);
            for _ in 0..100 {
                binding.call().expect("it runs");
            }
            let change = region.change();
            let way = format!("{entry} {domain:?} {threads:?} {checked}");
            assert_eq!(change.allocations + change.reallocations, 0, "{way}");
            assert_eq!(change.deallocations, 0, "{way}");
        }
    }
}
