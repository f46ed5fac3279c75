//! `fvopt demo`: a blob of tracer in solid-body rotation.

use crate::{
    arguments::Data,
    cache,
    error::CliError,
    picture::{self, Panel},
    prepared::{Prepared, Request, Sides, prepare},
    report,
    run::{default_threads, parse_domain},
    source,
};
use clap::Args;
use fvopt_interpreter::{Array, Number, difference};
use fvopt_math::Math;
use fvopt_runtime::Strategy;
use mlir_shim::ir::{OwnedModule, Scalar};
use std::{
    collections::BTreeSet,
    f64::consts::TAU,
    fmt::Display,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

/// The program, built into the binary so that the demo runs anywhere.
const PROGRAM: &str = include_str!("../../../../examples/transport.mlir");
/// The largest Courant number: beyond 1, so that the program divides its steps.
const COURANT: f64 = 1.5;
/// The smallest domain in which a blob has a shape.
const SMALLEST: i64 = 16;
/// How many lines the table has after the checked steps.
const LINES: u32 = 8;
/// Mass may change by rounding only.
const MASS_TOLERANCE: f64 = 1e-12;

/// Transport a tracer once around, check it, and draw it.
///
/// Compiles the finite-volume transport of examples/transport.mlir and rotates
/// a slotted cylinder (even levels) and a cosine bell (odd levels) about the
/// centre of the domain. Prints how much mass was lost and how far the result
/// is from the reference interpreter, and writes pictures of the first and the
/// last state. Exits with 1 when the interpreter disagrees or mass is lost.
/// (The scheme keeps bounds along one axis; in two dimensions, at the edges of
/// the cylinder, it goes beyond them: see the columns `lowest` and `highest`.)
#[derive(Args)]
#[command(
    after_help = "Examples:\n  fvopt demo\n  fvopt demo --domain 192,192,80 --steps 20 --out pictures"
)]
pub struct Demo {
    /// The sizes of the domain on i, j and k.
    #[arg(long, value_name = "I,J,K", value_parser = parse_domain, default_value = "96,96,4")]
    domain: [i64; 3],
    /// How many steps to run [default: one revolution].
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    steps: Option<u32>,
    /// Threads of parallel loops.
    #[arg(long, default_value_t = default_threads(), value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: u16,
    /// How many of the first steps to run through the interpreter as well.
    #[arg(long, default_value_t = 3)]
    check_steps: u32,
    /// Compile anew, and keep nothing: no cache is read or written.
    #[arg(long)]
    no_cache: bool,
    /// Where the pictures go.
    #[arg(long, value_name = "DIR", default_value = "target/demo")]
    out: PathBuf,
}

/// Runs the command.
pub fn run(options: &Demo) -> Result<ExitCode, CliError> {
    let [ni, nj, nk] = options.domain;
    if ni.min(nj) < SMALLEST {
        return Err(CliError::new(format!(
            "the domain {ni} x {nj} is too small for a blob: it takes at least {SMALLEST} points along i and j"
        )));
    }
    std::fs::create_dir_all(&options.out).map_err(|error| {
        CliError::new(format!("cannot create {}: {error}", options.out.display()))
    })?;
    let revolution = steps_per_revolution(options.domain);
    let steps = options.steps.unwrap_or(revolution);

    let context = source::context();
    let module = source::parse(&context, "transport.mlir", PROGRAM.as_bytes())?;
    let start = Instant::now();
    let request = Request {
        entry: "transport",
        domain: Some(options.domain),
        arguments: &["steps=1".to_string()],
        checked: false,
        math: Math::default(),
        strategy: Strategy::default(),
        sides: match options.check_steps {
            0 => Sides::Compiled,
            _ => Sides::Both,
        },
        cache: cache::of_environment(options.no_cache),
    };
    let mut compiled = prepare(&module, &request)?;
    compiled.compile()?;
    let compile_s = start.elapsed().as_secs_f64();
    fill(&mut compiled, TAU / f64::from(revolution))?;
    println!(
        "solid-body rotation on {ni} x {nj} x {nk}: {revolution} steps a revolution, {}, {} in {compile_s:.2} s",
        report::kernels(compiled.program.statistics(&compiled.equal)?.kernels),
        match compiled.is_cached {
            true => "from the cache",
            false => "compiled",
        }
    );

    let first = state(&compiled)?.clone();
    picture(&options.out.join("first.png"), &first, options.domain)?;
    let outcome = rotate(&module, &mut compiled, options, steps, revolution)?;
    let last = state(&compiled)?;
    picture(&options.out.join("last.png"), last, options.domain)?;

    let points = (ni * nj * nk) as f64;
    println!(
        "{steps} steps in {:.3} s: {:.2} million points a second on {} thread{}",
        outcome.seconds,
        f64::from(steps) * points / outcome.seconds / 1e6,
        options.threads,
        if options.threads == 1 { "" } else { "s" }
    );
    if steps.is_multiple_of(revolution) {
        // After full turns the exact solution is the first state.
        println!(
            "error of the scheme, mean absolute, relative to the mean of q: {:.3}",
            distance(last, &first, options.domain)
        );
    }
    println!(
        "pictures: {} and {}",
        options.out.join("first.png").display(),
        options.out.join("last.png").display()
    );
    Ok(match outcome.problem {
        None => ExitCode::SUCCESS,
        Some(problem) => {
            eprintln!("error: {problem}");
            ExitCode::from(1)
        }
    })
}

