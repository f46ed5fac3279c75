//! `fvopt measure`: compile once, then one timed call for each line of standard input.
//!
//! Whoever compares programs, as `make bench` does, has to interleave their
//! calls: on a shared machine only what ran side by side can be compared. So
//! the process that asks decides when a call is made, over a pipe.

use crate::{
    bound::{Unbound, set_threads},
    error::CliError,
    prepared::{Request, Sides, prepare},
    report, run, source,
};
use clap::Args;
use fvopt_math::Math;
use fvopt_runtime::Strategy;
use std::{
    io::BufRead,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

/// What can be asked for, as errors say it.
const COMMANDS: &str = "call, result FILE.npz, quit";

/// Compile a program once and time its calls, one for each line of standard input.
#[derive(Args)]
#[command(
    after_help = "Prints `ready SECONDS`, the time from text to callable code, which no cache shortens. Then every line of\nstandard input is a command, answered by one line:\n  call             one call; its seconds\n  result FILE.npz  writes all fields as they are now, halos included; `written FILE.npz`\n  quit             ends, as the end of the input does\n\nThe fields live in memory that fvopt allocates, as with `fvopt run`, and keep their\nvalues from call to call. Reading them from files is not part of any time.\n\nExamples:\n  printf 'call\\ncall\\n' | fvopt measure examples/hdiff.mlir --domain 192,192,80 --threads 2\n  printf 'call\\nresult out.npz\\n' | fvopt measure program.mlir --entry step --domain 64,64,80 --arg q=q.npy"
)]
pub struct Measure {
    /// The program: textual IR or bytecode.
    pub file: PathBuf,
    /// The program or stencil to call; by default the only one that nothing calls.
    #[arg(long)]
    pub entry: Option<String>,
    /// The sizes of the domain on i, j and k.
    #[arg(long, value_name = "I,J,K", value_parser = run::parse_domain, allow_hyphen_values = true)]
    pub domain: Option<[i64; 3]>,
    /// An argument, as `fvopt run` takes it: a number, a .npy file, random:SEED, zeros, or same:OTHER.
    #[arg(long = "arg", value_name = "NAME=VALUE")]
    pub arguments: Vec<String>,
    /// Threads of parallel loops.
    #[arg(long, default_value_t = run::default_threads(), value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: u16,
    /// Whose mathematical functions: `own`, which are vectors and have the same bits everywhere, `libm`, or
    /// `libm-products`, with powers of small exponents as products.
    #[arg(long, default_value_t, value_name = "own|libm|libm-products")]
    pub math: Math,
    /// Which operations share a kernel: each has its own, those that share memory are merged, or the cheapest partition
    /// that a search finds.
    #[arg(long, default_value_t, value_name = "none|greedy|cluster")]
    pub strategy: Strategy,
}

/// Runs the command.
pub fn run(options: &Measure) -> Result<ExitCode, CliError> {
    let start = Instant::now();
    if source::is_stdin(&options.file) {
        let message = "standard input has the commands, so the program must be a file";
        return Err(CliError::new(message));
    }
    let context = source::context();
    let module = source::read(&context, &options.file)?;
    let entry = source::entry(&module, options.entry.as_deref())?;
    let parse_s = start.elapsed().as_secs_f64();
    let request = Request {
        entry: &entry,
        domain: options.domain,
        arguments: &options.arguments,
        checked: false,
        math: options.math,
        strategy: options.strategy,
        sides: Sides::Compiled,
        // It measures the compiler as well.
        cache: None,
    };
    let program = prepare(&module, &request)?;
    set_threads(options.threads)?;
    let (mut bound, compile_s) = Unbound::new(&program)?.bind()?;
    println!("ready {:.9}", parse_s + compile_s);
    for (number, line) in std::io::stdin().lock().lines().enumerate() {
        let wrong = |message: String| CliError::new(format!("line {}: {message}", number + 1));
        let line = line.map_err(|error| wrong(format!("cannot read it: {error}")))?;
        let (command, rest) = line.trim().split_once(' ').unwrap_or((line.trim(), ""));
        match (command, rest.trim()) {
            ("call", "") => println!("{:.9}", bound.call()?),
            ("result", "") => {
                return Err(wrong("`result` lacks the file to write, FILE.npz".into()));
            }
            ("result", path) => {
                report::check_writable(Path::new(path))?;
                program.write(Path::new(path), bound.fields())?;
                println!("written {path}");
            }
            ("quit", "") => break,
            _ => {
                return Err(wrong(format!(
                    "`{}` is not a command; the commands are: {COMMANDS}",
                    line.trim()
                )));
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}
