//! Run-time positions at the ends of 64 bits: whatever takes one gives in compiled code, plain and
//! checked, what the interpreter gives, or both refuse it.
//!
//! Each entry of the table is a program with one operation that takes the position `%p`, and it runs
//! with every position of [`positions`].

// requirement X6

mod loops;
mod table;

use fvopt_boxes::{NumericBox, POSITION_LIMIT};
use fvopt_interpreter::{Array, Number, Shape};
use fvopt_math::Math;
use fvopt_runtime::{ArgumentType, FieldMemory, Program, Target};
use fvopt_testing::{Data, Fields, Random, Runner, context, parse};
use mlir_shim::{ir::Scalar, melior::Context};

const DOMAIN: [i64; 3] = [4, 3, 3];

/// How far fields reach beyond the domain.
const HALO: i64 = 3;

/// The ends of 64 bits, those of positions, and what is around the domain and its fields.
fn positions() -> Vec<i64> {
    let ends = [0, POSITION_LIMIT, 2 * POSITION_LIMIT, 4 * POSITION_LIMIT];
    let mut positions: Vec<i64> = (-HALO - 2..=DOMAIN[0] + HALO + 2).collect();
    for end in ends {
        for by in -1..=1 {
            positions.extend([end + by, -end + by]);
        }
    }
    for by in 0..8 {
        positions.extend([i64::MIN + by, i64::MAX - by]);
    }
    positions.sort_unstable();
    positions.dedup();
    positions
}

/// What binding says of a field that does not hold what is declared to be read.
const UNBOUND: &str = "refuses what the interpreter runs: argument `arg0` is too small on the";

/// What came of a run.
type Run = Result<Fields, String>;

/// A program compiled in each mode, with the fields that it runs on.
struct Ways<'c> {
    module: mlir_shim::ir::OwnedModule<'c>,
    programs: Vec<(&'static str, Program<'c>)>,
}

impl<'c> Ways<'c> {
    fn new(context: &'c Context, text: &str) -> Self {
        let module = parse(context, text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let target = |checked: bool, domain: Option<[i64; 3]>| Target {
            domain,
            checked,
            level: 1,
            ..Target::host()
        };
        let modes = [
            ("plain", target(false, Some(DOMAIN))),
            ("any domain", target(false, None)),
            ("checked", target(true, Some(DOMAIN))),
        ];
        let programs = modes.map(|(mode, target)| {
            let program = Program::new(&module, "main", target);
            (mode, program.expect("an entry @main"))
        });
        Self {
            module,
            programs: programs.into(),
        }
    }

    /// Fields with a halo, and the scalars in order.
    fn runner(&self, scalars: &[i64]) -> Runner {
        let signature = self.programs[0].1.signature();
        let mut scalars = scalars.iter();
        let data = signature.arguments.iter().map(|(_, ty)| match ty {
            ArgumentType::Scalar(scalar) => {
                let value = scalars.next().expect("a value for every scalar");
                Data::Scalar(*scalar, *value as u64)
            }
            ArgumentType::Field(shape) => {
                let place = NumericBox::new([-HALO; 3], DOMAIN.map(|size| size + HALO));
                let interpreted = Shape {
                    axes: shape.axes,
                    data: shape.data.clone(),
                    element: shape.element,
                };
                let mut random = Random::new(signature.arguments.len() as u64);
                let value = |_: usize, _: [i64; 3]| match shape.element {
                    Scalar::F64 => Number::f64(random.below(1000) as f64),
                    other => Number::integer(other, random.below(1000) as i64),
                };
                let array = Array::from_fn(interpreted, place.low, place.high, value);
                Data::Field(shape.clone(), array.expect("a small array"))
            }
            other => panic!("an argument of type {other:?}"),
        });
        Runner {
            math: Math::default(),
            domain: DOMAIN,
            data: data.collect(),
        }
    }

    /// Where a mode differs from the interpreter.
    fn differences(&self, scalars: &[i64]) -> Vec<String> {
        let runner = self.runner(scalars);
        let expected = runner.interpret(&self.module);
        let differs = self.programs.iter().filter_map(|(mode, program)| {
            let difference = difference(&runner, &expected, &runner.compiled(program))?;
            Some(format!("{scalars:?} {mode}: {difference}"))
        });
        differs.collect()
    }

    /// Whether the interpreter runs it.
    fn is_right(&self, scalars: &[i64]) -> bool {
        self.runner(scalars).interpret(&self.module).is_ok()
    }
}

fn difference(runner: &Runner, expected: &Run, found: &Run) -> Option<String> {
    match (expected, found) {
        (Ok(expected), Ok(found)) => runner.compare(expected, found).err(),
        (Err(_), Err(text)) if text.contains("internal error") => Some(text.clone()),
        (Err(_), Err(_)) => None,
        (Err(text), Ok(_)) => Some(format!("runs, but the interpreter refuses: {text}")),
        (Ok(_), Err(text)) => Some(format!("refuses what the interpreter runs: {text}")),
    }
}

/// Runs every program of the table with every position.
#[test]
fn every_position_gives_what_the_interpreter_gives() {
    let context = context();
    let mut failed = Vec::new();
    for case in table::CASES {
        let ways = Ways::new(&context, &case.program());
        let positions = positions();
        let right = positions.iter().filter(|one| ways.is_right(&[**one]));
        let right = right.count();
        // A program that is always refused, or one that never is where it should be, tests nothing.
        let all_run = right == positions.len();
        let declared = case.refuses == table::Refused::Declared;
        if right == 0 || !declared && all_run != (case.refuses == table::Refused::Never) {
            failed.push(format!("{}: runs with {right} positions", case.name));
        }
        for position in positions {
            let differences = ways.differences(&[position]).into_iter();
            let differences = differences.filter(|text| !(declared && text.contains(UNBOUND)));
            failed.extend(differences.map(|text| format!("{}: {text}", case.name)));
        }
    }
    assert!(failed.is_empty(), "\n{}", failed.join("\n"));
}

/// Fields of the caller are where sums with offsets do not wrap around.
#[test]
fn fields_do_not_reach_to_the_ends() {
    let context = context();
    let ways = Ways::new(&context, &table::CASES[0].program());
    let ArgumentType::Field(shape) = &ways.programs[0].1.signature().arguments[0].1 else {
        panic!("a field");
    };
    for low in [i64::MIN, i64::MIN + 1, i64::MAX - 5, POSITION_LIMIT] {
        let place = NumericBox::new([low, 0, 0], [low.wrapping_add(2), 1, 1]);
        let error = FieldMemory::zeros(shape, place).expect_err("a field that is too far away");
        let text = error.to_string();
        assert!(text.contains("cannot reach to the coordinate"), "{text}");
    }
}
