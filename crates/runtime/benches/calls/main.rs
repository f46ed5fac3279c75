//! What a call costs, and that it costs the same however a program is called:
//!
//! ```text
//! cargo bench -p fvopt-runtime --bench calls             # all of it, two minutes
//! cargo bench -p fvopt-runtime --bench calls -- point    # one point, one thread: against a function pointer
//! cargo bench -p fvopt-runtime --bench calls -- domains  # domains and threads
//! cargo bench -p fvopt-runtime --bench calls -- instead  # another field, another scalar, binding anew
//! cargo bench -p fvopt-runtime --bench calls -- ways     # one program, called in each way
//! ```
//!
//! The last one is not Criterion's, which measures one thing after the other: what is compared there is measured in
//! turns, so that a machine that becomes slower meanwhile does so for all. It fails where a way is more than five
//! percent from calls in a loop.

mod code;
mod ways;

use code::{Code, bind, compile, field};
use criterion::{BenchmarkId, Criterion};
use fvopt_runtime::Argument;
use std::{process::ExitCode, time::Duration};

/// One point, one thread: a binding's call, and the same code called through a function pointer.
fn point(criterion: &mut Criterion, code: &Code) {
    let mut group = criterion.benchmark_group("point");
    let mut binding = bind(&code.one_thread, [1; 3]);
    group.bench_function("binding", |bencher| {
        bencher.iter(|| binding.call().expect("it runs"));
    });
    let pointer = code::Pointer::of(&code.one_thread, [1; 3]);
    group.bench_function("function pointer", |bencher| {
        bencher.iter(|| pointer.call());
    });
    group.finish();
}

/// Domains so small that starting threads takes longer than the work, and larger ones.
fn domains(criterion: &mut Criterion, code: &Code) {
    let mut group = criterion.benchmark_group("domains");
    for domain in [[1, 1, 1], [12, 12, 10], [24, 24, 20], [64, 64, 40]] {
        let name = domain.map(|size| size.to_string()).join("x");
        let mut any = bind(&code.any_threads, domain);
        for threads in [1, 2] {
            mlir_shim::engine::set_threads(threads).expect("OpenMP is there");
            let id = BenchmarkId::new(format!("threads {threads}"), &name);
            group.bench_function(id, |bencher| {
                bencher.iter(|| any.call().expect("it runs"));
            });
        }
        let mut one = bind(&code.one_thread, domain);
        let id = BenchmarkId::new("code for one thread", &name);
        group.bench_function(id, |bencher| {
            bencher.iter(|| one.call().expect("it runs"));
        });
    }
    group.finish();
}

/// What replaces binding anew, and binding anew.
fn instead(criterion: &mut Criterion, code: &Code) {
    let mut group = criterion.benchmark_group("instead");
    let domain = [64, 64, 40];
    let mut binding = bind(&code.any_threads, domain);
    let other = field(&code.any_threads, domain);
    group.bench_function("another field", |bencher| {
        bencher.iter(|| binding.rebind("arg0", other.clone()).expect("it fits"));
    });
    group.bench_function("another scalar", |bencher| {
        bencher.iter(|| binding.set("arg2", 3.0).expect("a float"));
    });
    group.bench_function("binding anew", |bencher| {
        bencher.iter(|| {
            let arguments: Vec<Argument> = binding.arguments().cloned().collect();
            code.any_threads.bind(domain, &arguments).expect("they fit")
        });
    });
    group.finish();
}

fn main() -> ExitCode {
    if ways::is_fresh_process() {
        return ways::in_a_fresh_process();
    }
    let code = compile();
    // Short: medians of small calls do not become better with time.
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_millis(1500))
        .configure_from_args();
    point(&mut criterion, &code);
    domains(&mut criterion, &code);
    instead(&mut criterion, &code);
    criterion.final_summary();
    // The filter is the first argument that is no option, as Criterion has it.
    let filter = std::env::args().skip(1).find(|text| !text.starts_with('-'));
    match filter.is_none_or(|filter| "ways".contains(&filter)) {
        true => ways::compare(&code.one_thread),
        false => ExitCode::SUCCESS,
    }
}
