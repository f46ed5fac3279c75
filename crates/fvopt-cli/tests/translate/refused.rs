//! What is not translated is refused where it stands, with what to do.

use crate::harness::{text, translate};
use std::{fs, path::Path};

fn refused(name: &str, program: &str) -> String {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("translate");
    fs::create_dir_all(&folder).expect("a folder for the test");
    let file = folder.join(format!("{name}.mlir"));
    fs::write(&file, program).expect("a file to write");
    let output = translate(&[&file.display().to_string()]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output));
    assert!(output.stdout.is_empty());
    text(&output).replace(&file.display().to_string(), "FILE")
}

#[test]
fn an_error_shows_its_line() {
    let found = refused(
        "loop",
        "func.func @f(%a : !stencil.field<[0,4]xf64>) {\n  \
           %n = arith.constant 4 : index\n  \
           scf.for %i = %n to %n step %n {\n  }\n  func.return\n}\n",
    );
    assert_eq!(
        found,
        "FILE:3:3: error: scf.for is not translated: translate the functions with stencils, and write \
         loops and calls in fvopt's program dialect (program.for, program.call)\n  \
         scf.for %i = %n to %n step %n {\n  ^\n"
    );
}

/// The scalars are read by MLIR after translation: its errors point into the source all the same.
#[test]
fn an_error_in_what_is_passed_on_shows_its_line_too() {
    let program = |operation: &str| {
        format!(
            "func.func @f(%a : !stencil.field<[0,4]xf64>, %b : !stencil.field<[0,4]xf64>) {{\n  \
             %t = stencil.load %a : !stencil.field<[0,4]xf64> -> !stencil.temp<?xf64>\n  \
             %r = stencil.apply(%x = %t : !stencil.temp<?xf64>) -> (!stencil.temp<?xf64>) {{\n    \
             %v = stencil.access %x[0] : !stencil.temp<?xf64>\n    {operation}\n    \
             stencil.return %w : f64\n  }}\n  \
             stencil.store %r to %b(<[0], [4]>) : !stencil.temp<?xf64> to !stencil.field<[0,4]xf64>\n  \
             func.return\n}}\n"
        )
    };
    for (operation, part) in [
        ("%w = arith.addd %v, %v : f64", "arith.addd"),
        ("%w = arith.addf %v : f64", "expected"),
        ("%w = arith.addf %v, %v : f32", "expects different type"),
    ] {
        let found = refused("passed_on", &program(operation));
        assert!(found.starts_with("FILE:5:"), "{found}");
        assert!(found.contains(part), "{found}");
        assert!(found.contains(operation), "{found}");
    }
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let output = translate(&["no/such.mlir"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output).contains("error: cannot read no/such.mlir: "));
}
