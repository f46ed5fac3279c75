//! `fvopt run`.

use crate::{
    bound::Unbound,
    cache,
    error::CliError,
    prepared::{Fields, Request, Sides, defined_or_not, prepare},
    report::{Report, check_writable, compare_fields, kernels},
    source::{self, Text},
};
use clap::Args;
use fvopt_math::Math;
use fvopt_runtime::Strategy;
use mlir_shim::ir::Symbol;
use std::{path::PathBuf, process::ExitCode};

/// Flatten, lower, compile and run a program.
///
/// Arguments that are not named with --arg get random numbers from a fixed
/// seed, with the halo that the program needs.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  fvopt run examples/hdiff.mlir --check\n  fvopt run program.mlir --entry step --domain 64,64,80 \\\n      --arg q=q.npy --arg dt=0.5 --arg w=zeros --out result.npz --report report.json\n\nThe host functions that programs can call back: fvopt_check_finite, fvopt_scale, fvopt_fail."
)]
pub struct Run {
    /// The program: textual IR or bytecode; `-` reads standard input.
    pub file: PathBuf,
    /// The program or stencil to run; by default the only one that nothing calls.
    #[arg(long)]
    pub entry: Option<String>,
    /// The sizes of the domain on i, j and k.
    #[arg(long, value_name = "I,J,K", value_parser = parse_domain, allow_hyphen_values = true)]
    pub domain: Option<[i64; 3]>,
    /// An argument: a number, a .npy file (FILE.npy@I,J,K gives the index of the
    /// domain's first point, negative where the array starts behind it), random:SEED, zeros, or same:OTHER to pass one field twice.
    #[arg(long = "arg", value_name = "NAME=VALUE")]
    pub arguments: Vec<String>,
    /// Threads of parallel loops.
    #[arg(long, default_value_t = default_threads(), value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: u16,
    /// How often to call the program (on the same fields).
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    pub repeat: u32,
    /// Write all fields after the run to a .npz file.
    #[arg(long, value_name = "FILE.npz")]
    pub out: Option<PathBuf>,
    /// Run the reference interpreter; nothing is compiled.
    #[arg(long, conflicts_with = "check")]
    pub interpret: bool,
    /// Run compiled code and the interpreter on the same inputs and compare all
    /// fields, halos included; exit with 1 unless they are equal. The interpreter runs
    /// beside the compiler, and what it finds wrong is told at once.
    #[arg(long)]
    pub check: bool,
    /// Report accesses outside allocations, reads of points never written, and clamped positions.
    #[arg(long)]
    pub checked: bool,
    /// Whose mathematical functions: `own`, which are vectors and have the same bits everywhere, `libm`, or
    /// `libm-products`, with powers of small exponents as products.
    #[arg(long, default_value_t, value_name = "own|libm|libm-products")]
    pub math: Math,
    /// Which operations share a kernel: each has its own, those that share memory are merged, or the cheapest partition
    /// that a search finds.
    #[arg(long, default_value_t, value_name = "none|greedy|cluster")]
    pub strategy: Strategy,
    /// Compile anew, and keep nothing: no cache is read or written.
    #[arg(long)]
    pub no_cache: bool,
    /// Write a report as JSON.
    #[arg(long, value_name = "FILE.json")]
    pub report: Option<PathBuf>,
}

/// As many threads as the machine offers.
pub fn default_threads() -> u16 {
    std::thread::available_parallelism().map_or(1, |threads| threads.get().min(1024) as u16)
}

/// `I,J,K`
pub fn parse_domain(text: &str) -> Result<[i64; 3], String> {
    let numbers: Result<Vec<i64>, _> = text
        .split(',')
        .map(|number| number.trim().parse())
        .collect();
    let sizes: [i64; 3] = numbers
        .ok()
        .and_then(|numbers| numbers.try_into().ok())
        .ok_or_else(|| format!("`{text}` is not three sizes I,J,K such as 192,192,80"))?;
    for (axis, size) in ["I", "J", "K"].into_iter().zip(sizes) {
        if !(1..=1 << 31).contains(&size) {
            return Err(format!(
                "the size {size} of axis {axis} is not between 1 and {}",
                1i64 << 31
            ));
        }
    }
    Ok(sizes)
}

