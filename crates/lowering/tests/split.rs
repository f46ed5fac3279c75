//! How a program is divided into modules that are compiled side by side.

// requirement L10

use fvopt_lowering::{
    load, pipeline,
    split_kernels::{program_level, split},
    target::Target,
};
use mlir_shim::{
    ir::{Ctx, OwnedModule},
    melior::Context,
};

/// A function with loops of which so many are different, each one twice, in the LLVM dialect.
fn program(context: &Context, different: usize) -> OwnedModule<'_> {
    let loops: String = (0..2 * different)
        .map(|number| {
            let factor = number % different;
            format!(
                "  %c{number} = arith.constant {factor}.5 : f64
  scf.for %i = %zero to %n step %one {{
    %v = memref.load %a[%i] : memref<?xf64>
    %w = arith.mulf %v, %c{number} : f64
    %s = math.sin %w : f64
    memref.store %s, %a[%i] : memref<?xf64>
  }}\n"
            )
        })
        .collect();
    let text = format!(
        "func.func @main(%n: index, %a: memref<?xf64>) {{
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
{loops}  return
}}"
    );
    let module = OwnedModule::parse(Ctx::of(context), &text).expect("valid text");
    let passes = pipeline::passes(pipeline::loops_to_llvm(&Target::generic()));
    passes.run(module.op()).expect("it lowers");
    module
}

/// The kernels of each part.
fn parts(different: usize) -> Vec<Vec<String>> {
    let context = Context::new();
    load(&context);
    let module = program(&context, different);
    let parts = split(&module);
    for part in &parts {
        assert!(part.module.op().verify(), "a part is a valid module");
        let defined: Vec<&str> = part
            .module
            .block()
            .ops()
            .into_iter()
            .filter(|op| op.body().is_some())
            .filter_map(|op| op.symbol_name())
            .collect();
        // What is inlined is in every part.
        assert_eq!(defined[0], "fvopt_math_sin_f64");
        assert_eq!(defined[1..], part.kernels);
    }
    assert!(module.op().verify(), "what is left is a valid module");
    let left = module.block().ops().into_iter();
    let defined: Vec<_> = left
        .filter(|op| op.body().is_some())
        .filter_map(|op| op.symbol_name())
        .collect();
    if parts.is_empty() {
        assert_eq!(defined.len(), 2 + different);
    } else {
        assert_eq!(defined, ["main"]);
    }
    parts.into_iter().map(|part| part.kernels).collect()
}

#[test]
fn one_kernel_is_not_worth_a_module() {
    assert!(parts(1).is_empty());
}

#[test]
fn few_kernels_are_spread_and_equal_ones_are_there_once() {
    assert_eq!(
        parts(5),
        [
            vec!["main.kernel_0", "main.kernel_4"],
            vec!["main.kernel_1"],
            vec!["main.kernel_2"],
            vec!["main.kernel_3"],
        ]
    );
}

#[test]
fn many_kernels_are_divided_in_the_same_way_each_time() {
    let first = parts(100);
    assert_eq!(first.len(), 13);
    assert!(first.iter().all(|kernels| (7..=8).contains(&kernels.len())));
    assert_eq!(first, parts(100));
}

// requirement L17
#[test]
fn a_long_list_of_calls_is_compiled_without_optimizations_and_its_kernels_are_apart() {
    let context = Context::new();
    load(&context);
    for (different, level) in [(1, 3), (5, 3), (1000, 0)] {
        let module = program(&context, different);
        split(&module);
        assert_eq!(program_level(&module, 3), level, "{different} kernels");
    }
    // A kernel in the same module keeps the level of all.
    let module = program(&context, 1000);
    assert_eq!(program_level(&module, 3), 3);
}
