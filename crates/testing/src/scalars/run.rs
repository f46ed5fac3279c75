//! Many bodies in one program, compiled and interpreted.

use super::{Body, Kind, RESULTS, constants};
use crate::{
    random::Random,
    run::{Data, Fields, Runner, parse},
};
use fvopt_boxes::NumericBox;
use fvopt_interpreter::{Array, Number, Shape};
use fvopt_math::Math;
use fvopt_runtime::{ArgumentType, Program, Target};
use mlir_shim::{ir::Scalar, melior::Context};
use std::fmt::Write;

/// The points at which a body runs: whole vectors and a rest.
const POINTS: i64 = 29;

/// The scalar argument: its low 32 bits are another number.
const SCALAR: i64 = 4_294_967_301;

/// More iterations than any loop that is written here has.
const STEP_LIMIT: u64 = 1000;

/// A body that does not give what the interpreter gives.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Which of the bodies.
    pub body: usize,
    /// What is wrong.
    pub text: String,
}

/// The kinds that fields can have.
fn elements() -> impl Iterator<Item = Kind> {
    Kind::ALL.into_iter().filter(|kind| kind.element() == *kind)
}

/// A program that runs each body on a level of its own.
pub fn module(bodies: &[Body]) -> String {
    let mut text = String::new();
    let mut arguments = Vec::new();
    let mut loads = String::new();
    for kind in elements() {
        let name = kind.text();
        let _ = writeln!(text, "!f_{name} = !stencil.field<i x {name}>");
        let _ = writeln!(text, "!t_{name} = !stencil.temp<i x {name}>");
        let _ = writeln!(text, "!g_{name} = !stencil.field<ik x {name}>");
        let _ = writeln!(text, "!r_{name} = !stencil.temp<ik x {name}>");
        for letter in ["a", "b"] {
            arguments.push(format!("%{letter}{letter}_{name}: !f_{name}"));
            let load = format!("stencil.load %{letter}{letter}_{name} : !f_{name} -> !t_{name}");
            let _ = writeln!(loads, "  %{letter}_{name} = {load}");
        }
    }
    for kind in elements() {
        let name = kind.text();
        for number in 0..RESULTS {
            arguments.push(format!("%o{number}_{name}: !g_{name}"));
        }
    }
    arguments.push("%s: index".into());
    let _ = writeln!(text, "stencil.func @main({}) {{", arguments.join(", "));
    let _ = writeln!(text, "  %zero = arith.constant 0 : index");
    text.push_str(&loads);
    for (level, body) in bodies.iter().enumerate() {
        let stored: Vec<Kind> = body.stored();
        let types: Vec<String> = stored
            .iter()
            .map(|kind| format!("!r_{}", kind.text()))
            .collect();
        let count = stored.len();
        let types = types.join(", ");
        let _ = writeln!(text, "  %r{level}:{count} = stencil.apply -> ({types}) {{");
        text.push_str(&body.text());
        let mut yielded = Vec::new();
        for (number, result) in body.block.results.iter().enumerate() {
            match body.kinds[*result] {
                Kind::Index => {
                    let cast = format!("arith.index_cast %v{result} : index to i64");
                    let _ = writeln!(text, "    %y{number} = {cast}");
                    yielded.push(format!("%y{number}"));
                }
                _ => yielded.push(format!("%v{result}")),
            }
        }
        let types: Vec<&str> = stored.iter().map(|kind| kind.text()).collect();
        let (yielded, types) = (yielded.join(", "), types.join(", "));
        let _ = writeln!(text, "    stencil.yield {yielded} : {types}\n  }}");
        for (number, kind) in stored.iter().enumerate() {
            let name = kind.text();
            let place = format!("(i = start to end, k = {level} to {})", level + 1);
            let _ = writeln!(
                text,
                "  stencil.store %r{level}#{number} to %o{number}_{name} {place} : !r_{name} to !g_{name}"
            );
        }
    }
    text.push_str("  stencil.return\n}\n");
    text
}

impl Body {
    fn stored(&self) -> Vec<Kind> {
        let results = self.block.results.iter();
        results
            .map(|result| self.kinds[*result].element())
            .collect()
    }
}

