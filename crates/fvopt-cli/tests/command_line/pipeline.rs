//! `fvopt-opt --fvopt-cpu` makes what the runtime makes code of, to the letter.

// requirement T5

use fvopt_runtime::{Compiler, Cpu, Strategy, Target};
use mlir_shim::{diagnostic::SourceDiagnostics, ir::Ctx, melior::Context};
use std::{fs, path::Path, process::Command};

/// Compares the two for an example: the generic form, which leaves nothing out but locations.
fn compare(file: &str, equal: &[(usize, usize)], target: Target, options: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../examples")
        .join(file);
    let context = Context::new();
    fvopt::load(&context);
    let source = fs::read(&path).expect("an example");
    // Places in the source are in the code of what is checked.
    let name = path.display().to_string();
    let diagnostics = SourceDiagnostics::new(Ctx::of(&context), &name, &source);
    let module = diagnostics.parse().expect("valid text");
    let entry = match file {
        "hdiff.mlir" => "hdiff",
        "heat.mlir" => "heat",
        "thomas.mlir" => "thomas",
        "everything.mlir" => "everything",
        "transport.mlir" => "transport",
        other => panic!("the entry of {other}"),
    };
    let lowered = Compiler::new(target)
        .lower(&module, entry, equal)
        .expect("it lowers");
    let output = Command::new(env!("CARGO_BIN_EXE_fvopt-opt"))
        .arg(&path)
        .arg(format!("--fvopt-cpu=entry={entry} {options}"))
        .arg("--mlir-print-op-generic")
        .output()
        .expect("fvopt-opt starts");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{file} {options}: {errors}");
    let printed = String::from_utf8(output.stdout).expect("text");
    let (printed, lowered) = (printed.trim(), lowered.op().to_generic_string());
    let apart = printed
        .lines()
        .zip(lowered.trim().lines())
        .find(|(left, right)| left != right);
    assert_eq!(apart, None, "{file} {options}");
    assert_eq!(printed.len(), lowered.trim().len(), "{file} {options}");
}

#[test]
fn for_any_domain_and_for_one_plain_and_checked() {
    for file in ["hdiff.mlir", "heat.mlir", "thomas.mlir", "everything.mlir"] {
        for (domain, pinned) in [(None, ""), (Some([20, 14, 6]), "domain=20,14,6")] {
            for checked in [false, true] {
                let target = Target {
                    domain,
                    checked,
                    ..Target::host()
                };
                let options = format!("machine=host checked={checked} {pinned}");
                compare(file, &[], target, &options);
            }
        }
    }
}

#[test]
fn for_a_machine_threads_and_a_processor() {
    for threads in [1, 2, 7] {
        let target = Target {
            threads: Some(threads),
            domain: Some([64, 48, 10]),
            ..Target::generic()
        };
        let options = format!("threads={threads} domain=64,48,10");
        compare("transport.mlir", &[], target, &options);
    }
    let (name, features, option) = match cfg!(target_arch = "x86_64") {
        true => (
            "x86-64-v3",
            "-fma,+avx2",
            "cpu=x86-64-v3 features=-fma,+avx2",
        ),
        false => ("generic", "", "cpu=generic"),
    };
    let cpu = Cpu {
        name: name.into(),
        features: features.into(),
    };
    let target = Target {
        cpu,
        ..Target::host()
    };
    compare("hdiff.mlir", &[], target, &format!("machine=host {option}"));
}

#[test]
fn for_a_strategy() {
    for strategy in Strategy::ALL {
        let target = Target {
            strategy,
            ..Target::host()
        };
        let options = format!("machine=host strategy={strategy}");
        compare("transport.mlir", &[], target, &options);
    }
}

#[test]
fn for_arguments_that_are_one_field() {
    let options = "machine=host arguments=0=2";
    compare("hdiff.mlir", &[(0, 2)], Target::host(), options);
}
