//! `mlir-opt` with the dialects, passes and pipelines of fvopt.

use mlir_shim::melior::{dialect::DialectRegistry, utility::register_all_dialects};

fn main() {
    let registry = DialectRegistry::new();
    register_all_dialects(&registry);
    mlir_shim::register_upstream_passes();
    ir_program::register(&registry);
    fvopt_passes::register();
    fvopt_lowering::register();
    let name = "fvopt-opt: MLIR's optimizer driver with the dialects and passes of fvopt\n";
    std::process::exit(mlir_shim::tools::opt_main(
        name,
        std::env::args_os(),
        &registry,
    ));
}
