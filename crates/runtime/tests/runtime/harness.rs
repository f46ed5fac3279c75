//! Programs, and fields for them.

use fvopt_boxes::NumericBox;
use fvopt_runtime::{Argument, ArgumentType, Artifact, Compiler, FieldMemory, Target};
use mlir_shim::{
    ir::{Ctx, OwnedModule, Scalar},
    melior::Context,
};

pub const DOMAIN: [i64; 3] = [7, 5, 4];

/// Steps of a diffusion: `%n` times, with a field of the program's own and a scalar factor.
pub const STEPS: &str = "
!f = !stencil.field<ijk x f64>
!t = !stencil.temp<ijk x f64>
stencil.func @step(%a: !f, %b: !f, %x: f64) {
  %l = stencil.load %a : !f -> !t
  %r = stencil.apply -> (!t) {
    %w = stencil.access %l[-1, 0, 0] : !t
    %e = stencil.access %l[1, 0, 0] : !t
    %m = stencil.access %l[0, 0, 0] : !t
    %s = arith.addf %w, %e : f64
    %p = arith.mulf %s, %x : f64
    %v = arith.addf %m, %p : f64
    stencil.yield %v : f64
  }
  stencil.store %r to %b (i = start to end, j = start to end, k = start to end) : !t to !f
  stencil.return
}
stencil.func @copy(%a: !f, %b: !f) {
  %l = stencil.load %a : !f -> !t
  stencil.store %l to %b (i = start to end, j = start to end, k = start to end) : !t to !f
  stencil.return
}
program.func @main(%q: !f, %x: f64, %n: index) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %next = program.alloc (i = start to end, j = start to end, k = start to end) : !f
  program.for %m = %zero to %n step %one {
    program.call @step(%q, %next, %x) : !f, !f, f64
    program.call @copy(%next, %q) : !f, !f
  }
  program.return
}";

pub fn context() -> Context {
    let context = Context::new();
    fvopt_lowering::load(&context);
    context
}

pub fn parse<'c>(context: &'c Context, text: &str) -> OwnedModule<'c> {
    OwnedModule::parse(Ctx::of(context), text).expect("valid text")
}

/// An artifact, whose module and context are gone.
pub fn compiled(text: &str, entry: &str, target: Target) -> Artifact {
    let context = context();
    let module = parse(&context, text);
    Compiler::new(target)
        .compile(&module, entry)
        .expect("it compiles")
}

/// Memory for a field argument, reaching so far around the domain, with numbers that depend on a seed.
pub fn field(artifact: &Artifact, name: &str, halo: i64, seed: usize) -> FieldMemory {
    let signature = artifact.signature();
    let number = signature.position(name).expect("an argument");
    let ArgumentType::Field(shape) = &signature.arguments[number].1 else {
        panic!("{name} is not a field")
    };
    let bounds = NumericBox::new([-halo; 3], DOMAIN.map(|size| size + halo));
    let memory = FieldMemory::zeros(shape, bounds).expect("small enough");
    let values = (0..memory.elements()).map(|number| ((number * 7 + seed * 13) % 101) as f64);
    let bytes: Vec<u8> = values.flat_map(f64::to_ne_bytes).collect();
    memory.write_bytes(&bytes).expect("as many as it has");
    memory
}

pub fn float(value: f64) -> Argument {
    Argument::Scalar(Scalar::F64, value.to_bits())
}

pub fn index(value: i64) -> Argument {
    Argument::Scalar(Scalar::Index, value as u64)
}

/// What `@main` of [`STEPS`] leaves in a field that [`field`] made with a halo of one.
pub fn steps(before: &FieldMemory, factor: f64, steps: usize) -> Vec<u8> {
    let size = DOMAIN.map(|size| size as usize + 2);
    let mut values: Vec<f64> = before
        .to_bytes()
        .chunks_exact(8)
        .map(|bytes| f64::from_ne_bytes(bytes.try_into().expect("eight bytes")))
        .collect();
    for _ in 0..steps {
        let old = values.clone();
        for k in 1..size[2] - 1 {
            for j in 1..size[1] - 1 {
                for i in 1..size[0] - 1 {
                    let at = (k * size[1] + j) * size[0] + i;
                    values[at] = old[at] + (old[at - 1] + old[at + 1]) * factor;
                }
            }
        }
    }
    values.into_iter().flat_map(f64::to_ne_bytes).collect()
}
