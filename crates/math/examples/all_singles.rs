//! Looks at functions of f32 at all 2^32 arguments.
//!
//! ```text
//! cargo run -p fvopt-math --example all_singles -- math.exp math.erf     these; without a name, all of one argument
//! cargo run -p fvopt-math --example all_singles -- --every 1000          each thousandth argument only
//! ```
//!
//! A result is compared with that of another library in f64, the crate `libm` (musl's functions), whose errors are
//! below 2^-28 units of the last place of f32: so the greatest error is known to so much, and a result counts as
//! rounded correctly where it is what f64 rounds to. Results that are no numbers, infinite or 0 have to be the same.

use fvopt_math::Function;
use std::{process::ExitCode, thread};

/// How many arguments a thread looks at in one go.
const PART: u64 = 1 << 22;

/// A function of another library.
fn reference(function: Function) -> Option<fn(f64) -> f64> {
    Some(match function {
        Function::Exp => libm::exp,
        Function::Exp2 => libm::exp2,
        Function::Expm1 => libm::expm1,
        Function::Log => libm::log,
        Function::Log2 => libm::log2,
        Function::Log10 => libm::log10,
        Function::Log1p => libm::log1p,
        Function::Sinh => libm::sinh,
        Function::Cosh => libm::cosh,
        Function::Tanh => libm::tanh,
        Function::Sin => libm::sin,
        Function::Cos => libm::cos,
        Function::Tan => libm::tan,
        Function::Asin => libm::asin,
        Function::Acos => libm::acos,
        Function::Atan => libm::atan,
        Function::Asinh => libm::asinh,
        // The library has numbers where there are none.
        Function::Acosh => |x| if x < 1.0 { f64::NAN } else { libm::acosh(x) },
        Function::Atanh => libm::atanh,
        Function::Erf => libm::erf,
        Function::Erfc => libm::erfc,
        Function::Cbrt => libm::cbrt,
        Function::Atan2 | Function::Pow => return None,
    })
}

/// What was found.
#[derive(Clone, Copy, Default)]
struct Found {
    /// The greatest error in units of the last place, and the bits of its argument.
    error: f64,
    at: u32,
    /// Results that are not rounded correctly.
    missed: u64,
    /// Results of another class: a number where there is none, or the other way round; and one of them.
    wrong: u64,
    wrong_at: u32,
}

impl Found {
    fn and(self, other: Self) -> Self {
        let worse = if other.error > self.error {
            other
        } else {
            self
        };
        let wrong = if self.wrong > 0 { self } else { other };
        Self {
            missed: self.missed + other.missed,
            wrong: self.wrong + other.wrong,
            wrong_at: wrong.wrong_at,
            ..worse
        }
    }
}

/// The distance of a result from the exact one, in units of the last place of f32 there; none where one of them is no
/// finite number and the other is not the same.
fn error(result: f32, exact: f64) -> Option<f64> {
    let nearest = exact as f32;
    if result.is_nan() || nearest.is_nan() {
        return (result.is_nan() && nearest.is_nan()).then_some(0.0);
    }
    if result == nearest || !exact.is_finite() {
        // Of what is rounded correctly the error counts, too.
        let is_same = result == nearest
            && (result != 0.0 || result.is_sign_negative() == exact.is_sign_negative());
        let is_plain = result.is_finite() && exact.is_finite();
        return is_same.then(|| {
            if is_plain {
                distance(result, exact)
            } else {
                0.0
            }
        });
    }
    (result.is_finite() && result.is_sign_negative() == exact.is_sign_negative())
        .then(|| distance(result, exact))
}

fn distance(result: f32, exact: f64) -> f64 {
    let exponent = ((exact.to_bits() >> 52) & 0x7ff) as i32 - 1023;
    let unit = (exponent - 23).max(-149);
    (f64::from(result) - exact).abs() * 2f64.powi(-unit)
}

/// The arguments from `first`, `count` of them, each `every`th.
fn look(
    function: Function,
    reference: fn(f64) -> f64,
    first: u64,
    count: u64,
    every: u64,
) -> Found {
    let mut found = Found::default();
    let start = first.next_multiple_of(every);
    for bits in (start..first + count).step_by(every as usize) {
        let bits = bits as u32;
        let x = f32::from_bits(bits);
        let exact = reference(f64::from(x));
        let result = function.apply_single(&[x]);
        let Some(error) = error(result, exact) else {
            found.wrong += 1;
            found.wrong_at = bits;
            continue;
        };
        if error > found.error {
            (found.error, found.at) = (error, bits);
        }
        found.missed += u64::from(!result.is_nan() && result != exact as f32);
    }
    found
}

fn look_at_all(function: Function, reference: fn(f64) -> f64, every: u64) -> Found {
    let threads = thread::available_parallelism().map_or(1, |count| count.get() as u64);
    let parts = (1u64 << 32) / PART;
    let of_thread = |thread: u64| {
        let mine = (thread..parts).step_by(threads as usize);
        let found = mine.map(|part| look(function, reference, part * PART, PART, every));
        found.fold(Found::default(), Found::and)
    };
    thread::scope(|scope| {
        let running: Vec<_> = (0..threads)
            .map(|thread| scope.spawn(move || of_thread(thread)))
            .collect();
        let found = running
            .into_iter()
            .map(|one| one.join().expect("the thread goes on to its end"));
        found.fold(Found::default(), Found::and)
    })
}

/// The functions and the step that the command line asks for.
fn options() -> Result<(Vec<Function>, u64), String> {
    let (mut functions, mut every) = (Vec::new(), 1);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        if argument == "--every" {
            let number = arguments.next().and_then(|text| text.parse().ok());
            every = number
                .filter(|number| *number > 0)
                .ok_or("`--every` takes a number above 0")?;
            continue;
        }
        let function =
            Function::of(&argument).ok_or(format!("there is no function `{argument}`"))?;
        reference(function).ok_or(format!(
            "`{argument}` has two arguments: all pairs are too many"
        ))?;
        functions.push(function);
    }
    if functions.is_empty() {
        functions = Function::ALL
            .iter()
            .copied()
            .filter(|one| reference(*one).is_some())
            .collect();
    }
    Ok((functions, every))
}

fn main() -> ExitCode {
    let (functions, every) = match options() {
        Ok(options) => options,
        Err(text) => {
            eprintln!("all_singles: error: {text}");
            return ExitCode::from(2);
        }
    };
    println!("| function | greatest error | at | not rounded correctly |\n|---|---|---|---|");
    let mut is_right = true;
    for function in functions {
        let other = reference(function).expect("a function of one argument");
        let found = look_at_all(function, other, every);
        let (name, at) = (function.operation(), f32::from_bits(found.at));
        println!(
            "| `{name}` | {:.6} | {at:e} | {} |",
            found.error, found.missed
        );
        if found.wrong > 0 {
            let at = f32::from_bits(found.wrong_at);
            eprintln!(
                "all_singles: error: {} results of {name} are of another kind, one at {at:e}",
                found.wrong
            );
            is_right = false;
        }
    }
    if is_right {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
