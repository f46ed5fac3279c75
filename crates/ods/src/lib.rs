//! For build scripts: reads the definitions of the dialects (ODS, `dialects/*.td`)
//! and writes Rust from them.
//!
//! `melior::dialect!` reads the same definitions and makes melior's typed operations;
//! what it makes owns its operation, so it suits operations under construction. The
//! handles made here are copies of a pointer and suit passes, which look at operations
//! that stand in a block.
//!
//! - [`read`]: the definitions, as `llvm-tblgen --dump-json` gives them;
//! - [`handles`]: a handle type per operation with an accessor for every name of its
//!   definition, the enums, what each operation is made of with its construction, and a table of
//!   the definitions;
//! - [`build`]: both, for a build script.

pub mod handles;
#[cfg(test)]
mod handles_tests;
mod parts;
pub mod read;

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

/// What a build script asks for.
pub struct Request<'a> {
    /// The name of the dialect: its folder in `dialects/`, the prefix of its operations.
    pub dialect: &'a str,
    /// The folders of definitions that it needs, its own included.
    pub folders: &'a [&'a str],
    /// Names of definitions whose accessor is written by hand: (operation, name).
    pub by_hand: &'a [(&'a str, &'a str)],
}

/// The work of the build script of a dialect's crate: writes `handles.rs` into cargo's
/// output folder, tells the compiler where the definitions are (`FVOPT_<FOLDER>_DEFINITIONS`,
/// which `melior::dialect!` reads), and tells cargo when to run it again.
pub fn build(request: &Request) -> Result<(), String> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or("no manifest folder")?);
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    let prefix = prefix()?;
    println!("cargo:rerun-if-changed=build.rs");
    let mut folders = Vec::new();
    for folder in request.folders {
        // Absolute: the macro resolves a relative path against the folder of rustc, which is
        // another one when the crate is a dependency from outside the workspace.
        let definitions = fs::canonicalize(root.join("dialects").join(folder))
            .map_err(|error| format!("cannot find the definitions of {folder}: {error}"))?;
        println!(
            "cargo:rustc-env=FVOPT_{}_DEFINITIONS={}",
            folder.to_uppercase(),
            definitions.display()
        );
        track(&definitions)?;
        folders.push(definitions);
    }
    let dialect = read::dialect(request.dialect, &dump(&prefix, request.dialect, &folders)?)?;
    let code = handles::generate(&dialect, request.by_hand)?;
    let target = out.join("handles.rs");
    fs::write(&target, code).map_err(|error| format!("cannot write {}: {error}", target.display()))
}

/// The LLVM installation, as in the build script of `mlir-shim`.
fn prefix() -> Result<PathBuf, String> {
    println!("cargo:rerun-if-env-changed=MLIR_SYS_220_PREFIX");
    env::var_os("MLIR_SYS_220_PREFIX")
        .map(PathBuf::from)
        .ok_or_else(|| {
            "MLIR_SYS_220_PREFIX is not set: run `make setup` in the repository, or set MLIR_SYS_220_PREFIX, TABLEGEN_220_PREFIX (the prefix of an LLVM/MLIR 22 installation) and LIBCLANG_PATH (its lib folder)".to_string()
        })
}

/// The macro does not track the files that it reads.
fn track(folder: &Path) -> Result<(), String> {
    let files = fs::read_dir(folder)
        .map_err(|error| format!("cannot list {}: {error}", folder.display()))?;
    println!("cargo:rerun-if-changed={}", folder.display());
    for file in files.flatten() {
        println!("cargo:rerun-if-changed={}", file.path().display());
    }
    Ok(())
}

/// The records of a dialect's definitions as JSON.
fn dump(prefix: &Path, dialect: &str, folders: &[PathBuf]) -> Result<String, String> {
    let own = folders
        .iter()
        .find(|folder| folder.ends_with(dialect))
        .ok_or_else(|| format!("the folder {dialect} is not among the folders"))?;
    let tool = prefix.join("bin/llvm-tblgen");
    let mut command = Command::new(&tool);
    command.arg("--dump-json");
    command.arg("-I").arg(prefix.join("include"));
    for folder in folders {
        command.arg("-I").arg(folder);
    }
    let input = own.join(format!("{}Ops.td", handles::camel_case(dialect)));
    let output = command
        .arg(&input)
        .output()
        .map_err(|error| format!("cannot run {}: {error}", tool.display()))?;
    if !output.status.success() {
        return Err(format!(
            "llvm-tblgen failed on {}: {}",
            input.display(),
            String::from_utf8_lossy(&output.stderr)
        ));
    }
    String::from_utf8(output.stdout).map_err(|error| format!("llvm-tblgen: {error}"))
}
