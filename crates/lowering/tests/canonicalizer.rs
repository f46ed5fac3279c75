//! `canonicalize` is without the patterns that change values, also where upstream's passes were registered
//! before fvopt was loaded.

// requirement L15

use mlir_shim::{
    ir::{Ctx, OwnedModule},
    melior::{Context, utility::register_all_passes},
    pass::run_pipeline,
};

const TEXT: &str = "
func.func @casts(%n: index) -> (index, index, index) {
  %a = arith.index_cast %n : index to i32
  %b = arith.index_cast %a : i32 to index
  %c = arith.index_castui %n : index to i8
  %d = arith.index_castui %c : i8 to index
  %zero = arith.constant 0 : index
  %e = arith.addi %n, %zero : index
  return %b, %d, %e : index, index, index
}";

#[test]
fn canonicalize_is_guarded_whoever_registered_it() {
    register_all_passes();
    let context = Context::new();
    fvopt_lowering::load(&context);
    let module = OwnedModule::parse(Ctx::of(&context), TEXT).expect("a module");
    run_pipeline(module.op(), "builtin.module(canonicalize)").expect("a pass that succeeds");
    let text = module.op().to_generic_string();
    for (name, count) in [
        ("arith.index_cast\"", 2),
        ("arith.index_castui\"", 2),
        // The pass has run.
        ("arith.addi", 0),
    ] {
        assert_eq!(text.matches(name).count(), count, "{name}:\n{text}");
    }
}
