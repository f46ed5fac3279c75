//! Running a program in every way that there is.

use crate::program::{Case, Parameter};
use crate::random::Random;
use fvopt_boxes::NumericBox;
use fvopt_interpreter::{self as interpreter, Array, Cells, HostField, Number, Shape};
use fvopt_runtime::{
    Argument, ArgumentType, FieldMemory, FieldShape, HostArray, HostFunctions, Options, Program,
};
use mlir_shim::{
    diagnostic,
    ir::{Attr, Ctx, OwnedModule, Scalar},
    melior::{Context, dialect::DialectRegistry, utility::register_all_dialects},
    pass::run_pipeline,
};

/// A context with all dialects, and all passes registered.
pub fn context() -> Context {
    static ONCE: std::sync::Once = std::sync::Once::new();
    let registry = DialectRegistry::new();
    register_all_dialects(&registry);
    ir_program::register(&registry);
    ONCE.call_once(|| {
        mlir_shim::register_upstream_passes();
        fvopt_passes::register();
        fvopt_lowering::register();
    });
    let context = Context::new();
    context.append_dialect_registry(&registry);
    context.load_all_available_dialects();
    context
}

/// What came of a program.
#[derive(Clone, PartialEq, Debug)]
pub enum Outcome {
    /// All ways agree.
    Equal,
    /// The interpreter refuses the program as it was written.
    Rejected(String),
    /// A way that does not agree, and how.
    Failed(&'static str, String),
}

/// The host function `@mix(field, low i, high i, low j, ...)`: changes the field on a box.
struct Mix;

impl HostFunctions for Mix {
    fn has(&self, name: &str) -> bool {
        name == "mix"
    }

    fn call(&mut self, _name: &str, fields: &mut [&mut dyn HostArray], scalars: &[f64]) -> i32 {
        for field in fields.iter_mut() {
            let bounds = field.bounds();
            let place = NumericBox::new(
                [scalars[0] as i64, scalars[2] as i64, scalars[4] as i64],
                [scalars[1] as i64, scalars[3] as i64, scalars[5] as i64],
            );
            for component in 0..field.components() {
                for point in bounds.points() {
                    // Only axes that the field has more than one point of, or all of.
                    let inside = (0..3).all(|axis| {
                        (bounds.low[axis] == 0 && bounds.high[axis] == 1 && !place.is_empty())
                            || (place.low[axis]..place.high[axis]).contains(&point[axis])
                    });
                    if inside {
                        let value = field.get(component, point);
                        field.set(component, point, value * 0.75 + 0.125);
                    }
                }
            }
        }
        0
    }
}

struct Interpreted<'a>(&'a mut HostField);

impl HostArray for Interpreted<'_> {
    fn bounds(&self) -> NumericBox {
        self.0.array.bounds()
    }

    fn components(&self) -> usize {
        self.0.array.shape().components()
    }

    fn get(&self, component: usize, point: [i64; 3]) -> f64 {
        let value = self.0.array.get(component, point);
        value.map_or(f64::NAN, Number::to_f64)
    }

    fn set(&mut self, component: usize, point: [i64; 3], value: f64) {
        let value = Number::nearest(self.0.array.shape().element, value);
        self.0.array.set(component, point, value);
    }
}

impl interpreter::HostFunctions for Mix {
    fn call(&mut self, name: &str, fields: &mut [HostField], scalars: &[Number]) -> i32 {
        let mut arrays: Vec<Interpreted> = fields.iter_mut().map(Interpreted).collect();
        let mut views: Vec<&mut dyn HostArray> = arrays
            .iter_mut()
            .map(|array| array as &mut dyn HostArray)
            .collect();
        let scalars: Vec<f64> = scalars.iter().map(|scalar| scalar.to_f64()).collect();
        HostFunctions::call(self, name, &mut views, &scalars)
    }
}

fn bytes(array: &Array) -> Vec<u8> {
    match array.cells() {
        Cells::F64(cells) => cells.iter().flat_map(|cell| cell.to_ne_bytes()).collect(),
        Cells::F32(cells) => cells.iter().flat_map(|cell| cell.to_ne_bytes()).collect(),
        Cells::I1(cells) => cells.clone(),
        Cells::I8(cells) => cells.iter().map(|cell| *cell as u8).collect(),
        Cells::I16(cells) => cells.iter().flat_map(|cell| cell.to_ne_bytes()).collect(),
        Cells::I32(cells) => cells.iter().flat_map(|cell| cell.to_ne_bytes()).collect(),
        Cells::I64(cells) => cells.iter().flat_map(|cell| cell.to_ne_bytes()).collect(),
    }
}

