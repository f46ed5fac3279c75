//! Random bodies of scalars: compiled code gives what the interpreter gives, bit for bit.
//!
//! `FVOPT_SCALAR_CASES` sets the number of bodies, `FVOPT_SCALAR_SEED` the first seed.

// requirement L4

mod named;

use fvopt_testing::{
    context,
    scalars::{Body, REFUSED, compare, generate, module, shrink},
};
use std::{
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

const CASES: u64 = 1000;

/// Bodies in one program.
const GROUP: u64 = 25;

fn number(name: &str, otherwise: u64) -> u64 {
    let text = std::env::var(name).ok();
    text.and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// A body that fails: its seed, how its program was compiled, and what is wrong.
type Failure = (u64, u64, String);

#[test]
fn bodies_give_what_the_interpreter_gives() {
    let (cases, first) = (
        number("FVOPT_SCALAR_CASES", CASES),
        number("FVOPT_SCALAR_SEED", 1),
    );
    let start = Instant::now();
    let (next, failed) = (AtomicU64::new(0), Mutex::new(Vec::<Failure>::new()));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let group = next.fetch_add(1, Ordering::Relaxed);
                    if group * GROUP >= cases {
                        break;
                    }
                    let seeds: Vec<u64> = (group * GROUP..cases.min((group + 1) * GROUP))
                        .map(|number| first + number)
                        .collect();
                    let bodies: Vec<Body> = seeds.iter().copied().map(generate).collect();
                    // Contexts keep every type and attribute: each group has its own.
                    let findings = compare(&context(), &bodies, seeds[0] / GROUP);
                    let findings = findings.into_iter().map(|finding| {
                        let seed = seeds[finding.body];
                        (seed, seeds[0] / GROUP, finding.text)
                    });
                    failed.lock().expect("no thread panicked").extend(findings);
                }
            });
        }
    });
    let mut failed = failed.into_inner().expect("no thread panicked");
    failed.sort();
    let mut report = format!(
        "{cases} bodies in {:.0} s, {} fail\n",
        start.elapsed().as_secs_f64(),
        failed.len()
    );
    for (seed, choice, text) in failed.iter().take(20) {
        let text: String = text.chars().take(300).collect();
        report.push_str(&format!("FAILED {seed} (compiled as {choice}): {text}\n"));
    }
    // Written past the capture of the test runner.
    use std::io::Write;
    let _ = std::io::stderr().write_all(report.as_bytes());
    if let Some((seed, choice, _)) = failed.first() {
        panic!("{}", smallest(*seed, *choice));
    }
}

/// The smallest variant of a body that fails in the same way, as a program.
fn smallest(seed: u64, choice: u64) -> String {
    let check = |body: &Body| {
        let findings = compare(&context(), std::slice::from_ref(body), choice);
        findings.into_iter().next().map(|finding| finding.text)
    };
    let body = generate(seed);
    let Some(text) = check(&body) else {
        return format!("seed {seed}: it fails together with others only");
    };
    let refused = text.starts_with(REFUSED);
    let body = shrink(&body, &mut |body| {
        check(body).is_some_and(|text| text.starts_with(REFUSED) == refused)
    });
    let text = check(&body).unwrap_or_default();
    format!(
        "seed {seed}, compiled as {choice}: {text}\n{}\n{}",
        body.text(),
        module(&[body])
    )
}

/// Prints and shrinks the body of `FVOPT_SCALAR_SEED`, compiled as `FVOPT_SCALAR_CHOICE`.
#[test]
#[ignore = "a tool"]
fn one() {
    let (seed, choice) = (
        number("FVOPT_SCALAR_SEED", 1),
        number("FVOPT_SCALAR_CHOICE", 1),
    );
    println!("{}\n{}", generate(seed).text(), smallest(seed, choice));
}

/// What is made smaller keeps what it fails for, and hardly anything else.
#[test]
fn shrinking_leaves_what_matters() {
    // Stands for a fold that goes wrong.
    let is_wrong = |line: &str| line.starts_with("    %") && line.contains("= arith.xori ");
    let mut shrunk = 0;
    for seed in 1..100 {
        let body = generate(seed);
        let mut fails = |body: &Body| body.text().lines().any(is_wrong);
        if !fails(&body) {
            continue;
        }
        let small = shrink(&body, &mut fails);
        let lines = small.text().lines().count();
        assert!(fails(&small), "{}", small.text());
        assert!(lines <= 3, "{}", small.text());
        shrunk += 1;
    }
    assert!(shrunk > 5, "only {shrunk} bodies to shrink");
}

/// How often each operation occurs.
#[test]
#[ignore = "a tool"]
fn census() {
    let mut counts = std::collections::BTreeMap::<String, usize>::new();
    for seed in 1..=number("FVOPT_SCALAR_CASES", CASES) {
        let body = generate(seed);
        let mut seen = std::collections::BTreeSet::new();
        for line in body.text().lines() {
            let operation = line.split(" = ").last().unwrap_or_default().trim();
            let name = operation.split(' ').next().unwrap_or_default().to_string();
            seen.insert(name);
        }
        for name in seen {
            *counts.entry(name).or_default() += 1;
        }
    }
    for (name, count) in counts {
        println!("{count:6} {name}");
    }
    println!("{}", module(&(1..9).map(generate).collect::<Vec<_>>()));
}
