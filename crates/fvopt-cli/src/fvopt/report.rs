//! The output of a run: the comparison with the interpreter, and the report as JSON.

use crate::{
    error::CliError,
    interpreted::Expected,
    prepared::{Fields, Prepared},
};
use fvopt_interpreter::{Difference, difference};
use serde::Serialize;
use std::path::Path;

/// What `--report` writes.
#[derive(Serialize, Default)]
pub struct Report {
    pub entry: String,
    pub domain: [i64; 3],
    pub threads: u16,
    pub compile_s: Option<f64>,
    /// Whether the code came from the cache.
    pub from_cache: bool,
    pub call_s: Vec<f64>,
    pub interpret_s: Option<f64>,
    pub max_abs_error: Option<f64>,
    pub max_ulp: Option<u64>,
    pub kernels: usize,
    pub temporary_bytes: u64,
}

impl Report {
    /// Writes the report as JSON.
    pub fn write(&self, path: &Path) -> Result<(), CliError> {
        let text =
            serde_json::to_string_pretty(self).map_err(|error| CliError::new(error.to_string()))?;
        std::fs::write(path, text + "\n")
            .map_err(|error| CliError::new(format!("cannot write {}: {error}", path.display())))
    }
}

/// A number of kernels in words.
pub fn kernels(count: usize) -> String {
    format!("{count} kernel{}", if count == 1 { "" } else { "s" })
}

/// Prints how far the fields are from what is expected, and gives the worst.
pub fn compare_fields(prepared: &Prepared<'_>, fields: &Fields, expected: &Expected) -> Difference {
    let mut worst = Difference::default();
    println!(
        "{:<16} {:>14} {:>12} {:>12}",
        "field", "max abs error", "max ulp", "differing"
    );
    for ((number, left), (_, right, defined)) in fields.iter().zip(expected) {
        let own = difference(left, right, defined.as_deref());
        println!(
            "{:<16} {:>14.3e} {:>12} {:>12}",
            prepared.name(*number),
            own.absolute,
            own.ulp,
            own.count
        );
        worst.absolute = worst.absolute.max(own.absolute);
        worst.ulp = worst.ulp.max(own.ulp);
        worst.count += own.count;
        let unwritten = defined
            .iter()
            .flatten()
            .filter(|defined| !**defined)
            .count();
        if unwritten > 0 {
            println!("  {unwritten} points of it were never written and are not compared");
        }
    }
    println!(
        "{}",
        if worst.count == 0 {
            "equal to the interpreter"
        } else {
            "NOT equal to the interpreter"
        }
    );
    worst
}

/// Fails if a file cannot be written; does not change the file.
pub fn check_writable(path: &Path) -> Result<(), CliError> {
    let cannot =
        |error: std::io::Error| CliError::new(format!("cannot write {}: {error}", path.display()));
    let existed = path.exists();
    std::fs::OpenOptions::new()
        .append(true)
        .create(true)
        .open(path)
        .map_err(cannot)?;
    if !existed {
        std::fs::remove_file(path).map_err(cannot)?;
    }
    Ok(())
}
