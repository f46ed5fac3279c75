//! Random programs: the interpreter at every stage and compiled code agree, whole allocations.
//!
//! `FVOPT_PROPERTY_CASES` sets the number of programs, `FVOPT_PROPERTY_SEED` the first seed.

// requirement V1, V6

mod named;
mod names;

use fvopt_testing::{KINDS, Outcome, context, differential, generate, smallest};
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
