//! `fvopt run`.

use crate::{
    arguments::{Arguments, Data},
    bound::Bound,
    compare::{Difference, difference},
    error::CliError,
    hosts::Builtin,
    npy, source,
};
use clap::Args;
use fvopt_boxes::NumericBox;
use fvopt_interpreter::{self as interpreter, Array};
use fvopt_runtime::{ArgumentType, Options, Program, Signature};
use mlir_shim::ir::OwnedModule;
use serde::Serialize;
use std::{
    io::IsTerminal,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

/// The domain when neither the program nor the command line says one.
const DEFAULT_DOMAIN: [i64; 3] = [32, 32, 16];

/// Flatten, lower, compile and run a program.
///
/// Arguments that are not named with --arg get random numbers from a fixed
/// seed, with the halo that the program needs.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  fvopt run examples/hdiff.mlir --check\n  fvopt run program.mlir --entry step --domain 64,64,80 \\\n      --arg q=q.npy --arg dt=0.5 --arg w=zeros --out result.npz --report report.json\n\nThe host functions that programs can call back: fvopt_check_finite, fvopt_scale, fvopt_fail."
)]
pub struct Run {
    /// The program: textual IR or bytecode.
    pub file: PathBuf,
    /// The program or stencil to run; by default the only one that nothing calls.
    #[arg(long)]
    pub entry: Option<String>,
    /// The sizes of the domain on i, j and k.
    #[arg(long, value_name = "I,J,K", value_parser = parse_domain, allow_hyphen_values = true)]
    pub domain: Option<[i64; 3]>,
    /// An argument: a number, a .npy file (FILE.npy@I,J,K gives the index of the
    /// domain's first point), random:SEED, zeros, or same:OTHER to pass one field twice.
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
    /// Run the reference interpreter instead of compiled code.
    #[arg(long, conflicts_with = "check")]
    pub interpret: bool,
    /// Run compiled code and the interpreter on the same inputs and compare all
    /// fields, halos included; exit with 1 unless they are equal.
    #[arg(long)]
    pub check: bool,
    /// Report accesses outside allocations and reads of points never written.
    #[arg(long)]
    pub checked: bool,
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

/// What `--report` writes.
#[derive(Serialize, Default)]
struct Report {
    entry: String,
    domain: [i64; 3],
    threads: u16,
    compile_s: f64,
    call_s: Vec<f64>,
    interpret_s: Option<f64>,
    max_abs_error: Option<f64>,
    max_ulp: Option<u64>,
    kernels: usize,
    temporary_bytes: u64,
}

/// A program that is about to run: what it takes and the data before the run.
pub struct Prepared<'c> {
    /// The compiled side.
    pub program: Program<'c>,
    /// The data of every argument.
    pub data: Vec<Data>,
    /// The domain.
    pub domain: [i64; 3],
    /// Seconds from the module to machine code.
    pub compile_s: f64,
}

/// Compiles an entry and makes its arguments.
pub fn prepare<'c>(
    module: &OwnedModule<'c>,
    entry: &str,
    domain: Option<[i64; 3]>,
    arguments: &[String],
    checked: bool,
) -> Result<Prepared<'c>, CliError> {
    let pinned = source::functions(module)
        .into_iter()
        .find(|op| op.symbol_name() == Some(entry))
        .and_then(Signature::of)
        .and_then(|signature| signature.domain);
    let domain = domain.or(pinned).unwrap_or(DEFAULT_DOMAIN);
    let options = Options {
        domain: Some(domain),
        checked,
        ..Options::default()
    };
    let start = Instant::now();
    let program = Program::new(module, entry, options)?;
    let signature = program.signature().clone();
    let arguments = Arguments::new(arguments, &signature)?;
    let equal = arguments.equal(&signature)?;
    let scalars = arguments.scalars(&signature)?;
    let numbers: Vec<Option<i64>> = (0..signature.arguments.len())
        .map(|number| scalars.get(&number).and_then(|scalar| scalar.to_i64()))
        .collect();
    let mut needed = program.required(&equal, domain, &numbers)?;
    share_needs(module, &signature, &equal, &mut needed);
    let temporaries = program.statistics()?.temporary_bytes(domain, &numbers);
    let compile_s = start.elapsed().as_secs_f64();
    check_memory(&signature, domain, &needed, temporaries)?;
    let data = arguments.data(&signature, domain, &needed)?;
    Ok(Prepared {
        program,
        data,
        domain,
        compile_s,
    })
}

