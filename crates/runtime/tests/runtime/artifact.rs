//! Artifacts without the context that they were made in, on any thread.

use crate::harness::{DOMAIN, STEPS, compiled, context, field, float, index, parse, steps};
use fvopt_runtime::{
    Argument, Artifact, Compiler, HostArray, HostFunctions, Program, Signature, Target,
};
use std::thread;

/// Shared by threads: checked when this is compiled.
const fn is_shared<T: Send + Sync>() {}
const _: () = is_shared::<Artifact>();
const _: () = is_shared::<Compiler>();
const _: () = is_shared::<Signature>();
const _: () = is_shared::<fvopt_runtime::Error>();

// requirement R8
#[test]
fn an_artifact_made_on_one_thread_is_called_on_several_at_once() {
    let made = thread::spawn(|| compiled(STEPS, "main", Target::host()));
    let artifact = made.join().expect("no panic");
    let call = |seed: usize| {
        let q = field(&artifact, "arg0", 1, seed);
        let expected = steps(&q, 0.25, seed);
        let arguments = [Argument::Field(q.clone()), float(0.25), index(seed as i64)];
        let mut binding = artifact.bind(DOMAIN, &arguments).expect("they fit");
        for _ in 0..20 {
            q.write_bytes(&field(&artifact, "arg0", 1, seed).to_bytes())
                .expect("as many as it has");
            binding.call().expect("it runs");
            assert_eq!(q.to_bytes(), expected, "seed {seed}");
        }
    };
    thread::scope(|scope| {
        for seed in 1..=4 {
            scope.spawn(move || call(seed));
        }
    });
    // The code is there as long as somebody has it.
    let arguments = [
        Argument::Field(field(&artifact, "arg0", 1, 1)),
        float(0.5),
        index(2),
    ];
    let mut binding = artifact.bind(DOMAIN, &arguments).expect("they fit");
    drop(artifact);
    binding.call().expect("it runs");
}

#[test]
fn any_number_of_threads_gives_the_same() {
    for threads in [None, Some(1), Some(3)] {
        for domain in [None, Some(DOMAIN)] {
            let target = Target {
                threads,
                domain,
                ..Target::host()
            };
            let artifact = compiled(STEPS, "main", target);
            let q = field(&artifact, "arg0", 1, 5);
            let expected = steps(&q, 0.125, 3);
            let arguments = [Argument::Field(q.clone()), float(0.125), index(3)];
            let mut binding = artifact.bind(DOMAIN, &arguments).expect("they fit");
            binding.call().expect("it runs");
            assert_eq!(q.to_bytes(), expected, "{threads:?} {domain:?}");
        }
    }
}

/// One thread's code asks nothing of OpenMP; the code for several says how many.
#[test]
fn the_code_says_how_many_threads_it_takes() {
    let context = context();
    let module = parse(&context, STEPS);
    let text = |threads: Option<u16>| {
        let target = Target {
            threads,
            ..Target::generic()
        };
        let lowered = Compiler::new(target).lower(&module, "main", &[]);
        lowered.expect("it lowers").op().to_generic_string()
    };
    assert!(!text(Some(1)).contains("omp."));
    assert!(text(None).contains("omp.parallel"));
    assert_ne!(text(Some(3)), text(None));
}

/// A host that adds to a field.
struct Adds(f64);

impl HostFunctions for Adds {
    fn has(&self, name: &str) -> bool {
        name == "add"
    }

    fn call(&mut self, _name: &str, fields: &mut [&mut dyn HostArray], _scalars: &[f64]) -> i32 {
        for point in fields[0].bounds().points() {
            let value = fields[0].get(0, point);
            fields[0].set(0, point, value + self.0);
        }
        0
    }
}

const CALLS_BACK: &str = "
!f = !stencil.field<ijk x f64>
program.func @main(%q: !f) {
  program.callback @add(%q) reads [(i = start to end, j = start to end, k = start to end)]
    writes [(i = start to end, j = start to end, k = start to end)] : !f
  program.return
}";

#[test]
fn a_host_is_bound_once_and_seen_by_each_call() {
    let artifact = compiled(CALLS_BACK, "main", Target::host());
    assert_eq!(artifact.host_functions().collect::<Vec<_>>(), ["add"]);
    let q = field(&artifact, "arg0", 0, 0);
    let arguments = [Argument::Field(q.clone())];
    let missing = artifact.bind(DOMAIN, &arguments).map(|_| ());
    let missing = missing.expect_err("no host").to_string();
    assert_eq!(missing, "the host has no function @add");
    let mut host = Adds(1.0);
    let mut binding = artifact
        .bind_with_host(DOMAIN, &arguments, &mut host)
        .expect("the host has it");
    binding.call().expect("it runs");
    binding.host_mut().0 = 10.0;
    binding.call().expect("it runs");
    let first = q.to_bytes();
    let first = f64::from_ne_bytes(first[..8].try_into().expect("eight bytes"));
    assert_eq!(first, 11.0);
}

/// A host whose function panics, or ends the call.
struct Fails {
    panics: bool,
}

impl HostFunctions for Fails {
    fn has(&self, name: &str) -> bool {
        name == "add"
    }

    fn call(&mut self, _name: &str, _fields: &mut [&mut dyn HostArray], _scalars: &[f64]) -> i32 {
        assert!(!self.panics, "as it is told to");
        7
    }
}

#[test]
fn a_host_that_panics_ends_the_call_and_no_more() {
    let artifact = compiled(CALLS_BACK, "main", Target::host());
    let arguments = [Argument::Field(field(&artifact, "arg0", 0, 0))];
    let mut binding = artifact
        .bind_with_host(DOMAIN, &arguments, Fails { panics: true })
        .expect("the host has it");
    for (panics, message) in [
        (
            true,
            "error: a host function panicked, which ended the call",
        ),
        (
            false,
            "error: the host function @add ended the call with status 7",
        ),
        (
            true,
            "error: a host function panicked, which ended the call",
        ),
    ] {
        binding.host_mut().panics = panics;
        let error = binding.call().expect_err(message);
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn one_field_as_two_arguments_needs_code_for_that() {
    let context = context();
    let module = parse(&context, STEPS);
    let compiler = Compiler::new(Target::host());
    let apart = compiler.compile(&module, "copy").expect("it compiles");
    let q = field(&apart, "arg0", 0, 3);
    let same = [Argument::Field(q.clone()), Argument::Field(q.clone())];
    let refused = apart.bind(DOMAIN, &same).map(|_| ());
    assert_eq!(
        refused.expect_err("one field").to_string(),
        "the code of @copy is compiled for arguments that are all different fields, but it is given arguments \
         of which `arg0` and `arg1` are one field; compile it for these"
    );
    let together = compiler
        .compile_unified(&module, "copy", &[(0, 1)])
        .expect("it compiles");
    let before = q.to_bytes();
    let mut binding = together.bind(DOMAIN, &same).expect("they fit");
    binding.call().expect("it runs");
    assert_eq!(q.to_bytes(), before);
    // Who has the module need not care.
    let program = Program::new(&module, "copy", Target::host()).expect("an entry");
    let mut binding = program.bind(DOMAIN, &same).expect("it compiles for them");
    assert_eq!(binding.artifact().equal(), [(0, 1)]);
    binding.call().expect("it runs");
}
