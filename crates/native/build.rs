//! Tells the crate where the LLVM is whose OpenMP library compiled programs use, if it is known now.

use std::env;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=MLIR_SYS_220_PREFIX");
    let prefix = env::var("MLIR_SYS_220_PREFIX").unwrap_or_default();
    println!("cargo:rustc-env=FVOPT_LLVM_PREFIX={prefix}");
}