/// Says so before anything is allocated when the fields cannot fit into memory.
fn check_memory(
    signature: &Signature,
    domain: [i64; 3],
    needed: &[Option<NumericBox>],
    temporaries: u64,
) -> Result<(), CliError> {
    let mut bytes = u128::from(temporaries);
    for ((_, ty), part) in signature.arguments.iter().zip(needed) {
        let ArgumentType::Field(shape) = ty else {
            continue;
        };
        let mut elements = shape.components() as u128;
        for axis in (0..3).filter(|axis| shape.has_axis(*axis)) {
            let (low, high) = part.map_or((0, domain[axis]), |part| {
                (part.low[axis].min(0), part.high[axis].max(domain[axis]))
            });
            let size = high.saturating_sub(low).max(0);
            // An end that is only known when running says nothing about the size.
            let size = if size > 2 * domain[axis] + (1 << 20) {
                domain[axis]
            } else {
                size
            };
            elements = elements.saturating_mul(size as u128);
        }
        // The data before the run and the fields of the run.
        bytes = bytes.saturating_add(elements.saturating_mul(2 * shape.element.bytes() as u128));
    }
    let available = available_memory();
    match available {
        Some(available) if bytes > u128::from(available) => Err(CliError::new(format!(
            "the domain {domain:?} needs {:.1} GiB for fields and temporaries, but {:.1} GiB of memory are available",
            bytes as f64 / f64::from(1 << 30),
            available as f64 / f64::from(1 << 30)
        ))),
        _ => Ok(()),
    }
}

/// Bytes of memory that are available, where the system tells.
fn available_memory() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = text
        .lines()
        .find(|line| line.starts_with("MemAvailable:"))?;
    let kibibytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kibibytes * 1024)
}

/// Fields that are the same, or that the program may swap, get one allocation size.
fn share_needs(
    module: &OwnedModule<'_>,
    signature: &Signature,
    equal: &[(usize, usize)],
    needed: &mut [Option<NumericBox>],
) {
    for (first, second) in equal {
        let both = hull(needed[*first], needed[*second]);
        (needed[*first], needed[*second]) = (both, both);
    }
    if module.op().collect("program.swap").is_empty() {
        return;
    }
    for (number, (_, ty)) in signature.arguments.iter().enumerate() {
        let ArgumentType::Field(_) = ty else { continue };
        let alike: Vec<usize> = (0..signature.arguments.len())
            .filter(|other| signature.arguments[*other].1 == *ty)
            .collect();
        let all = alike
            .iter()
            .fold(None, |all, other| hull(all, needed[*other]));
        needed[number] = all;
    }
}

fn hull(left: Option<NumericBox>, right: Option<NumericBox>) -> Option<NumericBox> {
    match (left, right) {
        (Some(left), Some(right)) => Some(left.hull(&right)),
        (one, None) | (None, one) => one,
    }
}

/// The fields after a run, by argument number.
pub type Fields = Vec<(usize, Array)>;

/// The fields that the interpreter gives, and which of their elements are
/// defined (all where `None`): a swap can leave an argument with points that
/// were never written.
pub type Expected = Vec<(usize, Array, Option<Vec<bool>>)>;

impl Prepared<'_> {
    /// For every argument its value, where it is a scalar.
    fn scalars(&self) -> Vec<Option<i64>> {
        let scalar = |data: &Data| match data {
            Data::Scalar(value) => value.to_i64(),
            Data::Field(_) | Data::Same(_) => None,
        };
        self.data.iter().map(scalar).collect()
    }

    /// Runs compiled code and gives the fields and the seconds of every call.
    pub fn run(&self, repeat: u32, threads: u16) -> Result<(Fields, Vec<f64>), CliError> {
        let mut bound = Bound::new(self, threads)?;
        let mut seconds = Vec::new();
        let progress = std::io::stderr().is_terminal() && repeat > 1;
        for number in 0..repeat {
            seconds.push(bound.call()?);
            if progress {
                eprint!("\rcall {} of {repeat}", number + 1);
            }
        }
        if progress {
            eprintln!();
        }
        Ok((bound.fields(), seconds))
    }

    /// Runs the interpreter and gives the fields.
    pub fn interpret(
        &self,
        module: &OwnedModule<'_>,
        repeat: u32,
        checked: bool,
    ) -> Result<Expected, CliError> {
        let mut kept: Vec<Option<interpreter::Field>> = vec![None; self.data.len()];
        let mut arguments = Vec::new();
        for (number, data) in self.data.iter().enumerate() {
            arguments.push(match data {
                Data::Scalar(value) => interpreter::Argument::Scalar(*value),
                Data::Same(first) => interpreter::Argument::Field(
                    kept[*first].clone().expect("aliases name earlier fields"),
                ),
                Data::Field(array) => {
                    let field = interpreter::Field::new(array.clone());
                    kept[number] = Some(field.clone());
                    interpreter::Argument::Field(field)
                }
            });
        }
        let entry = &self.program.signature().entry;
        for _ in 0..repeat {
            let mut host = Builtin::default();
            let options = interpreter::Options {
                checked,
                host: Some(&mut host),
                ..interpreter::Options::default()
            };
            let report =
                interpreter::interpret(module.op(), entry, self.domain, &arguments, options)?;
            if report.status != 0 {
                return Err(CliError::new(host.ended.unwrap_or_else(|| {
                    format!(
                        "a host function ended the run with status {}",
                        report.status
                    )
                })));
            }
            for clamped in &report.clamped {
                eprintln!("{clamped:?}");
            }
        }
        Ok(kept
            .into_iter()
            .enumerate()
            .filter_map(|(number, field)| {
                field.map(|field| (number, field.array(), field.defined()))
            })
            .collect())
    }

    /// Writes fields under the names of their arguments.
    pub fn write(&self, path: &Path, fields: Fields) -> Result<(), CliError> {
        let named: Vec<(String, Array)> = fields
            .into_iter()
            .map(|(number, array)| (self.name(number).to_string(), array))
            .collect();
        npy::write_npz(path, &named)
    }

    /// The name of an argument.
    pub fn name(&self, number: usize) -> &str {
        &self.program.signature().arguments[number].0
    }
}