/// Runs bodies and says which differ; `choice` decides how they are compiled.
pub fn compare(context: &Context, bodies: &[Body], choice: u64) -> Vec<Finding> {
    match together(context, bodies, choice) {
        Ok(findings) => findings,
        Err(text) if bodies.len() == 1 => vec![Finding { body: 0, text }],
        // At least one of them is wrong: run each by itself.
        Err(_) => {
            let findings = bodies.iter().enumerate().flat_map(|(number, body)| {
                let own = compare(context, std::slice::from_ref(body), choice);
                own.into_iter().map(move |finding| Finding {
                    body: number,
                    ..finding
                })
            });
            findings.collect()
        }
    }
}

fn together(context: &Context, bodies: &[Body], choice: u64) -> Result<Vec<Finding>, String> {
    let module = parse(context, &module(bodies))?;
    let domain = [POINTS, 1, bodies.len() as i64];
    let math = Math::ALL[choice as usize / 4 % Math::ALL.len()];
    let target = Target {
        domain: (!choice.is_multiple_of(3)).then_some(domain),
        checked: choice % 8 == 7,
        math,
        level: [3, 1, 2, 3][choice as usize % 4],
        ..Target::host()
    };
    let program = Program::new(&module, "main", target).map_err(|error| error.to_string())?;
    let signature = program.signature();
    let data = signature.arguments.iter().enumerate();
    let data = data.map(|(number, (_, ty))| match ty {
        ArgumentType::Scalar(scalar) => Data::Scalar(*scalar, SCALAR as u64),
        ArgumentType::Field(shape) => {
            let (low, high) = match shape.has_axis(2) {
                true => ([0; 3], domain),
                false => ([-1, 0, 0], [POINTS + 1, 1, 1]),
            };
            let interpreted = Shape {
                axes: shape.axes,
                data: Vec::new(),
                element: shape.element,
            };
            let mut random = Random::new(number as u64);
            let kind = kind_of(shape.element);
            // Results start as zeros: where a body stores nothing both sides keep them.
            let value = |_: usize, _: [i64; 3]| {
                let bits = match shape.has_axis(2) {
                    true => 0,
                    false => constants::bits(kind, &mut random),
                };
                Number::from_bits(shape.element, bits)
            };
            let place = NumericBox::new(low, high);
            let array = Array::from_fn(interpreted, place.low, place.high, value);
            Data::Field(shape.clone(), array.expect("a small array"))
        }
        other => panic!("an argument of type {other:?}"),
    });
    let runner = Runner {
        math,
        domain,
        data: data.collect(),
    };
    let expected = runner
        .interpret_within(&module, STEP_LIMIT)
        .map_err(|text| format!("{REFUSED}: {text}"))?;
    let found = runner.compiled(&program)?;
    Ok(findings(bodies, &expected, &found))
}

/// The prefix of a finding that is no difference: the generator should not write such a body.
pub const REFUSED: &str = "the interpreter refuses";

fn kind_of(scalar: Scalar) -> Kind {
    let same = |kind: &Kind| kind.text() == scalar.name();
    Kind::ALL.into_iter().find(same).expect("a known type")
}

fn findings(bodies: &[Body], expected: &Fields, found: &Fields) -> Vec<Finding> {
    let outputs = 2 * elements().count();
    let field = |kind: Kind, number: usize| {
        let position = elements().position(|other| other == kind).unwrap_or(0);
        outputs + position * RESULTS + number
    };
    let mut findings = Vec::new();
    for (level, body) in bodies.iter().enumerate() {
        let differences = body.stored().into_iter().enumerate();
        let mut differences = differences.flat_map(|(number, kind)| {
            let at = field(kind, number);
            (0..POINTS).filter_map(move |i| {
                let point = [i, 0, level as i64];
                let [right, wrong] =
                    [expected, found].map(|fields| fields[at].array().get(0, point));
                let (right, wrong) = (right?, wrong?);
                (!same(kind, right, wrong)).then(|| {
                    format!(
                        "result {number} at point {i} is {wrong}, the interpreter gives {right}"
                    )
                })
            })
        });
        if let Some(first) = differences.next() {
            let others = differences.count();
            let text = format!("{first} ({others} other differences)");
            findings.push(Finding { body: level, text });
        }
    }
    findings
}

/// Bit for bit; any NaN is as any other.
fn same(kind: Kind, one: Number, other: Number) -> bool {
    let is_nan = |number: Number| match kind {
        Kind::F64 => f64::from_bits(number.bits()).is_nan(),
        Kind::F32 => f32::from_bits(number.bits() as u32).is_nan(),
        _ => false,
    };
    one.bits() == other.bits() || is_nan(one) && is_nan(other)
}