/// The results of running the steps.
struct Outcome {
    /// Time in compiled code.
    seconds: f64,
    problem: Option<String>,
}

/// Runs all steps, with a line of the table now and then.
fn rotate(
    module: &OwnedModule<'_>,
    compiled: &mut Prepared<'_>,
    options: &Demo,
    steps: u32,
    revolution: u32,
) -> Result<Outcome, CliError> {
    let mut outcome = Outcome {
        seconds: 0.0,
        problem: None,
    };
    let checked = options.check_steps.min(steps);
    let mut stops: BTreeSet<u32> = (1..=checked).collect();
    stops.extend((1..=LINES).map(|line| {
        let stop = u64::from(steps) * u64::from(line) / u64::from(LINES);
        (stop as u32).max(1)
    }));

    line(
        "step",
        "turns",
        "mass error",
        "lowest",
        "highest",
        "interpreter",
    );
    let start = Measure::of(state(compiled)?, options.domain);
    start.print(0, 0.0, &start, "");
    let mut reference = compiled.data.clone();
    let mut done = 0;
    for stop in stops {
        set_steps(compiled, stop - done)?;
        let (fields, seconds) = compiled.step(options.threads)?;
        outcome.seconds += seconds;
        let mut compared = String::new();
        if stop <= checked {
            // The interpreter starts from the first state and keeps its own fields.
            std::mem::swap(&mut compiled.data, &mut reference);
            set_steps(compiled, 1)?;
            let interpreted = compiled.interpret(module, 1, false)?;
            std::mem::swap(&mut compiled.data, &mut reference);
            let mut worst = 0.0f64;
            let mut differing = 0;
            for ((_, ours), (number, theirs, defined)) in fields.iter().zip(interpreted.fields) {
                let own = difference(ours, &theirs, defined.as_deref());
                worst = worst.max(own.absolute);
                differing += own.count;
                reference[number] = Data::Field(theirs);
            }
            compared = match differing {
                0 => "equal".to_string(),
                _ => format!("{worst:.1e}"),
            };
            if differing > 0 {
                outcome.problem.get_or_insert(format!(
                    "after step {stop} the interpreter has {differing} other values"
                ));
            }
        }
        for (number, field) in fields {
            compiled.data[number] = Data::Field(field);
        }
        done = stop;
        let now = Measure::of(state(compiled)?, options.domain);
        now.print(
            stop,
            f64::from(stop) / f64::from(revolution),
            &start,
            &compared,
        );
        let error = now.mass_error(&start);
        // A NaN is a loss as well.
        if error.is_nan() || error.abs() > MASS_TOLERANCE {
            outcome
                .problem
                .get_or_insert(format!("after step {stop} mass is off by {error:.1e}"));
        }
    }
    Ok(outcome)
}

fn line(
    step: impl Display,
    turns: impl Display,
    mass: impl Display,
    lowest: impl Display,
    highest: impl Display,
    interpreter: impl Display,
) {
    println!("{step:>6} {turns:>7} {mass:>11} {lowest:>9} {highest:>9} {interpreter:>12}");
}

/// The figures of a state in the table.
struct Measure {
    mass: f64,
    /// The difference between the exact sum and `mass`.
    rest: f64,
    lowest: f64,
    highest: f64,
}

impl Measure {
    fn of(q: &Array, domain: [i64; 3]) -> Self {
        let (mut sum, mut lost) = (0.0f64, 0.0f64);
        let (mut lowest, mut highest) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in inside(q, domain) {
            // Neumaier's sum in two parts: what rounding does to the mass is less
            // than a unit in the last place of the sum.
            let next = sum + value;
            lost += match sum.abs() >= value.abs() {
                true => (sum - next) + value,
                false => (value - next) + sum,
            };
            sum = next;
            lowest = lowest.min(value);
            highest = highest.max(value);
        }
        // Every cell has the area 1.
        Self {
            mass: sum,
            rest: lost,
            lowest,
            highest,
        }
    }

    fn mass_error(&self, start: &Self) -> f64 {
        ((self.mass - start.mass) + (self.rest - start.rest)) / start.mass
    }

