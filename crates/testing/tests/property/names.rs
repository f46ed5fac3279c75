//! Symbols of any name: programs, stencils and host functions.

// requirement M4

use fvopt_boxes::NumericBox;
use fvopt_lowering::pipeline::{self, Settings};
use fvopt_runtime::{
    Argument, ArgumentType, Error, FieldMemory, HostArray, HostFunctions, NoHost, Program, Target,
};
use fvopt_testing::context;
use mlir_shim::{
    diagnostic,
    ir::{Ctx, OwnedModule, Symbol},
    libm::{Function, lookup},
    pass::run_pipeline,
};

/// Names that C, libm, OpenMP, LLVM, MLIR or fvopt itself have, names that are no text of a
/// pipeline, and names that look like those that fvopt makes.
const NAMES: &[&str] = &[
    "main",
    "memcpy",
    "malloc",
    "free",
    "exp",
    "sin",
    "a b",
    "x},cse{",
    "a max-operations=1",
    "größe",
    "a\0b",
    "a\\20b",
    "it's \"quoted\"",
    "llvm.memcpy",
    "llvm.memcpy.p0.p0.i64",
    "__kmpc_fork_call",
    "_mlir_main",
    "_mlir_memref_to_llvm_free",
    "__mlir_math_ipowi_i64",
    "fvopt_host_callback",
    "fvopt_host_report",
    "fvopt_libm_exp_f64",
    "fvopt.main",
    "main_kernel_0",
    "main.kernel_0",
    "main$entry",
    "s$entry",
    "@",
    "1",
    " ",
];

/// A name in textual IR, every byte of it as an escape.
fn quoted(name: &str) -> String {
    let bytes: String = name.bytes().map(|byte| format!("\\{byte:02X}")).collect();
    format!("@\"{bytes}\"")
}

/// A program that calls a stencil and a host function.
fn text(program: &str, stencil: &str, host: &str) -> String {
    let everywhere = "(i = start to end, j = start to end, k = start to end)";
    format!(
        "!f = !stencil.field<ijk x f64>
!t = !stencil.temp<ijk x f64>
program.func {}(%a: !f, %b: !f) {{
  program.call {}(%a, %b) : !f, !f
  program.callback {}(%b) reads [{everywhere}] writes [{everywhere}] : !f
  program.return
}}
stencil.func {}(%a: !f, %b: !f) {{
  %l = stencil.load %a : !f -> !t
  %r = stencil.apply -> (!t) {{
    %v = stencil.access %l[0, 0, 0] : !t
    %e = math.exp %v : f64
    stencil.yield %e : f64
  }}
  stencil.store %r to %b {everywhere} : !t to !f
  stencil.return
}}",
        quoted(program),
        quoted(stencil),
        quoted(host),
        quoted(stencil),
    )
}

