//! What goes wrong while a program runs.

use crate::harness::Folder;
use std::{path::Path, process::Command};

#[test]
fn while_running() {
    let folder = Folder::new("while_running");
    let field = "!stencil.field<ijk x f64>";
    let program = |arguments: &str, body: &str| {
        format!("program.func @main({arguments}) {{\n  {body}\n  program.return\n}}\n")
    };
    folder
        .file(
            "level.mlir",
            program(
                &format!("%q: {field}, %k: index"),
                &format!(
                    "%l = arith.addi %k, %k : index\n  %v = program.view %q level %l : {field} -> !stencil.field<ij x f64>\n  \
                     %m = program.reduce add %v (i = start to end, j = start to end) : !stencil.field<ij x f64> -> f64\n  program.callback @fvopt_check_finite(%m) reads [] writes [] : f64"
                ),
            ),
        )
        .file(
            "step.mlir",
            program("%n: index, %step: index", "program.for %i = %n to %n step %step {\n    program.callback @fvopt_check_finite() reads [] writes []\n  }"),
        )
        .file(
            "exchange.mlir",
            program(&format!("%q: {field}"), &format!("program.exchange %q [5, 0, 0, 0] : {field}")),
        )
        .file(
            "undefined.mlir",
            program(
                "",
                &format!(
                    "%f = program.alloc (i = start to end, j = start to end, k = start to end) : {field}\n  \
                     %m = program.reduce add %f (i = start to end, j = start to end, k = start to end) : {field} -> f64\n  program.callback @fvopt_check_finite(%m) reads [] writes [] : f64"
                ),
            ),
        )
        .file(
            "halo.mlir",
            program(
                &format!("%q: {field}, %n: index"),
                &format!(
                    "%two = arith.constant 2 : index\n  %l = arith.muli %n, %two : index\n  \
                     %m = program.reduce add %q (i = start to %l, j = start to end, k = start to end) : {field} -> f64\n  program.callback @fvopt_check_finite(%m) reads [] writes [] : f64"
                ),
            ),
        );
    folder.file(
        "memory.mlir",
        program(
            "%n: index",
            &format!(
                "%l = arith.addi %n, %n : index\n  %f = program.alloc (i = start to %l, j = start to %l, k = start to %l) : {field}\n  \
                 %m = program.reduce add %f (i = start to start + 1, j = start to start + 1, k = start to start + 1) : {field} -> f64\n  program.callback @fvopt_check_finite(%m) reads [] writes [] : f64"
            ),
        ),
    );
    let mut said = String::new();
    for mode in ["", " --interpret", " --checked"] {
        for command in [
            "run memory.mlir --domain 4,4,4 --arg n=300000",
            "run memory.mlir --domain 4,4,4 --arg n=4611686018427387903",
            "run level.mlir --domain 4,4,4 --arg k=2",
            "run step.mlir --arg n=0 --arg step=0",
            "run exchange.mlir --domain 4,4,4",
            "run halo.mlir --domain 4,4,4 --arg n=10",
        ] {
            said += &folder.fvopt(&format!("{command}{mode}"));
        }
    }
    said += &folder.fvopt("run undefined.mlir --domain 2,1,1 --interpret");
    said += &folder.fvopt("run undefined.mlir --domain 2,1,1 --checked");
    insta::assert_snapshot!(said);
}

#[test]
fn a_reader_that_leaves_is_no_panic() {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/hdiff.mlir");
    let mut child = Command::new(env!("CARGO_BIN_EXE_fvopt"))
        .env("FVOPT_CACHE", "off")
        .arg("run")
        .arg(example)
        .args(["--domain", "8,8,4", "--check"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("fvopt can be run");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("fvopt ends");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(!errors.contains("panicked"), "{errors}");
}