/// The first element that differs; any NaN equals any NaN.
fn difference(element: Scalar, left: &[u8], expected: &After) -> Option<(usize, String)> {
    let size = element.bytes();
    let pairs = left.chunks(size).zip(expected.bytes.chunks(size));
    pairs.enumerate().find_map(|(number, (left, right))| {
        let defined = expected.defined.as_ref();
        if left == right || defined.is_some_and(|defined| !defined[number]) {
            return None;
        }
        let number_of = |bytes: &[u8]| match element {
            Scalar::F64 => f64::from_ne_bytes(bytes.try_into().unwrap_or_default()),
            Scalar::F32 => f64::from(f32::from_ne_bytes(bytes.try_into().unwrap_or_default())),
            _ => f64::from(bytes[0]),
        };
        let (left, right) = (number_of(left), number_of(right));
        (!(left.is_nan() && right.is_nan())).then(|| (number, format!("{left:?}, not {right:?}")))
    })
}

/// The data of a run.
enum Data {
    Field(FieldShape, Array),
    Same(usize),
    Scalar(Scalar, u64),
}

/// The bytes of the fields after a run, by argument; of the interpreter also which elements are
/// defined, where not all are (a swap with an allocation can leave some that are not).
struct After {
    number: usize,
    bytes: Vec<u8>,
    defined: Option<Vec<bool>>,
}

type Fields = Vec<After>;

struct Runner<'a> {
    case: &'a Case,
    data: Vec<Data>,
}

impl Runner<'_> {
    fn interpret(&self, module: &OwnedModule<'_>) -> Result<(Fields, bool), String> {
        let mut kept: Vec<Option<interpreter::Field>> = vec![None; self.data.len()];
        let mut arguments = Vec::new();
        for (number, data) in self.data.iter().enumerate() {
            arguments.push(match data {
                Data::Scalar(ty, bits) => {
                    interpreter::Argument::Scalar(Number::from_bits(*ty, *bits))
                }
                Data::Same(first) => {
                    interpreter::Argument::Field(kept[*first].clone().expect("an earlier field"))
                }
                Data::Field(_, array) => {
                    let field = interpreter::Field::new(array.clone());
                    kept[number] = Some(field.clone());
                    interpreter::Argument::Field(field)
                }
            });
        }
        let options = interpreter::Options {
            checked: true,
            threads: Some(1),
            host: Some(&mut Mix),
            ..interpreter::Options::default()
        };
        let report =
            interpreter::interpret(module.op(), "main", self.case.domain, &arguments, options)
                .map_err(|error| format!("{error}"))?;
        let fields = kept.into_iter().enumerate();
        let fields = fields
            .filter_map(|(number, field)| {
                let field = field?;
                Some(After {
                    number,
                    bytes: bytes(&field.array()),
                    defined: field.defined(),
                })
            })
            .collect();
        Ok((fields, report.clamped.is_empty()))
    }

    fn compiled(&self, program: &Program<'_>) -> Result<Fields, String> {
        let mut memories: Vec<Option<FieldMemory>> = vec![None; self.data.len()];
        let mut arguments = Vec::new();
        for (number, data) in self.data.iter().enumerate() {
            arguments.push(match data {
                Data::Scalar(ty, bits) => Argument::Scalar(*ty, *bits),
                Data::Same(first) => {
                    Argument::Field(memories[*first].clone().expect("an earlier field"))
                }
                Data::Field(shape, array) => {
                    let memory = FieldMemory::zeros(shape, array.bounds())
                        .map_err(|error| error.to_string())?;
                    memory.write_bytes(&bytes(array));
                    memories[number] = Some(memory.clone());
                    Argument::Field(memory)
                }
            });
        }
        let text = |error: fvopt_runtime::Error| format!("{error}");
        let mut binding = program.bind(self.case.domain, &arguments).map_err(text)?;
        binding.call(&mut Mix).map_err(text)?;
        let fields = memories.into_iter().enumerate();
        Ok(fields
            .filter_map(|(number, memory)| {
                Some(After {
                    number,
                    bytes: memory?.to_bytes(),
                    defined: None,
                })
            })
            .collect())
    }

    fn compare(&self, expected: &Fields, found: &Fields) -> Result<(), String> {
        for (expected, found) in expected.iter().zip(found) {
            let number = expected.number;
            let Data::Field(shape, array) = &self.data[number] else {
                continue;
            };
            if let Some((at, text)) = difference(shape.element, &found.bytes, expected) {
                let point = array
                    .bounds()
                    .points()
                    .nth(at % array.bounds().volume().unwrap_or(1).max(1));
                return Err(format!(
                    "argument {number} at {point:?} (element {at} of {:?}) is {text}",
                    array.bounds()
                ));
            }
        }
        Ok(())
    }
}