/// Runs the command.
pub fn run(options: &Run) -> Result<ExitCode, CliError> {
    // An output that cannot be written is an error before anything runs.
    for path in [&options.out, &options.report].into_iter().flatten() {
        check_writable(path)?;
    }
    let text = Text::read(&options.file)?;
    let context = source::context();
    let module = text.parse(&context)?;
    let entry = source::entry(&module, options.entry.as_deref())?;
    let sides = match (options.interpret, options.check) {
        (true, _) => Sides::Interpreted,
        (false, true) => Sides::Both,
        (false, false) => Sides::Compiled,
    };
    let request = Request {
        entry: &entry,
        domain: options.domain,
        arguments: &options.arguments,
        checked: options.checked,
        math: options.math,
        strategy: options.strategy,
        sides,
        cache: cache::of_environment(options.no_cache),
    };
    let prepared = prepare(&module, &request)?;
    let mut report = Report {
        entry: entry.clone(),
        domain: prepared.domain,
        threads: options.threads,
        ..Report::default()
    };
    let (bound, expected) = match sides {
        Sides::Interpreted => {
            let expected = prepared.interpret(&module, options.repeat, options.checked)?;
            (None, Some(expected))
        }
        Sides::Compiled => (Some(Unbound::new(&prepared)?.bind()?), None),
        Sides::Both => {
            let unbound = Unbound::new(&prepared)?;
            let job = prepared.job(options.repeat, options.checked);
            let (bound, expected) = job.beside(&text, || unbound.bind())?;
            (Some(bound), Some(expected))
        }
    };
    report.interpret_s = expected.as_ref().map(|expected| expected.seconds);
    let [i, j, k] = prepared.domain;
    let what = format!("{} on {i} x {j} x {k}", Symbol(&entry));
    let bound = match bound {
        Some((mut bound, compile_s)) => {
            report.compile_s = Some(compile_s);
            report.from_cache = prepared.is_cached;
            let statistics = prepared.program.statistics(&prepared.equal)?;
            report.kernels = statistics.kernels;
            report.temporary_bytes =
                statistics.temporary_bytes(prepared.domain, &prepared.scalars());
            let seconds = bound.run(options.repeat, options.threads)?;
            let how = match prepared.is_cached {
                true => "from the cache",
                false => "compiled",
            };
            let best = seconds.iter().copied().fold(f64::INFINITY, f64::min);
            println!(
                "{what}: {how} in {compile_s:.3} s, {}, {} bytes of temporaries, call {:.3} ms{}",
                kernels(report.kernels),
                report.temporary_bytes,
                1e3 * best,
                if seconds.len() > 1 {
                    format!(" (best of {})", seconds.len())
                } else {
                    String::new()
                }
            );
            report.call_s = seconds;
            Some(bound)
        }
        None => None,
    };
    for line in expected.iter().flat_map(|expected| &expected.clamped) {
        eprintln!("{line}");
    }
    let mut code = ExitCode::SUCCESS;
    let fields = match (bound, expected) {
        (Some(bound), Some(expected)) => {
            let fields = bound.fields();
            let worst = compare_fields(&prepared, &fields, &expected.fields);
            report.max_abs_error = Some(worst.absolute);
            report.max_ulp = Some(worst.ulp);
            if worst.count > 0 {
                code = ExitCode::from(1);
            }
            fields
        }
        (Some(bound), None) if options.out.is_some() => bound.fields(),
        (None, Some(expected)) => {
            println!("{what}: interpreted in {:.3} s", expected.seconds);
            defined_or_not(expected.fields)
        }
        _ => Fields::new(),
    };
    if let Some(path) = &options.out {
        prepared.write(path, fields)?;
    }
    if let Some(path) = &options.report {
        report.write(path)?;
    }
    Ok(code)
}
