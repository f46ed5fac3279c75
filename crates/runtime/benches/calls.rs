//! What a call costs: `cargo bench -p fvopt-runtime --bench calls`
//!
//! Calls a program on one point, which does next to nothing, and on domains so small that starting
//! threads takes longer than the work, with one and two threads; then what replaces binding anew:
//! another field and another scalar. Prints the median of the rounds, in nanoseconds a call. What
//! is compared is measured in turns.
//!
//! Then the same program however it is called: in a loop; right after it was bound; after a call of
//! another program; made just now, read from bytes, read from a file. Each call is timed by itself, and
//! medians are compared with that of the loop.

use fvopt_boxes::NumericBox;
use fvopt_runtime::{Argument, ArgumentType, Artifact, Binding, Compiler, FieldMemory, Target};
use mlir_shim::{
    ir::{Ctx, OwnedModule, Scalar},
    melior::Context,
};
use std::time::Instant;

const ROUNDS: usize = 15;

const TEXT: &str = "
!f = !stencil.field<ijk x f64>
!t = !stencil.temp<ijk x f64>
stencil.func @main(%a: !f, %b: !f, %x: f64) {
  %l = stencil.load %a : !f -> !t
  %lap = stencil.apply -> (!t) {
    %w = stencil.access %l[-1, 0, 0] : !t
    %e = stencil.access %l[1, 0, 0] : !t
    %s = stencil.access %l[0, -1, 0] : !t
    %n = stencil.access %l[0, 1, 0] : !t
    %we = arith.addf %w, %e : f64
    %sn = arith.addf %s, %n : f64
    %r = arith.addf %we, %sn : f64
    stencil.yield %r : f64
  }
  %r = stencil.apply -> (!t) {
    %v = stencil.access %lap[0, 0, 0] : !t
    %w = stencil.access %lap[-1, 0, 0] : !t
    %d = arith.subf %v, %w : f64
    %p = arith.mulf %d, %x : f64
    stencil.yield %p : f64
  }
  stencil.store %r to %b (i = start to end, j = start to end, k = start to end) : !t to !f
  stencil.return
}";

fn field(artifact: &Artifact, domain: [i64; 3]) -> FieldMemory {
    let ArgumentType::Field(shape) = &artifact.signature().arguments[0].1 else {
        panic!("a field")
    };
    let bounds = NumericBox::new([-2; 3], domain.map(|size| size + 2));
    FieldMemory::zeros(shape, bounds).expect("small enough")
}

fn bind(artifact: &Artifact, domain: [i64; 3]) -> Binding {
    let arguments = [
        Argument::Field(field(artifact, domain)),
        Argument::Field(field(artifact, domain)),
        Argument::Scalar(Scalar::F64, 2f64.to_bits()),
    ];
    artifact.bind(domain, &arguments).expect("they fit")
}

/// Nanoseconds that some work takes, of a number of times.
fn nanoseconds(times: u32, mut work: impl FnMut()) -> f64 {
    let start = Instant::now();
    for _ in 0..times {
        work();
    }
    start.elapsed().as_secs_f64() * 1e9 / f64::from(times)
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Nanoseconds of one call.
fn one(binding: &mut Binding) -> f64 {
    nanoseconds(1, || binding.call().expect("it runs"))
}

/// The ways of calling, each with its median in nanoseconds.
fn however(artifact: &Artifact) {
    const CALLS: usize = 4000;
    let domain = [24, 24, 20];
    let bytes = artifact.to_bytes().expect("there is a linker");
    let folder = std::env::temp_dir().join(format!("fvopt-calls-{}", std::process::id()));
    let file = artifact.save(&folder, "main").expect("there is room");
    let read = Artifact::from_bytes(&bytes).expect("it is whole");
    let loaded = Artifact::load(&file).expect("it is whole");
    std::fs::remove_dir_all(&folder).expect("it is there");
    let mut bindings = [artifact, &read, &loaded].map(|artifact| bind(artifact, domain));
    let mut other = bind(artifact, [16, 16, 16]);
    // The fields of calls right after binding: always the same, as everywhere here.
    let arguments: Vec<Argument> = bindings[0].arguments().cloned().collect();
    let mut times = [const { Vec::new() }; 5];
    for _ in 0..CALLS {
        // Each way twice in a row, of which the second counts: caches know its fields then.
        for (number, binding) in bindings.iter_mut().enumerate() {
            one(binding);
            times[number].push(one(binding));
        }
        let mut anew = artifact.bind(domain, &arguments).expect("they fit");
        bindings[0].call().expect("it runs");
        times[3].push(one(&mut anew));
        bindings[0].call().expect("it runs");
        other.call().expect("it runs");
        times[4].push(one(&mut bindings[0]));
    }
    let [in_a_loop, rest @ ..] = times.map(median);
    println!("one program, however it is called: in a loop {in_a_loop:.0}");
    for (way, time) in [
        "from bytes",
        "from a file",
        "just bound",
        "after another program",
    ]
    .into_iter()
    .zip(rest)
    {
        let percent = 100.0 * (time / in_a_loop - 1.0);
        println!("{way:<24} {time:>8.0} {percent:>+7.1} %");
    }
}

fn main() {
    let context = Context::new();
    fvopt_lowering::load(&context);
    let module = OwnedModule::parse(Ctx::of(&context), TEXT).expect("valid text");
    let artifact = |threads: Option<u16>| {
        let compiler = Compiler::new(Target {
            threads,
            ..Target::host()
        });
        compiler.compile(&module, "main").expect("it compiles")
    };
    let ways = [None, Some(1)].map(artifact);
    println!("domain            1 thread   2 threads  one in code");
    for (domain, times) in [
        ([1, 1, 1], 20_000),
        ([12, 12, 10], 5_000),
        ([24, 24, 20], 1_000),
        ([64, 64, 40], 50),
    ] {
        let [mut any, mut one] = [&ways[0], &ways[1]].map(|artifact| bind(artifact, domain));
        let mut measured = [const { Vec::new() }; 3];
        for _ in 0..ROUNDS {
            for threads in [1, 2] {
                mlir_shim::engine::set_threads(threads).expect("OpenMP is there");
                any.call().expect("it runs");
                let time = nanoseconds(times, || any.call().expect("it runs"));
                measured[threads - 1].push(time);
            }
            measured[2].push(nanoseconds(times, || one.call().expect("it runs")));
        }
        let [first, second, third] = measured.map(median);
        let domain = domain.map(|size| size.to_string()).join("x");
        println!("{domain:<14} {first:>11.0} {second:>11.0} {third:>12.0}");
    }
    however(&ways[1]);
    let domain = [64, 64, 40];
    let mut binding = bind(&ways[0], domain);
    let other = field(&ways[0], domain);
    let rebind = nanoseconds(10_000, || {
        binding.rebind("arg0", other.clone()).expect("it fits");
    });
    let set = nanoseconds(10_000, || {
        binding
            .set("arg2", Scalar::F64, 3f64.to_bits())
            .expect("a float");
    });
    let anew = nanoseconds(10_000, || {
        let arguments: Vec<Argument> = binding.arguments().cloned().collect();
        ways[0].bind(domain, &arguments).expect("they fit");
    });
    println!("another field {rebind:.0}, another scalar {set:.0}, binding anew {anew:.0}");
}