/// Parses, or says why not.
fn parse<'c>(context: &'c Context, text: &str) -> Result<OwnedModule<'c>, String> {
    let (module, diagnostics) = diagnostic::capture(Ctx::of(context), || {
        OwnedModule::parse(Ctx::of(context), text)
    });
    module.ok_or_else(|| format!("{diagnostics:?}"))
}

/// How far around the domain generous allocations reach.
const GENEROUS: i64 = 10;

/// Runs a program in every way and compares whole allocations.
pub fn differential(context: &Context, case: &Case) -> Outcome {
    // What must be offered is what is needed for certain; ends that are computed while running may
    // need more, which both sides report: then once more on generous allocations.
    let outcome = run(context, case, false);
    let scarce = match &outcome {
        Ok(Outcome::Rejected(text)) => text.contains("outside"),
        Err((_, text)) => text.contains("too small on the") || text.contains("is outside"),
        _ => false,
    };
    match if scarce {
        run(context, case, true)
    } else {
        outcome
    } {
        Ok(outcome) => outcome,
        // Refused for what the entry's domain makes of a nested program.
        Err(("compile", text))
            if text.contains("a view is passed to the host") || text.contains("[sweep_c3]") =>
        {
            Outcome::Rejected(text)
        }
        Err((way, text)) => Outcome::Failed(way, text),
    }
}

fn run(context: &Context, case: &Case, generous: bool) -> Result<Outcome, (&'static str, String)> {
    let module = parse(context, &case.text).map_err(|text| ("parse", text))?;
    let mut choices = Random::new(case.seed).part(9);
    let equal: Vec<(usize, usize)> = case
        .parameters
        .iter()
        .enumerate()
        .filter_map(|(number, parameter)| match parameter {
            Parameter::Same(first) => Some((*first, number)),
            _ => None,
        })
        .collect();
    let level = if choices.chance(10) { 3 } else { 1 };
    let options = Options {
        domain: Some(case.domain),
        checked: false,
        level,
    };
    let failed = |way: &'static str| move |error: fvopt_runtime::Error| (way, format!("{error}"));
    let program = Program::new(&module, "main", options.clone()).map_err(failed("compile"))?;
    let more = choices.chance(10);
    let others = if more {
        let unpinned = Options {
            domain: None,
            ..options.clone()
        };
        let checked = Options {
            checked: true,
            ..options.clone()
        };
        vec![
            (
                "unpinned",
                Program::new(&module, "main", unpinned).map_err(failed("unpinned"))?,
            ),
            (
                "checked",
                Program::new(&module, "main", checked).map_err(failed("checked"))?,
            ),
        ]
    } else {
        Vec::new()
    };
    let numbers: Vec<Option<i64>> = case
        .parameters
        .iter()
        .map(|parameter| match parameter {
            Parameter::Index(value) => Some(*value),
            _ => None,
        })
        .collect();
    // What all ways that run need together.
    let mut needed = program
        .required(&equal, case.domain, &numbers)
        .map_err(failed("compile"))?;
    for (way, other) in &others {
        let its = other
            .required(&equal, case.domain, &numbers)
            .map_err(failed(way))?;
        for (all, one) in needed.iter_mut().zip(its) {
            *all = hull(*all, one);
        }
    }
    let signature = program.signature().clone();
    let needed: Vec<Option<NumericBox>> = needed
        .into_iter()
        .map(|part| part.map(|part| finite(part, case.domain)))
        .collect();
    let slack = if choices.chance(50) { 0 } else { 1 };
    let mut data = Vec::new();
    for (number, parameter) in case.parameters.iter().enumerate() {
        let (_, ty) = &signature.arguments[number];
        data.push(match (parameter, ty) {
            (Parameter::Float(value), _) => Data::Scalar(Scalar::F64, value.to_bits()),
            (Parameter::Index(value), _) => Data::Scalar(Scalar::Index, *value as u64),
            (Parameter::Same(first), _) => Data::Same(*first),
            (Parameter::Field(seed), ArgumentType::Field(shape)) => {
                // Fields of one type may be swapped or be one field: one size for all.
                let alike = (0..needed.len())
                    .filter(|other| signature.arguments[*other].1 == *ty)
                    .fold(None, |all, other| hull(all, needed[other]));
                let mut place = alike.unwrap_or(NumericBox::new([0; 3], case.domain));
                if generous {
                    let around = case.domain.map(|size| size + GENEROUS);
                    place = place.hull(&NumericBox::new([-GENEROUS; 3], around));
                }
                for axis in 0..3 {
                    place.low[axis] -= slack;
                    place.high[axis] = place.high[axis].max(place.low[axis]) + slack;
                }
                Data::Field(shape.clone(), array(shape, place, *seed))
            }
            (Parameter::Field(_), ArgumentType::Scalar(_)) => {
                return Err(("signature", "a scalar where a field is expected".into()));
            }
        });
    }
    let runner = Runner { case, data };
    let (expected, unclamped) = match runner.interpret(&module) {
        Ok(done) => done,
        Err(text) => return Ok(Outcome::Rejected(text)),
    };
    let check = |way: &'static str, found: Result<Fields, String>| {
        let found = found.map_err(|text| (way, text))?;
        runner
            .compare(&expected, &found)
            .map_err(|text| (way, text))
    };
    let pairs: Vec<String> = equal.iter().map(|(a, b)| format!("{a}={b}")).collect();
    let unify = match equal.is_empty() {
        true => String::new(),
        false => format!(
            "program-unify-arguments{{entry=main arguments={}}},",
            pairs.join(";")
        ),
    };
    let pinned = choices.chance(50);
    let mut stages = vec![
        ("flattened", format!("{unify}program-flatten{{entry=main}}")),
        (
            "bounds",
            "canonicalize,cse,stencil-infer-bounds".to_string(),
        ),
        ("kernels", "program-schedule".to_string()),
        ("buffers", "program-share-buffers".to_string()),
    ];
    // Whether inlining pays does not matter here: now and then everything is inlined that can be,
    // before or after bounds are there.
    let forward = if choices.chance(70) {
        "stencil-forward-inserts,"
    } else {
        ""
    };
    let options = match choices.chance(50) {
        true => "{max-operations=4000 operations-per-value=1000000}",
        false => "",
    };
    let inline = format!("{forward}stencil-inline{options}");
    stages.insert(1 + choices.below(2), ("inlined", inline));
    for (way, pipeline) in stages {
        if way == "bounds"
            && pinned
            && let Some(main) = module
                .block()
                .ops()
                .into_iter()
                .find(|op| op.symbol_name() == Some("main"))
        {
            main.set_attr("domain", Attr::i64_array(main.context(), &case.domain));
        }
        let (result, diagnostics) = diagnostic::capture(module.op().context(), || {
            run_pipeline(module.op(), &format!("builtin.module({pipeline})"))
        });
        result.map_err(|_| (way, format!("{diagnostics:?}")))?;
        check(way, runner.interpret(&module).map(|(fields, _)| fields))?;
    }
    check("compiled", runner.compiled(&program))?;
    for (way, other) in &others {
        match runner.compiled(other) {
            Err(_) if *way == "checked" && !unclamped => {}
            found => check(way, found)?,
        }
    }
    Ok(Outcome::Equal)
}

