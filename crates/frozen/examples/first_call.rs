//! What the first call of a frozen program costs in a process that has no compiler:
//!
//! ```text
//! fvopt compile bench/programs/transport.mlir -o build
//! cargo run -p fvopt-frozen --example first_call -- build/transport.json 64,64,80
//! ```
//!
//! Loads the artifact, binds fields of zeros with the halo that the program needs, and calls. Prints
//! milliseconds: of loading, of binding, of the first call and of the fastest of the next ones.

use fvopt_boxes::NumericBox;
use fvopt_frozen::{Argument, ArgumentType, Artifact, FieldMemory};
use fvopt_native::Scalar;
use std::{error::Error, path::Path, time::Instant};

fn main() -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let arguments: Vec<String> = std::env::args().collect();
    let [_, manifest, domain, rest @ ..] = &arguments[..] else {
        return Err("usage: first_call MANIFEST I,J,K [THREADS]".into());
    };
    let sizes = domain
        .split(',')
        .map(str::parse)
        .collect::<Result<Vec<i64>, _>>()?;
    let domain: [i64; 3] = sizes.try_into().map_err(|_| "a domain has three sizes")?;
    let milliseconds = |start: Instant| start.elapsed().as_secs_f64() * 1e3;

    let loading = Instant::now();
    let artifact = Artifact::load(Path::new(manifest))?;
    let loaded = milliseconds(loading);
    if let [threads] = rest {
        fvopt_native::set_threads(threads.parse()?)?;
    }

    let fields = Instant::now();
    let signature = artifact.signature();
    // Integers are 1, so that loops run once.
    let scalars: Vec<Option<i64>> = signature.arguments.iter().map(|_| Some(1)).collect();
    let required = artifact.required(domain, &scalars);
    let mut given = Vec::new();
    for ((_, ty), part) in signature.arguments.iter().zip(required) {
        given.push(match ty {
            ArgumentType::Scalar(Scalar::F64) => Argument::Scalar(Scalar::F64, 0.5f64.to_bits()),
            ArgumentType::Scalar(Scalar::F32) => {
                Argument::Scalar(Scalar::F32, u64::from(0.5f32.to_bits()))
            }
            ArgumentType::Scalar(scalar) => Argument::Scalar(*scalar, 1),
            ArgumentType::Field(shape) => {
                let part = part.unwrap_or(NumericBox::new([0; 3], domain));
                Argument::Field(FieldMemory::zeros(shape, part)?)
            }
            _ => return Err("an argument of a kind that this example does not know".into()),
        });
    }
    let fields = milliseconds(fields);
    let binding = Instant::now();
    let mut bound = artifact.bind(domain, &given)?;
    let binding = milliseconds(binding);

    let call = |bound: &mut fvopt_frozen::Binding| -> Result<f64, Box<dyn Error>> {
        let start = Instant::now();
        bound.call()?;
        Ok(milliseconds(start))
    };
    let first = call(&mut bound)?;
    let to_here = milliseconds(start);
    let mut best = f64::INFINITY;
    for _ in 0..20 {
        best = best.min(call(&mut bound)?);
    }
    println!(
        "load {loaded:.2} ms, bind {binding:.3} ms, first call {first:.2} ms, later calls {best:.2} ms; \
         {:.2} ms from the start of the process to the end of the first call, {fields:.2} ms for fields not counted",
        to_here - fields
    );
    Ok(())
}
