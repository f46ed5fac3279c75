//! `mlir-opt` with the dialects, passes and pipelines of fvopt.

fn main() {
    let registry = fvopt_lowering::registry();
    let name = "fvopt-opt: MLIR's optimizer driver with the dialects and passes of fvopt\n";
    std::process::exit(mlir_shim::tools::opt_main(
        name,
        std::env::args_os(),
        &registry,
    ));
}
