//! A compiler for one-line smoothing recipes, built on fvopt.
//!
//! The language: a list of weights such as `0.25 0.5 0.25`, applied along i, and
//! how often to apply them. The compiler brings its own context, builds the IR
//! with typed builders, lets fvopt flatten, schedule and compile it, and calls
//! the machine code:
//!
//! ```sh
//! cargo run -- 10 0.25 0.5 0.25
//! ```

use fvopt::{
    boxes::{Axes, Axis, End, IndexBox, NumericBox, Range},
    diagnostic,
    ir::{Builder, Ctx, Loc, OwnedModule, Scalar, Ty, Value},
    melior::Context,
    program::build as program,
    runtime::{Argument, ArgumentType, Artifact, Compiler, FieldMemory, Target},
    stencil::{
        boxes::SsaBox,
        build::{self as stencil, Built},
    },
};
use std::process::ExitCode;

/// What the user wrote.
struct Recipe {
    steps: i64,
    weights: Vec<f64>,
}

impl Recipe {
    fn parse(words: &[String]) -> Result<Self, String> {
        let [steps, weights @ ..] = words else {
            return Err("no recipe".into());
        };
        let steps = steps
            .parse()
            .map_err(|_| format!("`{steps}` is not a number of steps"))?;
        let weights: Result<Vec<f64>, String> = weights
            .iter()
            .map(|word| {
                word.parse()
                    .map_err(|_| format!("`{word}` is not a weight"))
            })
            .collect();
        let weights = weights?;
        if weights.len() % 2 == 0 {
            return Err(format!(
                "{} weights: an odd number is needed, so that one is the middle",
                weights.len()
            ));
        }
        Ok(Self { steps, weights })
    }

    /// How far the weights reach.
    fn reach(&self) -> i64 {
        (self.weights.len() / 2) as i64
    }
}

/// Builds `@smooth` (one application) and `@main` (all of them).
fn build<'c>(context: &'c Context, recipe: &Recipe) -> Built<OwnedModule<'c>> {
    let location = Loc::unknown(Ctx::of(context));
    let module = OwnedModule::new(location);
    fill(Builder::at_end(module.block(), location), recipe)?;
    Ok(module)
}

/// What is built lives as long as the borrow of its module.
fn fill<'m>(builder: Builder<'m>, recipe: &Recipe) -> Built<()> {
    let location = builder.location();
    let real = Ty::scalar(builder.context(), Scalar::F64);
    let axes = Axes::from(Axis::I);
    let field = Ty::field(location, axes, &[], real, None).expect("an f64 field along i");
    let temp = Ty::temp(location, axes, &[], real).expect("an f64 temp along i");
    let domain = || -> SsaBox<'m> {
        IndexBox::whole()
            .with_range(Axis::I, Range::domain())
            .into()
    };

    stencil::func(&builder, "smooth", &[field, field], |inside, arguments| {
        let old = stencil::load(inside, arguments[0], None)?;
        let new = stencil::apply(inside, None, &[temp], |body| {
            let mut sum: Option<Value<'m>> = None;
            for (number, weight) in recipe.weights.iter().enumerate() {
                let offset = number as i64 - recipe.reach();
                let value = stencil::access(body, old, &[offset], &[])?;
                let weight = body.constant(Scalar::F64, weight.to_bits());
                let product = body.binary("arith.mulf", weight, value);
                sum = Some(match sum {
                    Some(sum) => body.binary("arith.addf", sum, product),
                    None => product,
                });
            }
            Ok(vec![sum.expect("at least one weight")])
        })?;
        stencil::store(inside, new.0.result(0), arguments[1], &[], &domain())?;
        Ok(())
    })?;

    program::func(&builder, "main", &[field], None, |inside, arguments| {
        let reach = recipe.reach();
        let all =
            IndexBox::whole().with_range(Axis::I, Range::new(End::Start(-reach), End::End(reach)));
        let next = program::alloc(inside, field, &all.into())?;
        let range = [inside.index(0), inside.index(recipe.steps), inside.index(1)];
        program::for_loop(inside, range, &[], |body, _, _| {
            // The new values of the domain replace the old ones; the zeros around it stay.
            program::call(body, "smooth", &[arguments[0], next], None)?;
            let values = stencil::load(body, next, None)?;
            stencil::store(body, values, arguments[0], &[], &domain())?;
            Ok(Vec::new())
        })?;
        Ok(())
    })?;
    Ok(())
}