fn hull(left: Option<NumericBox>, right: Option<NumericBox>) -> Option<NumericBox> {
    match (left, right) {
        (Some(left), Some(right)) => Some(left.hull(&right)),
        (one, None) | (None, one) => one,
    }
}

/// Ends that are only known when running become generous, and an empty part one point.
fn finite(part: NumericBox, domain: [i64; 3]) -> NumericBox {
    let mut part = part;
    for (axis, size) in domain.into_iter().enumerate() {
        if part.low[axis] == i64::MIN {
            part.low[axis] = -8;
        }
        if part.high[axis] == i64::MAX {
            part.high[axis] = size + 8;
        }
    }
    if (0..3).any(|axis| part.high[axis] <= part.low[axis]) {
        return NumericBox::new([0; 3], [1; 3]);
    }
    part
}

/// Floats from 1 to 2, small integers.
fn array(shape: &FieldShape, place: NumericBox, seed: u64) -> Array {
    let mut random = Random::new(seed);
    let element = shape.element;
    let interpreted = Shape {
        axes: shape.axes,
        data: shape.data.clone(),
        element,
    };
    let value = |_: usize, _: [i64; 3]| {
        let unit = random.below(1 << 20) as f64 / f64::from(1 << 20);
        match element {
            Scalar::F64 => Number::f64(1.0 + unit),
            Scalar::F32 => Number::f32(1.0 + unit as f32 * 0.999),
            Scalar::I1 => Number::integer(element, (unit * 2.0) as i64),
            _ => Number::integer(element, (unit * 4.0) as i64),
        }
    };
    Array::from_fn(interpreted, place.low, place.high, value).expect("small arrays fit")
}
