//! Running a program in every way that there is.

mod data;
mod host;
mod runner;
mod schedules;

use crate::program::{Case, Parameter};
use crate::random::Random;
use data::{array, finite, hull};
use fvopt_boxes::NumericBox;
use fvopt_math::Math;
use fvopt_runtime::{ArgumentType, Program, Target};
use mlir_shim::{
    diagnostic,
    ir::{Attr, Ctx, OwnedModule, Scalar},
    melior::Context,
    pass::run_pipeline,
};
pub use runner::{After, Data, Fields, Runner};

/// A context with all dialects, and all passes registered.
pub fn context() -> Context {
    let context = Context::new();
    fvopt_lowering::load(&context);
    context
}

/// The outcome of running a program in every way.
#[derive(Clone, PartialEq, Debug)]
pub enum Outcome {
    /// All ways agree.
    Equal,
    /// The interpreter refuses the program as it was written.
    Rejected(String),
    /// A way that does not agree, and how.
    Failed(&'static str, String),
}

/// Parses, or says why not.
pub fn parse<'c>(context: &'c Context, text: &str) -> Result<OwnedModule<'c>, String> {
    let (module, diagnostics) = diagnostic::capture(Ctx::of(context), || {
        OwnedModule::parse(Ctx::of(context), text)
    });
    module.ok_or_else(|| format!("{diagnostics:?}"))
}

/// How far around the domain generous allocations reach.
const GENEROUS: i64 = 10;

/// Runs a program in every way and compares whole allocations.
pub fn differential(context: &Context, case: &Case) -> Outcome {
    // The allocations are the certain part of the required regions. Ends that are computed while the
    // program runs may need more, which both sides report: then it runs again on generous allocations.
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
        Err(("compile", text)) if text.contains("[sweep_c3]") => Outcome::Rejected(text),
        // An access at any level of the memory, through an insert of what reads the next level, asks for one level more
        // than an allocation of any size has. The interpreter reads the levels alone that positions name.
        Err((_, text))
            if text.contains("too small on the") && case.kinds.contains("access_dyn: anywhere") =>
        {
            Outcome::Rejected(text)
        }
        Err((way, text)) => Outcome::Failed(way, text),
    }
}

/// Whose mathematical functions a case uses.
fn math(seed: u64) -> Math {
    Random::new(seed)
        .part(11)
        .pick(&[Math::Own, Math::Own, Math::Libm, Math::LibmProducts])
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
    let target = Target {
        domain: Some(case.domain),
        math: math(case.seed),
        level,
        ..Target::host()
    };
    let failed = |way: &'static str| move |error: fvopt_runtime::Error| (way, format!("{error}"));
    let program = Program::new(&module, "main", target.clone()).map_err(failed("compile"))?;
    let more = choices.chance(10);
    let others = if more {
        let unpinned = Target {
            domain: None,
            ..target.clone()
        };
        let checked = Target {
            checked: true,
            ..target.clone()
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
            (Parameter::Field(_), _) => {
                return Err(("signature", "a scalar where a field is expected".into()));
            }
        });
    }
    let runner = Runner {
        math: math(case.seed),
        domain: case.domain,
        data,
    };
    let expected = match runner.interpret(&module) {
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
    let at = 1 + choices.below(2);
    stages.insert(at, ("inlined", inline));
    // Whether lifting pays does not matter either, and any way to compute a body must be right.
    let options = match choices.below(3) {
        0 => "{lift=all max-iterations=2}",
        1 => "{lift=all max-iterations=0}",
        _ => "",
    };
    stages.insert(at + 1, ("simplified", format!("stencil-simplify{options}")));
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
        check(way, runner.interpret(&module))?;
    }
    check("compiled", runner.compiled(&program))?;
    if choices.chance(60) {
        // What an operation reads decides where it may run: a schedule that was made for bodies with dead
        // accesses need not serve without them, and compiling removes these.
        run_pipeline(module.op(), "builtin.module(canonicalize)")
            .map_err(|_| ("other schedules", "canonicalize fails".to_string()))?;
        schedules::shuffle(module.op(), &mut choices.part(7));
        let way = "other schedules";
        check(way, runner.interpret(&module))?;
        let target = Target {
            domain: Some(case.domain),
            math: math(case.seed),
            ..Target::host()
        };
        let program = Program::new(&module, "main", target).map_err(failed(way))?;
        check(way, runner.compiled(&program))?;
    }
    for (way, other) in &others {
        match runner.compiled(other) {
            Err(text) if *way == "checked" && is_unused_undefined(case, &text) => {}
            found => check(way, found)?,
        }
    }
    Ok(Outcome::Equal)
}

/// Checked mode reports the read of a value that was never written where it is read; the
/// interpreter where it matters, so not at all where nothing uses what came of it.
fn is_unused_undefined(case: &Case, text: &str) -> bool {
    let mut findings = text.lines().filter(|line| !line.ends_with(" more"));
    case.kinds.contains("init: undef") && findings.all(|line| line.contains("never written"))
}
