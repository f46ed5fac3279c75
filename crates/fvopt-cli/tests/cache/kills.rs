//! A compiler is killed at every point of its work: `FVOPT_KILLS=200 cargo test -p fvopt-cli --test cache killed`

use crate::harness::{command, folder, run};
use std::{
    fs,
    io::{BufRead, BufReader, Read},
    path::Path,
    thread,
    time::Duration,
};

/// What a run does, in order, and what `-v` shows when it begins.
const PHASES: [(&str, &str); 6] = [
    ("parsing", ""),
    ("running passes", "cache: miss"),
    ("writing objects", "stage{name=\"llvm\"}: close"),
    ("linking", "machine code: close"),
    ("publishing", "link: close"),
    ("calling", "publish: close"),
];

/// How often a compiler is killed; `FVOPT_KILLS=200` for the full number.
fn kills() -> usize {
    let kills = std::env::var("FVOPT_KILLS").ok();
    kills.and_then(|kills| kills.parse().ok()).unwrap_or(12)
}

/// The phase that what was shown ends in.
fn phase(shown: &str) -> usize {
    let begun = PHASES.iter().rposition(|(_, mark)| shown.contains(mark));
    begun.expect("the first one has begun")
}

/// When the phases began, in seconds from the start of the process, and when the process had nothing more to show.
fn beginnings(shown: &str) -> Vec<f64> {
    let seconds = |line: &str| -> f64 {
        let first = line.split_whitespace().next().unwrap_or_default();
        first.trim_end_matches('s').parse().expect("a time")
    };
    let marks = PHASES[1..].iter().map(|(_, mark)| {
        let line = shown.lines().find(|line| line.contains(mark));
        seconds(line.unwrap_or_else(|| panic!("no {mark}: {shown}")))
    });
    let mut times = vec![0.0];
    times.extend(marks);
    times.push(times[PHASES.len() - 1] + 0.02);
    times
}

/// Starts a run, waits for a phase of it and for a part of that, and kills it; gives the phase that it was in, or
/// nothing where it was through.
fn kill(folder: &Path, wanted: usize, wait: Duration) -> Option<usize> {
    let mut command = command(folder, &["-v", "run", "p0.mlir"]);
    let mut child = command.spawn().expect("it starts");
    let mut output = BufReader::new(child.stderr.take().expect("a pipe"));
    let mut shown = String::new();
    while !shown.contains(PHASES[wanted].1) {
        if output.read_line(&mut shown).expect("text") == 0 {
            break;
        }
    }
    thread::sleep(wait);
    let is_through = child.try_wait().expect("a process").is_some();
    // SIGKILL.
    let _ = child.kill();
    child.wait().expect("a process");
    output.read_to_string(&mut shown).expect("text");
    (!is_through).then(|| phase(&shown))
}

// requirement R23
#[test]
fn a_killed_compiler_leaves_nothing_wrong() {
    let folder = folder("killed", 1);
    let whole = run(&folder, &["-v", "run", "p0.mlir", "--out", "expected.npz"]);
    let begin = beginnings(&whole);
    let expected = fs::read(folder.join("expected.npz")).expect("it is there");
    let mut killed = [0; PHASES.len()];
    let mut published = 0;
    for number in 0..kills() {
        fs::remove_dir_all(folder.join("cache/v1/objects")).expect("there is an entry");
        // In turns: from the beginning of a phase on for a part of it, and from the start on for a part of the run.
        let wanted = number % PHASES.len();
        let part = (number * 37 % 101) as f64 / 100.0;
        let (wanted, seconds) = match wanted {
            5 => (0, part * begin[5]),
            _ => (wanted, part * (begin[wanted + 1] - begin[wanted])),
        };
        if let Some(phase) = kill(&folder, wanted, Duration::from_secs_f64(seconds)) {
            killed[phase] += 1;
        }
        let verified = run(&folder, &["cache", "verify"]);
        assert!(verified.contains(" 0 damaged"), "kill {number}: {verified}");
        let after = run(&folder, &["run", "p0.mlir", "--out", "after.npz"]);
        assert!(!after.contains("warning"), "kill {number}: {after}");
        published += usize::from(after.contains("from the cache"));
        let result = fs::read(folder.join("after.npz")).expect("it is there");
        assert!(result == expected, "kill {number}: other results");
    }
    for ((name, _), count) in PHASES.iter().zip(killed) {
        println!("killed {count:>3} times while {name}");
    }
    println!(
        "{} kills, {published} after the artifact was there",
        kills()
    );
    // Where there are many kills, some are in each part of the work.
    if kills() >= 100 {
        assert!(killed[..5].iter().all(|count| *count >= 3), "{killed:?}");
    }
    // What killed processes left in the cache goes when somebody looks after it.
    run(&folder, &["cache", "prune"]);
    let left = fs::read_dir(folder.join("cache/v1/temporary")).expect("a folder");
    assert_eq!(left.count(), 0);
    assert!(run(&folder, &["cache", "list"]).contains("1 entry, "));
    // What they left of linking goes when another process links.
    fs::remove_dir_all(folder.join("cache")).expect("ours");
    run(&folder, &["run", "p0.mlir"]);
    let left = fs::read_dir(folder.join("tmp"))
        .expect("a folder")
        .flatten();
    let left: Vec<_> = left.map(|entry| entry.file_name()).collect();
    assert!(left.is_empty(), "{left:?}");
    fs::remove_dir_all(&folder).expect("ours");
}
