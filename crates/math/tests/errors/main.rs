//! How far results are from the exact ones, in units of the last place (ULP).
//!
//! The ordinary run looks at some hundreds of points of each function. The table of the documentation, over 20000 each, or as many as
//! the environment variable FVOPT_MATH_POINTS says:
//! `cargo test -p fvopt-math --test errors -- --ignored --nocapture table`.

// requirement I4

mod points;
mod reference;

use fvopt_math::{
    Function,
    power::{MOST_HALVES, halves},
};
use points::Random;
use reference::{DOUBLE, Reference, SINGLE, error};

/// The most that a result may be off, of f64 and of f32.
const MOST: f64 = 1.0;
const MOST_OF_SINGLE: f64 = 0.51;

/// The greatest error over the hard points and so many at random, and where it is.
struct Worst {
    error: f64,
    at: Vec<f64>,
}

impl Worst {
    fn none() -> Self {
        Self {
            error: 0.0,
            at: Vec::new(),
        }
    }

    fn look(&mut self, error: f64, at: &[f64]) {
        if error > self.error || error.is_nan() {
            *self = Self {
                error,
                at: at.to_vec(),
            };
        }
    }
}

/// Powers that are products are looked at by themselves.
fn is_product(function: Function, operands: &[f64]) -> bool {
    function == Function::Pow && halves(operands[1]).is_some()
}

fn worst(function: Function, count: usize) -> [Worst; 2] {
    let mut reference = Reference::new();
    let mut random = Random(7);
    let mut worst = [Worst::none(), Worst::none()];
    let chosen = points::hard(function);
    let drawn = (0..count).map(|_| points::random(function, &mut random));
    for operands in chosen.into_iter().chain(drawn) {
        if is_product(function, &operands) {
            continue;
        }
        let exact = reference.of(function, &operands);
        let result = function.apply(&operands);
        worst[0].look(error(result, &exact, DOUBLE), &operands);
        let single: Vec<f32> = operands.iter().map(|operand| *operand as f32).collect();
        let operands: Vec<f64> = single.iter().map(|operand| f64::from(*operand)).collect();
        let is_inside = operands
            .iter()
            .zip(&single)
            .all(|(x, _)| x.is_finite() && *x != 0.0);
        let result = function.apply_single(&single);
        if !is_inside || !result.is_finite() || is_product(function, &operands) {
            continue;
        }
        let exact = reference.of(function, &operands);
        worst[1].look(error(f64::from(result), &exact, SINGLE), &operands);
    }
    worst
}

#[test]
fn results_are_next_to_the_exact_ones() {
    for function in Function::ALL {
        let [double, single] = worst(*function, 300);
        let name = function.operation();
        assert!(
            double.error <= MOST,
            "{name} of {:?} is off by {} ULP",
            double.at,
            double.error
        );
        assert!(
            single.error <= MOST_OF_SINGLE,
            "{name} of {:?} (f32) is off by {} ULP",
            single.at,
            single.error
        );
    }
}

#[test]
#[ignore = "takes minutes: the table of the documentation"]
fn table() {
    let count =
        std::env::var("FVOPT_MATH_POINTS").map_or(20_000, |count| count.parse().expect("a number"));
    println!("| function | f64 | f32 |\n|---|---|---|");
    for function in Function::ALL {
        let [double, single] = worst(*function, count);
        let name = function.operation();
        println!(
            "| `{name}` | {:.3} | {:.4} | {:?} {:?}",
            double.error, single.error, double.at, single.at
        );
    }
    for halves in -MOST_HALVES..=MOST_HALVES {
        println!(
            "| power {} | {:.3} |",
            halves as f64 / 2.0,
            worst_product(halves, count / 10)
        );
    }
}

/// Of powers that are products, with results that are no subnormal numbers.
fn worst_product(halves: i64, count: usize) -> f64 {
    let mut reference = Reference::new();
    let mut random = Random(11);
    let mut worst = Worst::none();
    for _ in 0..count {
        let x = random.between(1.0, 4.0);
        let operands = [x, halves as f64 / 2.0];
        let exact = reference.of(Function::Pow, &operands);
        worst.look(
            error(Function::Pow.apply(&operands), &exact, DOUBLE),
            &operands,
        );
    }
    worst.error
}

#[test]
fn products_are_what_they_are_said_to_be() {
    let x = 1.234_567_890_123_4_f64;
    let pow = |y: f64| Function::Pow.apply(&[x, y]);
    assert_eq!(pow(2.0), x * x);
    assert_eq!(pow(3.0), x * x * x);
    assert_eq!(pow(4.0), (x * x) * (x * x));
    assert_eq!(pow(0.5), x.sqrt());
    assert_eq!(pow(1.5), x * x.sqrt());
    assert_eq!(pow(-1.0), 1.0 / x);
    assert_eq!(pow(-2.0), (1.0 / x) * (1.0 / x));
    for halves in -MOST_HALVES..=MOST_HALVES {
        assert!(worst_product(halves, 50) <= 4.6, "the power {} / 2", halves);
    }
}
