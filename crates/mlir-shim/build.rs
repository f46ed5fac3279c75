//! Generates the C++ of the dialects from their definitions and compiles it with the glue.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, exit},
};

fn main() {
    if let Err(message) = run() {
        eprintln!("error: {message}");
        exit(1);
    }
}

fn prefix() -> Result<PathBuf, String> {
    println!("cargo:rerun-if-env-changed=MLIR_SYS_220_PREFIX");
    let advice = "run `make setup` in the repository, or set MLIR_SYS_220_PREFIX, TABLEGEN_220_PREFIX (the prefix of an LLVM/MLIR 22 installation) and LIBCLANG_PATH (its lib folder)";
    let prefix = env::var_os("MLIR_SYS_220_PREFIX")
        .map(PathBuf::from)
        .ok_or_else(|| format!("MLIR_SYS_220_PREFIX is not set: {advice}"))?;
    if !prefix.join("bin/mlir-tblgen").exists() {
        return Err(format!(
            "there is no bin/mlir-tblgen in {}: {advice}",
            prefix.display()
        ));
    }
    Ok(prefix)
}

fn generate(prefix: &Path, dialects: &Path, out: &Path) -> Result<(), String> {
    for (name, title) in [("stencil", "Stencil"), ("program", "Program")] {
        let definitions = dialects.join(name).join(format!("{title}Ops.td"));
        let dialect = format!("-dialect={name}");
        let types = "-typedefs-dialect=stencil".to_string();
        let attributes = format!("-attrdefs-dialect={name}");
        let filter = format!("-op-include-regex=^{name}\\.");
        let mut outputs: Vec<(String, Vec<&str>)> = vec![
            ("Dialect.h.inc".into(), vec!["-gen-dialect-decls", &dialect]),
            (
                "Dialect.cpp.inc".into(),
                vec!["-gen-dialect-defs", &dialect],
            ),
            ("Ops.h.inc".into(), vec!["-gen-op-decls", &filter]),
            ("Ops.cpp.inc".into(), vec!["-gen-op-defs", &filter]),
            (
                "Attributes.h.inc".into(),
                vec!["-gen-attrdef-decls", &attributes],
            ),
            (
                "Attributes.cpp.inc".into(),
                vec!["-gen-attrdef-defs", &attributes],
            ),
        ];
        if name == "stencil" {
            outputs.push(("Types.h.inc".into(), vec!["-gen-typedef-decls", &types]));
            outputs.push(("Types.cpp.inc".into(), vec!["-gen-typedef-defs", &types]));
        }
        // The program dialect includes the stencil's enums: generate each from its own base.
        let base = dialects.join(name).join(format!("{title}Base.td"));
        for (suffix, flags) in outputs {
            tablegen(
                prefix,
                dialects,
                &definitions,
                &flags,
                &out.join(format!("{title}{suffix}")),
            )?;
        }
        for (suffix, flag) in [
            ("Enums.h.inc", "-gen-enum-decls"),
            ("Enums.cpp.inc", "-gen-enum-defs"),
        ] {
            let target = out.join(format!("{title}{suffix}"));
            if name == "stencil" {
                tablegen(prefix, dialects, &base, &[flag], &target)?;
            } else {
                tablegen(
                    prefix,
                    dialects,
                    &dialects.join("program/ProgramEnums.td"),
                    &[flag],
                    &target,
                )?;
            }
        }
    }
    Ok(())
}

/// The interfaces of operations, which both dialects use.
fn interfaces(prefix: &Path, dialects: &Path, out: &Path) -> Result<(), String> {
    let definitions = dialects.join("stencil/StencilInterfaces.td");
    for (suffix, flag) in [
        ("h", "-gen-op-interface-decls"),
        ("cpp", "-gen-op-interface-defs"),
    ] {
        let target = out.join(format!("StencilInterfaces.{suffix}.inc"));
        tablegen(prefix, dialects, &definitions, &[flag], &target)?;
    }
    Ok(())
}

fn tablegen(
    prefix: &Path,
    dialects: &Path,
    input: &Path,
    flags: &[&str],
    output: &Path,
) -> Result<(), String> {
    let status = Command::new(prefix.join("bin/mlir-tblgen"))
        .args(flags)
        .arg("-I")
        .arg(prefix.join("include"))
        .arg("-I")
        .arg(dialects.join("stencil"))
        .arg("-I")
        .arg(dialects.join("program"))
        .arg(input)
        .arg("-o")
        .arg(output)
        .status()
        .map_err(|error| format!("cannot run mlir-tblgen: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("mlir-tblgen failed on {}", input.display()))
    }
}

fn run() -> Result<(), String> {
    let prefix = prefix()?;
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or("no manifest folder")?);
    let dialects = fs::canonicalize(root.join("dialects"))
        .map_err(|error| format!("cannot find the dialect definitions: {error}"))?;
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=cpp");
    for folder in ["stencil", "program"] {
        println!("cargo:rerun-if-changed={}", dialects.join(folder).display());
    }
    generate(&prefix, &dialects, &out)?;
    interfaces(&prefix, &dialects, &out)?;

    let mut build = cc::Build::new();
    build
        .cpp(true)
        .std("c++17")
        .include(&out)
        .include(root.join("cpp"))
        .flag("-isystem")
        .flag(prefix.join("include").to_string_lossy().as_ref())
        .flag("-fno-exceptions")
        .flag("-Wno-unused-parameter")
        .flag("-Wno-unused-function")
        .define("_GNU_SOURCE", None)
        .define("__STDC_CONSTANT_MACROS", None)
        .define("__STDC_FORMAT_MACROS", None)
        .define("__STDC_LIMIT_MACROS", None)
        .opt_level(1)
        .debug(false);
    let clang = prefix.join("bin/clang++");
    if clang.exists() && env::var_os("CXX").is_none() {
        build.compiler(clang);
    }
    for file in [
        "Hooks",
        "Assembly",
        "Stencil",
        "Program",
        "Passes",
        "Canonicalize",
        "Engine",
        "Nesting",
        "CApi",
    ] {
        build.file(root.join("cpp").join(format!("{file}.cpp")));
    }
    build.compile("fvopt_shim");
    support(&prefix, &root, &out)
}

/// Compiles what goes into shared objects of compiled programs.
fn support(prefix: &Path, root: &Path, out: &Path) -> Result<(), String> {
    let mut build = cc::Build::new();
    let clang = prefix.join("bin/clang");
    if clang.exists() && env::var_os("CC").is_none() {
        build.compiler(clang);
    }
    let objects = build
        .std("c11")
        .pic(true)
        .opt_level(2)
        .debug(false)
        .file(root.join("cpp/support.c"))
        .try_compile_intermediates()
        .map_err(|error| error.to_string())?;
    let [object] = &objects[..] else {
        return Err("support.c makes one object".into());
    };
    fs::copy(object, out.join("support.o")).map_err(|error| error.to_string())?;
    Ok(())
}
