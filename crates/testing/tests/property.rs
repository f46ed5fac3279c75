//! Random programs: the interpreter at every stage and compiled code agree, whole allocations.
//!
//! `FVOPT_PROPERTY_CASES` sets the number of programs, `FVOPT_PROPERTY_SEED` the first seed.

use fvopt_testing::{Case, KINDS, Outcome, Parameter, context, differential, generate, smallest};
use std::{
    collections::BTreeMap,
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

const CASES: u64 = 1000;

fn number(name: &str, otherwise: u64) -> u64 {
    let text = std::env::var(name).ok();
    text.and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

#[derive(Default)]
struct Summary {
    kinds: BTreeMap<&'static str, usize>,
    rejected: Vec<(u64, String)>,
    failed: Vec<(u64, &'static str, String)>,
}

#[test]
fn every_way_to_run_a_program_gives_the_same() {
    let (cases, first) = (
        number("FVOPT_PROPERTY_CASES", CASES),
        number("FVOPT_PROPERTY_SEED", 1),
    );
    let start = Instant::now();
    let (next, summary) = (AtomicU64::new(0), Mutex::new(Summary::default()));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let mut context = context();
                loop {
                    let done = next.fetch_add(1, Ordering::Relaxed);
                    if done >= cases {
                        break;
                    }
                    // Contexts keep every type and attribute: a fresh one now and then.
                    if done % 100 == 99 {
                        context = fvopt_testing::context();
                    }
                    let case = generate(first + done, None);
                    if std::env::var("FVOPT_PROPERTY_TRACE").is_ok() {
                        eprintln!("seed {}", case.seed);
                    }
                    let outcome = differential(&context, &case);
                    let mut summary = summary.lock().expect("no thread panicked");
                    for kind in &case.kinds {
                        *summary.kinds.entry(kind).or_default() += 1;
                    }
                    match outcome {
                        Outcome::Equal => {}
                        Outcome::Rejected(text) => summary.rejected.push((case.seed, text)),
                        Outcome::Failed(way, text) => summary.failed.push((case.seed, way, text)),
                    }
                }
            });
        }
    });
    let mut summary = summary.into_inner().expect("no thread panicked");
    summary.failed.sort();
    let mut report = format!(
        "{cases} programs in {:.0} s, {} rejected by the interpreter\n",
        start.elapsed().as_secs_f64(),
        summary.rejected.len()
    );
    for kind in KINDS {
        let count = summary.kinds.get(kind).copied().unwrap_or(0);
        report.push_str(&format!(
            "{:6.1} %  {kind}\n",
            100.0 * count as f64 / cases as f64
        ));
    }
    let show = |text: &str| text.chars().take(300).collect::<String>();
    for (seed, text) in summary.rejected.iter().take(12) {
        report.push_str(&format!("rejected {seed}: {}\n", show(text)));
    }
    for (seed, way, text) in &summary.failed {
        report.push_str(&format!("FAILED {seed} ({way}): {}\n", show(text)));
    }
    // Written past the capture of the test runner.
    use std::io::Write;
    let _ = std::io::stderr().write_all(report.as_bytes());
    if let Some((seed, way, _)) = summary.failed.first() {
        let context = context();
        let case = smallest(
            *seed,
            |case| matches!(differential(&context, case), Outcome::Failed(other, _) if other == *way),
        );
        panic!(
            "{} programs fail; the first, seed {seed} ({way}), on {:?} with {:?}:\n{}\n{:?}",
            summary.failed.len(),
            case.domain,
            case.parameters,
            case.text,
            differential(&context, &case)
        );
    }
    assert!(
        summary.rejected.len() as u64 * 10 < cases || cases < 20,
        "more than a tenth of the programs is rejected"
    );
    if cases >= 500 {
        for kind in KINDS {
            let count = summary.kinds.get(kind).copied().unwrap_or(0) as u64;
            assert!(
                count * 50 >= cases,
                "`{kind}` occurs in {count} of {cases} programs: below 2 %"
            );
        }
        for kind in summary.kinds.keys() {
            assert!(
                KINDS.contains(kind),
                "`{kind}` is missing in the list of kinds"
            );
        }
    }
}

/// Runs the program of `FVOPT_PROPERTY_SEED` alone, or with `FVOPT_PROPERTY_FILE` another text
/// on the same domain and arguments; prints what came of it (`scripts/reduce-program.py` shrinks
/// programs with it).
#[test]
#[ignore = "a tool"]
fn one() {
    let mut case = generate(number("FVOPT_PROPERTY_SEED", 1), None);
    if let Ok(path) = std::env::var("FVOPT_PROPERTY_FILE") {
        case.text = std::fs::read_to_string(path).expect("a readable file");
    } else {
        println!("{}", case.text);
    }
    println!("DOMAIN {:?} ARGUMENTS {:?}", case.domain, case.parameters);
    let outcome = format!("{:?}", differential(&context(), &case));
    println!("OUTCOME {}", outcome.chars().take(800).collect::<String>());
}

/// A program that must give the same in every way.
fn equal(text: &str, domain: [i64; 3], fields: u64) {
    let mut parameters: Vec<Parameter> = (0..fields).map(|seed| Parameter::Field(seed + 1)).collect();
    parameters.push(Parameter::Float(1.5));
    parameters.push(Parameter::Index(2));
    let context = context();
    // Seeds decide what is compiled: with the first ones every way is taken.
    for seed in 0..24 {
        let case = Case {
            seed,
            text: text.to_string(),
            domain,
            parameters: parameters.clone(),
            kinds: Default::default(),
            steps: 0,
        };
        assert_eq!(differential(&context, &case), Outcome::Equal, "seed {seed}");
    }
}

