//! Whether a run fits into memory.

use crate::{arguments::Size, error::CliError, prepared::Sides};
use std::fs;

/// Fails before anything is allocated or compiled if a run cannot fit into memory, given the sizes
/// of all fields and the known bytes of temporary fields.
pub fn check(
    domain: [i64; 3],
    fields: &[Size],
    temporaries: u64,
    sides: Sides,
) -> Result<(), CliError> {
    // The fields before the run are kept. Beside them are those of a run by compiled code; or those
    // that the interpreter works on, and its results, which for a comparison stay while compiled code
    // runs and its results are taken.
    let copies = match sides {
        Sides::Compiled => 2,
        Sides::Interpreted => 3,
        Sides::Both => 4,
    };
    let bytes = fields
        .iter()
        .fold(0, |all: u128, field| all.saturating_add(field.bytes));
    let bytes = bytes
        .saturating_mul(copies)
        .saturating_add(u128::from(temporaries));
    let (what, advice) = match sides {
        Sides::Compiled => ("fields and temporaries", ""),
        Sides::Interpreted => ("the fields of the interpreter", ""),
        Sides::Both => (
            "the fields of compiled code and of the interpreter",
            "; without --check it takes half",
        ),
    };
    let largest = fields.iter().rev().max_by_key(|field| field.bytes);
    let largest = largest.map_or(String::new(), |field| {
        format!(
            "; {} takes {}",
            field.what,
            gibibytes(field.bytes.saturating_mul(copies) as f64)
        )
    });
    match available() {
        Some(available) if bytes > u128::from(available) => Err(CliError::new(format!(
            "the domain {domain:?} needs {} for {what}, but {} of memory are available{largest}{advice}",
            gibibytes(bytes as f64),
            gibibytes(available as f64)
        ))),
        _ => Ok(()),
    }
}

fn gibibytes(bytes: f64) -> String {
    format!("{:.1} GiB", bytes / f64::from(1 << 30))
}

/// The bytes of memory that are available to the machine or the container, if the system says so.
fn available() -> Option<u64> {
    let machine = number_after(&fs::read_to_string("/proc/meminfo").ok()?, "MemAvailable:")?;
    let machine = machine.saturating_mul(1024);
    Some(container().map_or(machine, |container| machine.min(container)))
}

/// The bytes left under a container's limit, cached files not counted; `None` without a limit.
fn container() -> Option<u64> {
    let read = |name: &str| fs::read_to_string(format!("/sys/fs/cgroup/{name}")).ok();
    let limit: u64 = read("memory.max")?.trim().parse().ok()?;
    let used: u64 = read("memory.current")?.trim().parse().ok()?;
    let cached = number_after(&read("memory.stat")?, "inactive_file ")?;
    Some(limit.saturating_sub(used.saturating_sub(cached)))
}

/// The number after a prefix of a line.
fn number_after(text: &str, start: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(start))?;
    line.split_whitespace().next()?.parse().ok()
}