/// A host with one function, which doubles.
struct Doubles(&'static str, u32);

impl HostFunctions for Doubles {
    fn has(&self, name: &str) -> bool {
        name == self.0
    }

    fn call(&mut self, name: &str, fields: &mut [&mut dyn HostArray], _scalars: &[f64]) -> i32 {
        assert_eq!(name, self.0);
        self.1 += 1;
        for point in fields[0].bounds().points() {
            let value = fields[0].get(0, point);
            fields[0].set(0, point, 2.0 * value);
        }
        0
    }
}

const DOMAIN: [i64; 3] = [5, 4, 3];

/// Binds ones to an entry and calls it; what its second argument holds then.
fn call(
    module: &OwnedModule<'_>,
    entry: &str,
    same: bool,
    host: impl HostFunctions,
) -> Result<f64, Error> {
    let target = Target {
        domain: Some(DOMAIN),
        level: 1,
        ..Target::host()
    };
    let program = Program::new(module, entry, target)?;
    let ArgumentType::Field(shape) = &program.signature().arguments[0].1 else {
        panic!("a field")
    };
    let ones = || -> Result<FieldMemory, Error> {
        let field = FieldMemory::zeros(shape, NumericBox::new([0; 3], DOMAIN))?;
        let bytes: Vec<u8> = (0..field.elements())
            .flat_map(|_| 1f64.to_ne_bytes())
            .collect();
        field.write_bytes(&bytes)?;
        Ok(field)
    };
    let first = ones()?;
    let second = if same { first.clone() } else { ones()? };
    let arguments = [Argument::Field(first), Argument::Field(second.clone())];
    program.bind_with_host(DOMAIN, &arguments, host)?.call()?;
    let bytes = second.to_bytes();
    let values: Vec<f64> = bytes
        .chunks_exact(8)
        .map(|bytes| f64::from_ne_bytes(bytes.try_into().expect("eight bytes")))
        .collect();
    assert!(
        values
            .iter()
            .all(|value| value.to_bits() == values[0].to_bits())
    );
    Ok(values[0])
}

#[test]
fn programs_stencils_and_host_functions_have_any_name() {
    let context = context();
    let Some(Function::Unary { f64: exp, .. }) = lookup("math.exp") else {
        panic!("a function of one argument")
    };
    let e = exp(1.0);
    for (number, name) in NAMES.iter().copied().enumerate() {
        let stencil = NAMES[(number + 1) % NAMES.len()];
        let module =
            OwnedModule::parse(Ctx::of(&context), &text(name, stencil, name)).expect("valid text");
        let mut host = Doubles(name, 0);
        let value = call(&module, name, false, &mut host).expect("it runs");
        assert_eq!((value, host.1), (2.0 * e, 1), "{name:?}");
        // A stencil as the entry, and arguments that are one field.
        assert_eq!(call(&module, stencil, true, NoHost), Ok(e), "{stencil:?}");
        // Errors show the name that the user wrote.
        let missing = call(&module, name, false, NoHost).expect_err("no such function");
        let shown = format!("the host has no function {}", Symbol(name));
        assert_eq!(missing, Error::Bind(shown));
    }
}

#[test]
fn pipelines_are_printed_so_that_any_entry_can_be_read_back() {
    let context = context();
    for (number, name) in NAMES.iter().copied().enumerate() {
        let stencil = NAMES[(number + 1) % NAMES.len()];
        let settings = Settings {
            entry: Some(stencil.to_string()),
            equal: vec![(0, 1)],
            target: Target {
                domain: Some(DOMAIN),
                ..Target::generic()
            },
        };
        let passes = pipeline::to_kernels(&settings).then(pipeline::kernels_to_llvm(&settings));
        let source = text(name, stencil, name);
        let built = OwnedModule::parse(Ctx::of(&context), &source).expect("valid text");
        passes.run(built.op()).expect("it lowers");
        let read = OwnedModule::parse(Ctx::of(&context), &source).expect("valid text");
        run_pipeline(read.op(), &format!("builtin.module({passes})")).expect("it lowers");
        assert_eq!(
            built.op().to_generic_string(),
            read.op().to_generic_string()
        );
    }
}

#[test]
fn only_declarations_may_have_the_names_of_functions_that_compiled_programs_call() {
    let context = context();
    let module = |text: &str| OwnedModule::parse(Ctx::of(&context), text).expect("valid text");
    let lower = |text: &str| {
        let module = module(text);
        let (result, diagnostics) = diagnostic::capture(module.op().context(), || {
            run_pipeline(module.op(), "builtin.module(fvopt-cpu{math=libm})")
        });
        result.map_err(|_| diagnostics[0].message.clone())
    };
    let program = text("main", "s", "h");
    for (function, message) in [
        (
            "func.func @fvopt_host_callback(%x: f64) { return }",
            "@fvopt_host_callback is the name of a function of type",
        ),
        (
            "func.func private @fvopt_libm_exp_f64(f32) -> f32",
            "@fvopt_libm_exp_f64 is the name of a function of type",
        ),
        (
            "func.func @fvopt.main() { return }",
            "@fvopt.main is the symbol of a compiled program",
        ),
    ] {
        let found = lower(&format!("{program}\n{function}")).expect_err("a clash");
        assert!(found.starts_with(message), "{found}");
    }
    let declared = "func.func private @fvopt_libm_exp_f64(f64) -> f64";
    assert_eq!(lower(&format!("{program}\n{declared}")), Ok(()));
    for (name, quoted) in [("", "@\"\""), ("<not UTF-8>", "@\"\\FF\"")] {
        let stencil = format!("stencil.func {quoted}() {{ stencil.return }}");
        let message = "a program or stencil needs a name that is UTF-8 and not empty; rename it";
        assert_eq!(lower(&stencil), Err(message.to_string()));
        let module = module(&stencil);
        let refused = Program::new(&module, name, Target::host()).err();
        assert!(refused.is_some_and(|error| error.to_string().ends_with(message)));
    }
    // The runtime compiles an entry; what else is in the module is not its business.
    let others =
        "func.func @malloc(%x: f64) { return }\nfunc.func @fvopt_host_callback() { return }";
    let module = module(&format!("{program}\n{others}"));
    assert!(call(&module, "main", false, Doubles("h", 0)).is_ok());
}