/// Runs the command.
pub fn run(options: &Run) -> Result<ExitCode, CliError> {
    // What cannot be written is said before anything runs.
    for path in [&options.out, &options.report].into_iter().flatten() {
        check_writable(path)?;
    }
    let context = source::context();
    let module = source::read(&context, &options.file)?;
    let entry = source::entry(&module, options.entry.as_deref())?;
    let prepared = prepare(
        &module,
        &entry,
        options.domain,
        &options.arguments,
        options.checked,
    )?;
    let compile_s = prepared.compile_s;
    let mut report = Report {
        entry: entry.clone(),
        domain: prepared.domain,
        threads: options.threads,
        compile_s,
        ..Report::default()
    };
    let [i, j, k] = prepared.domain;
    let mut code = ExitCode::SUCCESS;
    let fields = if options.interpret {
        let start = Instant::now();
        let fields = prepared.interpret(&module, options.repeat, options.checked)?;
        report.interpret_s = Some(start.elapsed().as_secs_f64());
        println!(
            "@{entry} on {i} x {j} x {k}: interpreted in {:.3} s",
            start.elapsed().as_secs_f64()
        );
        fields
            .into_iter()
            .map(|(number, array, _)| (number, array))
            .collect()
    } else {
        let statistics = prepared.program.statistics()?;
        report.kernels = statistics.kernels;
        report.temporary_bytes = statistics.temporary_bytes(prepared.domain, &prepared.scalars());
        let (fields, seconds) = prepared.run(options.repeat, options.threads)?;
        let best = seconds.iter().copied().fold(f64::INFINITY, f64::min);
        println!(
            "@{entry} on {i} x {j} x {k}: compiled in {compile_s:.3} s, {} kernels, {} bytes of temporaries, call {:.3} ms{}",
            report.kernels,
            report.temporary_bytes,
            1e3 * best,
            if seconds.len() > 1 {
                format!(" (best of {})", seconds.len())
            } else {
                String::new()
            }
        );
        report.call_s = seconds;
        fields
    };
    if options.check {
        let start = Instant::now();
        let expected = prepared.interpret(&module, options.repeat, options.checked)?;
        report.interpret_s = Some(start.elapsed().as_secs_f64());
        let worst = compare_fields(&prepared, &fields, &expected);
        report.max_abs_error = Some(worst.absolute);
        report.max_ulp = Some(worst.ulp);
        if worst.count > 0 {
            code = ExitCode::from(1);
        }
    }
    if let Some(path) = &options.out {
        prepared.write(path, fields)?;
    }
    if let Some(path) = &options.report {
        let text = serde_json::to_string_pretty(&report)
            .map_err(|error| CliError::new(error.to_string()))?;
        std::fs::write(path, text + "\n")
            .map_err(|error| CliError::new(format!("cannot write {}: {error}", path.display())))?;
    }
    Ok(code)
}

/// Prints how far the fields are from what is expected, and gives the worst.
fn compare_fields(prepared: &Prepared<'_>, fields: &Fields, expected: &Expected) -> Difference {
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

/// Says so when a file cannot be written; leaves none behind.
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