const HEAD: &str = "!f = !stencil.field<ijk x f64>\n!t = !stencil.temp<ijk x f64>\n";

/// Mutation 1: without a barrier between the stages of a plane sweep, the second stage reads
/// neighbours that the first has not written yet.
#[test]
fn stages_of_a_plane_sweep_wait_for_each_other() {
    let text = "
stencil.func @plane(%a: !f, %b: !f, %x: f64, %n: index) {
  %ta = stencil.load %a : !f -> !t
  %tb = stencil.load %b : !f -> !t
  %r:2 = stencil.sweep forward carries(%c = %ta : !t, %d = %tb : !t) {
    stencil.interval (k = start to end) {
      stencil.stage (i = start - 1 to end + 1, j = start - 1 to end + 1) writes(%c[0] : !t) {
        %v = stencil.access %tb[0, 0, 0] : !t
        %w = stencil.access %d[0, 0, -1] : !t
        %s = arith.addf %v, %w : f64
        stencil.yield %s : f64
      }
      stencil.stage (i = start to end, j = start to end) writes(%d[0] : !t) {
        %e = stencil.access %c[1, 0, 0] : !t
        %s = stencil.access %c[0, 1, 0] : !t
        %m = arith.subf %e, %s : f64
        stencil.yield %m : f64
      }
    }
  }
  stencil.store %r#1 to %b (i = start to end, j = start to end, k = start to end) : !t to !f
  stencil.return
}
program.func @main(%a: !f, %b: !f, %x: f64, %n: index) {
  program.call @plane(%a, %b, %x, %n) : !f, !f, f64, index
  program.return
}";
    equal(&format!("{HEAD}{text}"), [5, 4, 3], 2);
}

/// Mutation 2: after an odd number of swaps, buffers that are not copied back leave the caller's
/// fields exchanged.
#[test]
fn odd_swaps_end_in_the_fields_of_the_caller() {
    let text = "
stencil.func @half(%a: !f, %b: !f, %x: f64, %n: index) {
  %ta = stencil.load %a : !f -> !t
  %r = stencil.apply -> (!t) {
    %v = stencil.access %ta[0, 0, 0] : !t
    %s = arith.mulf %v, %x : f64
    stencil.yield %s : f64
  }
  stencil.store %r to %b (i = start to end, j = start to end, k = start to end) : !t to !f
  stencil.return
}
program.func @main(%a: !f, %b: !f, %x: f64, %n: index) {
  %low = arith.constant 0 : index
  %high = arith.constant 3 : index
  %one = arith.constant 1 : index
  program.for %step = %low to %high step %one {
    program.call @half(%a, %b, %x, %n) : !f, !f, f64, index
    program.swap %a, %b : !f
  }
  program.return
}";
    equal(&format!("{HEAD}{text}"), [3, 2, 2], 2);
}

/// Mutation 3: what lies outside the box of a store keeps its old values; a consumer of the
/// stored field must not see the producer computed there.
#[test]
fn computing_does_not_cross_a_store() {
    let text = "
stencil.func @stored(%a: !f, %b: !f, %c: !f, %x: f64, %n: index) {
  %ta = stencil.load %a : !f -> !t
  %r = stencil.apply -> (!t) {
    %v = stencil.access %ta[0, 0, 0] : !t
    %s = arith.mulf %v, %x : f64
    stencil.yield %s : f64
  }
  stencil.store %r to %b (i = start to end, j = start to end, k = start to end) : !t to !f
  %tb = stencil.load %b : !f -> !t
  %q = stencil.apply -> (!t) {
    %w = stencil.access %tb[-1, 0, 0] : !t
    %e = stencil.access %tb[1, 0, 0] : !t
    %s = arith.addf %w, %e : f64
    stencil.yield %s : f64
  }
  stencil.store %q to %c (i = start to end, j = start to end, k = start to end) : !t to !f
  stencil.return
}
program.func @main(%a: !f, %b: !f, %c: !f, %x: f64, %n: index) {
  program.call @stored(%a, %b, %c, %x, %n) : !f, !f, !f, f64, index
  program.return
}";
    equal(&format!("{HEAD}{text}"), [4, 2, 2], 3);
}

/// Mutation 4: an empty interval, known when compiling or only when running, changes nothing.
#[test]
fn empty_intervals_run_nothing() {
    let text = "
stencil.func @empty(%a: !f, %b: !f, %x: f64, %n: index) {
  %ta = stencil.load %a : !f -> !t
  %tb = stencil.load %b : !f -> !t
  %r = stencil.sweep forward carries(%c = %tb : !t) {
    stencil.interval (k = start to start + 1) {
      stencil.stage writes(%c[0] : !t) {
        %v = stencil.access %ta[0, 0, 0] : !t
        stencil.yield %v : f64
      }
    }
    stencil.interval (k = start + 1 to start + 1) {
      stencil.stage writes(%c[0] : !t) {
        stencil.yield %x : f64
      }
    }
    stencil.interval (k = start + 3 to max(start + 2, min(end, %n + 1))) {
      stencil.stage writes(%c[0] : !t) {
        stencil.yield %x : f64
      }
    }
  }
  stencil.store %r to %b (i = start to end, j = start to end, k = start to end) : !t to !f
  stencil.return
}
program.func @main(%a: !f, %b: !f, %x: f64, %n: index) {
  program.call @empty(%a, %b, %x, %n) : !f, !f, f64, index
  program.return
}";
    equal(&format!("{HEAD}{text}"), [3, 2, 5], 2);
}
