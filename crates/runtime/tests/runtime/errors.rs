//! What errors say, and what they come from.

use crate::harness::{DOMAIN, STEPS, compiled, context, field, parse};
use fvopt_boxes::NumericBox;
use fvopt_runtime::{ArgumentType, Compiler, Cpu, Error, FieldMemory, Target};
use mlir_shim::engine::EngineError;
use std::error::Error as _;

// requirement R12
#[test]
fn code_for_a_processor_that_is_not_here_is_refused() {
    let context = context();
    let module = parse(&context, STEPS);
    let compile = |name: &str, features: &str| {
        let cpu = Cpu {
            name: name.into(),
            features: features.into(),
        };
        let compiler = Compiler::new(Target {
            cpu,
            ..Target::host()
        });
        compiler.compile(&module, "main").map(|_| ())
    };
    let Err(Error::Compile(unknown)) = compile("abacus", "") else {
        panic!("no such processor")
    };
    assert!(
        unknown[0]
            .message
            .starts_with("LLVM knows no processor `abacus`"),
        "{unknown:?}"
    );
    let Err(Error::Compile(unknown)) = compile("host", "avx") else {
        panic!("no such feature")
    };
    assert_eq!(
        unknown[0].message,
        "the feature `avx` of the processor starts neither with + nor with -"
    );
    if cfg!(target_arch = "x86_64") {
        // Only a family of processors that is long gone has it.
        let refused = compile("host", "+xop").expect_err("no such processor here");
        assert_eq!(refused.to_string(), "no machine code can be made of @main");
        let source = refused.source().expect("what LLVM says");
        assert!(source.is::<EngineError>());
        assert!(source.to_string().contains("lacks `xop`"), "{source}");
        assert!(refused.with_sources().ends_with(&format!(": {source}")));
        assert_eq!(compile("x86-64", ""), Ok(()));
    }
}

#[test]
fn memory_that_cannot_be_had_says_for_what() {
    let artifact = compiled(STEPS, "main", Target::host());
    let ArgumentType::Field(shape) = &artifact.signature().arguments[0].1 else {
        panic!("a field")
    };
    // As much as an address can tell, and more than any machine has.
    let bounds = NumericBox::new([0; 3], [1 << 20, 1 << 20, 1 << 18]);
    let error = FieldMemory::zeros(shape, bounds).expect_err("too large");
    assert!(matches!(error, Error::Memory { .. }), "{error:?}");
    assert_eq!(
        error.with_sources(),
        "a field<ijk x f64> of sizes [262144, 1048576, 1048576] cannot be allocated: \
         there is no memory for 2305843009213693952 bytes"
    );
}

#[test]
fn bytes_of_another_length_are_refused() {
    let artifact = compiled(STEPS, "main", Target::host());
    let q = field(&artifact, "arg0", 0, 1);
    let before = q.to_bytes();
    let error = q.write_bytes(&before[8..]).expect_err("one too few");
    let [i, j, k] = DOMAIN;
    assert_eq!(
        error.to_string(),
        format!(
            "{} bytes are given for a field<ijk x f64> of sizes {:?}, which has {}",
            before.len() - 8,
            [k, j, i],
            before.len()
        )
    );
    assert_eq!(q.to_bytes(), before);
}

#[test]
fn a_refused_program_has_diagnostics_for_sources() {
    let context = context();
    let text = "program.func @main(%a: !stencil.field<ijk x f64>) {
  program.call @main(%a) : !stencil.field<ijk x f64>
  program.return
}";
    let module = parse(&context, text);
    let refused = Compiler::new(Target::host()).compile(&module, "main");
    let Err(Error::Compile(diagnostics)) = refused.map(|_| ()) else {
        panic!("a cycle of calls")
    };
    let first: &dyn std::error::Error = &diagnostics[0];
    assert!(first.to_string().contains("error: "), "{first}");
}