/// Compiles a recipe. The artifact needs the context no more.
fn compile(recipe: &Recipe) -> Result<Artifact, String> {
    let context = Context::new();
    fvopt::load(&context);
    let (module, diagnostics) = diagnostic::capture(Ctx::of(&context), || build(&context, recipe));
    let module = module.map_err(|error| format!("{error} {diagnostics:?}"))?;
    if !module.op().verify() {
        return Err("the module does not verify".into());
    }
    let artifact = Compiler::new(Target::host())
        .compile(&module, "main")
        .map_err(|error| error.to_string())?;
    Ok(artifact)
}

/// Applies a compiled recipe to a line of values; what lies beyond its ends is zero.
fn apply(artifact: &Artifact, recipe: &Recipe, line: &[f64]) -> Result<Vec<f64>, String> {
    let domain = [line.len() as i64, 1, 1];
    let ArgumentType::Field(shape) = &artifact.signature().arguments[0].1 else {
        return Err("the argument is a field".into());
    };
    let reach = recipe.reach();
    let bounds = NumericBox::new([-reach, 0, 0], [domain[0] + reach, 1, 1]);
    let memory = FieldMemory::zeros(shape, bounds).map_err(|error| error.to_string())?;
    let halo = vec![0.0; reach as usize];
    let values = [&halo[..], line, &halo[..]].concat();
    let bytes: Vec<u8> = values
        .iter()
        .flat_map(|value| value.to_ne_bytes())
        .collect();
    memory
        .write_bytes(&bytes)
        .map_err(|error| error.to_string())?;
    let mut binding = artifact
        .bind(domain, &[Argument::Field(memory.clone())])
        .map_err(|error| error.to_string())?;
    binding.call().map_err(|error| error.to_string())?;
    Ok(memory
        .to_bytes()
        .chunks_exact(8)
        .skip(reach as usize)
        .take(line.len())
        .map(|chunk| f64::from_ne_bytes(chunk.try_into().expect("eight bytes")))
        .collect())
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let mut line = vec![0.0; 17];
    line[8] = 1.0;
    let result = Recipe::parse(&words).and_then(|recipe| apply(&compile(&recipe)?, &recipe, &line));
    match result {
        Ok(line) => {
            for value in line {
                println!("{value:.6}");
            }
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("error: {message}\nusage: embed STEPS WEIGHT... (an odd number of weights)");
            ExitCode::from(2)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_a_loop() {
        let recipe = Recipe {
            steps: 3,
            weights: vec![0.25, 0.5, 0.25],
        };
        let mut line: Vec<f64> = (0..9).map(|value| f64::from(value * value % 7)).collect();
        let compiled = apply(&compile(&recipe).unwrap(), &recipe, &line).unwrap();
        for _ in 0..recipe.steps {
            let at = |position: i64| {
                usize::try_from(position)
                    .ok()
                    .and_then(|position| line.get(position))
                    .copied()
                    .unwrap_or(0.0)
            };
            line = (0..9)
                .map(|i| 0.25 * at(i - 1) + 0.5 * at(i) + 0.25 * at(i + 1))
                .collect();
        }
        assert_eq!(compiled, line);
    }

    #[test]
    fn threads_share_what_was_compiled_once() {
        let recipe = Recipe {
            steps: 2,
            weights: vec![0.25, 0.5, 0.25],
        };
        let lines: Vec<Vec<f64>> = (1..5).map(|value| vec![f64::from(value); 9]).collect();
        let artifact = compile(&recipe).unwrap();
        let one_by_one: Vec<Vec<f64>> = lines
            .iter()
            .map(|line| apply(&artifact, &recipe, line).unwrap())
            .collect();
        let at_once: Vec<Vec<f64>> = std::thread::scope(|scope| {
            let threads: Vec<_> = lines
                .iter()
                .map(|line| scope.spawn(|| apply(&artifact, &recipe, line).unwrap()))
                .collect();
            let results = threads.into_iter().map(|thread| thread.join().unwrap());
            results.collect()
        });
        assert_eq!(at_once, one_by_one);
        assert_eq!(at_once[0][4], 1.0);
    }

    #[test]
    fn says_what_is_wrong_with_a_recipe() {
        let words = ["1", "0.5", "0.5"].map(String::from);
        let error = Recipe::parse(&words).err().unwrap();
        assert!(error.contains("odd number"), "{error}");
    }
}