    fn print(&self, step: u32, turns: f64, start: &Self, compared: &str) {
        line(
            step,
            format!("{turns:.3}"),
            format!("{:.1e}", self.mass_error(start)),
            format!("{:.5}", self.lowest),
            format!("{:.5}", self.highest),
            compared,
        );
    }
}

/// The mean distance of two states, relative to the mean of the second.
fn distance(state: &Array, exact: &Array, domain: [i64; 3]) -> f64 {
    let (mut apart, mut total) = (0.0, 0.0);
    for (value, exact) in inside(state, domain).zip(inside(exact, domain)) {
        apart += (value - exact).abs();
        total += exact.abs();
    }
    apart / total
}

/// The values in the domain.
fn inside(q: &Array, domain: [i64; 3]) -> impl Iterator<Item = f64> {
    fvopt_boxes::NumericBox::new([0; 3], domain)
        .points()
        .map(|point| at(q, point))
}

fn at(array: &Array, point: [i64; 3]) -> f64 {
    array.get(0, point).map_or(f64::NAN, Number::to_f64)
}

/// The number of steps for which the Courant number at the edges is about [`COURANT`].
fn steps_per_revolution([ni, nj, _]: [i64; 3]) -> u32 {
    let furthest = (ni.max(nj) - 1) as f64 / 2.0;
    (TAU * furthest / COURANT).ceil() as u32
}

/// The argument of the program with a name.
fn argument<'a>(prepared: &'a mut Prepared<'_>, name: &str) -> Result<&'a mut Data, CliError> {
    (0..prepared.data.len())
        .find(|number| prepared.name(*number) == name)
        .map(|number| &mut prepared.data[number])
        .ok_or_else(|| CliError::new(format!("@transport has no argument `{name}`")))
}

fn set_steps(prepared: &mut Prepared<'_>, steps: u32) -> Result<(), CliError> {
    let steps = Number::integer(Scalar::Index, i64::from(steps));
    *argument(prepared, "steps")? = Data::Scalar(steps);
    Ok(())
}

/// The tracer.
fn state<'a>(prepared: &'a Prepared<'_>) -> Result<&'a Array, CliError> {
    match prepared.data.first() {
        Some(Data::Field(array)) => Ok(array),
        _ => Err(CliError::new("@transport does not start with a field")),
    }
}

/// The first state and the winds. A cell has sides of length 1; `angle` is what a step turns by.
fn fill(prepared: &mut Prepared<'_>, angle: f64) -> Result<(), CliError> {
    let [ni, nj, _] = prepared.domain;
    let centre = [ni as f64 / 2.0, nj as f64 / 2.0];
    // The wind at a face is that at its middle; along a row of faces it is the
    // same everywhere, so that the discrete flow has no divergence at all.
    let wind_i = move |[_, j, _]: [i64; 3]| -angle * (j as f64 + 0.5 - centre[1]);
    let wind_j = move |[i, _, _]: [i64; 3]| angle * (i as f64 + 0.5 - centre[0]);
    let radius = 0.15 * ni.min(nj) as f64;
    // Where the blob is at first: half way to the edge.
    let blob = [centre[0], 1.5 * centre[1]];
    let tracer = move |[i, j, k]: [i64; 3]| {
        let (x, y) = (i as f64 + 0.5 - blob[0], j as f64 + 0.5 - blob[1]);
        let r = x.hypot(y) / radius;
        let in_slot = x.abs() < 0.18 * radius && y < 0.5 * radius;
        match (r < 1.0, k % 2 == 0) {
            (false, _) => 0.0,
            (true, true) => f64::from(u8::from(!in_slot)),
            (true, false) => 0.5 * (1.0 + (0.5 * TAU * r).cos()),
        }
    };
    set(prepared, "q", tracer)?;
    for name in ["cx", "xfx"] {
        set(prepared, name, wind_i)?;
    }
    for name in ["cy", "yfx"] {
        set(prepared, name, wind_j)?;
    }
    set(prepared, "area", |_| 1.0)?;
    set(prepared, "rarea", |_| 1.0)
}

fn set(
    prepared: &mut Prepared<'_>,
    name: &str,
    value: impl Fn([i64; 3]) -> f64,
) -> Result<(), CliError> {
    let Data::Field(array) = argument(prepared, name)? else {
        return Err(CliError::new(format!("`{name}` is not a field")));
    };
    for point in array.bounds().points() {
        array.set(0, point, Number::f64(value(point)));
    }
    Ok(())
}

/// Draws the lowest two levels.
fn picture(path: &Path, q: &Array, [ni, nj, nk]: [i64; 3]) -> Result<(), CliError> {
    let panels: Vec<Panel> = (0..nk.min(2))
        .map(|k| Panel {
            width: ni as usize,
            values: (0..nj)
                .flat_map(|j| (0..ni).map(move |i| [i, j, k]))
                .map(|point| at(q, point))
                .collect(),
        })
        .collect();
    picture::write(path, &panels)
}
