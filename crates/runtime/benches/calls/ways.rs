//! The same program, called in a loop, outside of one, after another program was called, with an artifact made
//! earlier, and in fresh processes.
//!
//! Each call is timed by itself. Before each, the same code is called once on the same fields without being timed, so
//! that caches know them. In each round all ways have the same fields, and the next round has others: what is compared
//! are the ways of calling, and neither what ran before nor where memory happens to lie. All of it runs on one processor.

use crate::code::{bind, save};
use fvopt_runtime::{Argument, Artifact, Binding};
use std::{
    path::PathBuf,
    process::{Command, ExitCode},
    time::Instant,
};

/// Rounds, each with a fresh process, and the calls of each way in a round.
const ROUNDS: usize = 40;
const CALLS: usize = 100;
/// How far medians may be apart.
const LIMIT: f64 = 0.05;
const DOMAIN: [i64; 3] = [16, 16, 10];
/// The manifest that a fresh process loads.
const MANIFEST: &str = "FVOPT_BENCH_MANIFEST";

/// Nanoseconds of one call.
fn timed(binding: &mut Binding) -> f64 {
    let start = Instant::now();
    binding.call().expect("it runs");
    start.elapsed().as_secs_f64() * 1e9
}

/// Nanoseconds of a call, after one that does not count.
fn second(binding: &mut Binding) -> f64 {
    binding.call().expect("it runs");
    timed(binding)
}

/// Nanoseconds of the last of ten calls in a loop.
fn in_a_loop(binding: &mut Binding) -> f64 {
    let mut last = 0.0;
    for _ in 0..10 {
        last = timed(binding);
    }
    last
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Whether this process is one of those that [`compare`] starts.
pub fn is_fresh_process() -> bool {
    std::env::var_os(MANIFEST).is_some()
}

/// Loads, binds and calls; prints nanoseconds: the first call, then the others.
pub fn in_a_fresh_process() -> ExitCode {
    let manifest = PathBuf::from(std::env::var_os(MANIFEST).expect("it was asked for"));
    let artifact = Artifact::load(&manifest).expect("it is whole");
    let mut binding = bind(&artifact, DOMAIN);
    println!("{}", timed(&mut binding));
    for _ in 0..CALLS {
        println!("{}", second(&mut binding));
    }
    ExitCode::SUCCESS
}

/// Keeps this process and those that it starts on one processor: two of a shared machine may differ by more than what
/// is looked for.
fn stay_on_one_processor() {
    let this = std::process::id().to_string();
    let done = Command::new("taskset").args(["-pc", "0", &this]).output();
    if !done.is_ok_and(|output| output.status.success()) {
        println!("no taskset: processes may run on different processors");
    }
}

/// Prints the median of each way and what it is more than calls in a loop; fails where that is too much.
pub fn compare(artifact: &Artifact) -> ExitCode {
    stay_on_one_processor();
    let manifest = save(artifact);
    let bytes = artifact.to_bytes().expect("there is a linker");
    let read = Artifact::from_bytes(&bytes).expect("it is whole");
    let loaded = Artifact::load(&manifest).expect("it is whole");
    let mut other = bind(artifact, [16; 3]);
    let mut ways = WAYS.map(|_| Vec::new());
    let mut first = Vec::new();
    // Kept, so that the next round has fields elsewhere.
    let mut bindings = Vec::new();
    for _ in 0..ROUNDS {
        let mut binding = bind(artifact, DOMAIN);
        let arguments: Vec<Argument> = binding.arguments().cloned().collect();
        let anew = |artifact: &Artifact| artifact.bind(DOMAIN, &arguments).expect("they fit");
        let (mut of_bytes, mut of_file) = (anew(&read), anew(&loaded));
        for _ in 0..CALLS {
            ways[0].push(in_a_loop(&mut binding));
            ways[1].push(second(&mut of_bytes));
            ways[2].push(second(&mut of_file));
            binding.call().expect("it runs");
            ways[3].push(timed(&mut anew(artifact)));
            binding.call().expect("it runs");
            other.call().expect("it runs");
            ways[4].push(timed(&mut binding));
        }
        let times = fresh_process(&manifest);
        first.push(times[0]);
        ways[5].extend(&times[1..]);
        bindings.push(binding);
    }
    std::fs::remove_dir_all(manifest.parent().expect("a folder")).expect("it is ours");
    let medians = ways.map(median);
    let in_a_loop = medians[0];
    println!("one program on 16 x 16 x 10, one thread; medians in nanoseconds");
    let mut is_within = true;
    for (way, time) in WAYS.into_iter().zip(medians) {
        let more = time / in_a_loop - 1.0;
        is_within &= more.abs() <= LIMIT;
        println!("{way:<40} {time:>8.0} {:>+7.1} %", 100.0 * more);
    }
    println!(
        "{:<40} {:>8.0}          pages and caches are new",
        "the first call of a fresh process",
        median(first)
    );
    match is_within {
        true => ExitCode::SUCCESS,
        false => {
            eprintln!(
                "a way is more than {} % from calls in a loop",
                100.0 * LIMIT
            );
            ExitCode::FAILURE
        }
    }
}

const WAYS: [&str; 6] = [
    "in a loop",
    "an artifact from bytes",
    "an artifact from a file",
    "bound just now, not in a loop",
    "after a call of another program",
    "in a fresh process, an artifact from a file",
];

fn fresh_process(manifest: &std::path::Path) -> Vec<f64> {
    let this = std::env::current_exe().expect("this process has a file");
    let output = Command::new(this)
        .env(MANIFEST, manifest)
        .output()
        .expect("it starts");
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).expect("numbers");
    text.lines()
        .map(|line| line.parse().expect("a number"))
        .collect()
}
