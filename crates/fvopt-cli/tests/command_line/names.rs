//! `--entry` and symbols of any name, and a path of the OpenMP library of any length.

// requirement M4

use crate::{Folder, said};
use std::{path::Path, process::Command};

/// A stencil that copies, with its name as textual IR has it.
fn copy(name: &str) -> String {
    format!(
        "stencil.func {name}(%a: !stencil.field<i x f64>, %b: !stencil.field<i x f64>) {{
  %t = stencil.load %a : !stencil.field<i x f64> -> !stencil.temp<i x f64>
  stencil.store %t to %b (i = start to end) : !stencil.temp<i x f64> to !stencil.field<i x f64>
  stencil.return
}}
"
    )
}

/// An entry may be given as it is called, or as textual IR writes it.
#[test]
fn an_entry_has_any_name() {
    let folder = Folder::new("entries");
    // As the command line has it, and as textual IR writes it.
    for (entry, shown) in [
        ("a max-operations=1", "@\"a max-operations=1\""),
        ("x},cse{", "@\"x},cse{\""),
        ("größe", "@\"größe\""),
        ("@main", "@main"),
        ("@\"a b\"", "@\"a b\""),
        ("@\"a\\00b\"", "@\"a\\00b\""),
        ("memcpy", "@memcpy"),
    ] {
        let text = copy(shown) + &copy("@other");
        folder.file("entry.mlir", text);
        let arguments = [
            "run",
            "entry.mlir",
            "--entry",
            entry,
            "--domain",
            "9,1,1",
            "--check",
        ];
        let text = said(&folder.fvopt(&arguments), entry);
        assert!(
            text.starts_with(&format!("{shown} on 9 x 1 x 1: ")),
            "{entry}: {text}"
        );
        assert!(
            text.ends_with("equal to the interpreter\n"),
            "{entry}: {text}"
        );
        // The only stencil is the entry, whatever it is called.
        folder.file("entry.mlir", copy(shown));
        let arguments = [
            "run",
            "entry.mlir",
            "--domain",
            "9,1,1",
            "--arg",
            "b=same:a",
        ];
        let text = said(&folder.fvopt(&arguments), entry);
        assert!(text.starts_with(&format!("{shown} on ")), "{entry}: {text}");
    }
    // A name that starts like one of textual IR.
    folder.file("at.mlir", copy("@\"@main\"") + &copy("@main"));
    let text = said(
        &folder.fvopt(&["run", "at.mlir", "--entry", "@main"]),
        "@main",
    );
    assert!(text.starts_with("@\"@main\" on "), "{text}");
    // Names that do not exist are shown as they would be written.
    let output = folder.fvopt(&["run", "at.mlir", "--entry", "a b"]);
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "error: there is no entry @\"a b\"; the programs and stencils are: @\"@main\", @main\n"
    );
}

/// MLIR takes any bytes for a name, and none; messages could not tell such names apart.
#[test]
fn names_that_cannot_be_shown_are_refused() {
    let folder = Folder::new("improper");
    for name in ["@\"\"", "@\"\\FF\""] {
        folder.file("name.mlir", copy(name));
        for more in [&[][..], &["--interpret"]] {
            let output = folder.fvopt(&[&["run", "name.mlir"], more].concat());
            assert_eq!(output.status.code(), Some(2), "{name}");
            assert_eq!(
                String::from_utf8_lossy(&output.stderr),
                "error: name.mlir:1:1: a program or stencil needs a name that is UTF-8 and not empty; rename it\n"
            );
        }
    }
}

/// MLIR reads the path to its NUL: one that follows it by chance decided what was opened.
#[test]
fn the_path_of_the_openmp_library_has_any_length() {
    let folder = Folder::new("openmp");
    folder.file("copy.mlir", copy("@copy"));
    let prefix = std::env::var("MLIR_SYS_220_PREFIX").unwrap_or_else(|_| "/usr/lib/llvm-22".into());
    let library = Path::new(&prefix).join("lib/libomp.so");
    for length in 1..=24 {
        let link = folder.0.join(format!("{}.so", "x".repeat(length)));
        std::os::unix::fs::symlink(&library, &link).expect("a link can be made");
        let output = Command::new(env!("CARGO_BIN_EXE_fvopt"))
            .env("FVOPT_CACHE", "off")
            .args(["run", "copy.mlir", "--domain", "4,1,1"])
            .current_dir(&folder.0)
            .env("FVOPT_OPENMP_LIBRARY", &link)
            .output()
            .expect("fvopt starts");
        said(&output, &link.display().to_string());
    }
}
