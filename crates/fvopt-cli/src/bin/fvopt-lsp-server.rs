//! MLIR's language server with the dialects of fvopt.

use mlir_shim::melior::{dialect::DialectRegistry, utility::register_all_dialects};

fn main() {
    let registry = DialectRegistry::new();
    register_all_dialects(&registry);
    ir_program::register(&registry);
    std::process::exit(mlir_shim::tools::lsp_server_main(
        std::env::args_os(),
        &registry,
    ));
}
