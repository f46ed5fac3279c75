//! `fvopt-translate`: programs of other compilers, run and compared with what formulas say.

mod harness;
mod oec;
mod refused;
mod xdsl;

use harness::{program, text, translate};
use std::{fs, process::Command};

// requirement T8
#[test]
fn every_program_has_a_test() {
    let tests = [
        include_str!("xdsl.rs"),
        include_str!("oec.rs"),
        include_str!("main.rs"),
    ]
    .concat();
    let folder = program("x");
    let folder = folder.parent().expect("a folder");
    let mut count = 0;
    for entry in fs::read_dir(folder).expect("programs") {
        let path = entry.expect("an entry").path();
        let name = path.file_stem().expect("a name").to_string_lossy();
        assert!(
            tests.contains(&format!("\"{name}\"")),
            "no test runs {name}"
        );
        count += 1;
    }
    assert!(count >= 20, "only {count} programs");
}

/// The first dimension of the source may be the vertical one.
#[test]
fn dimensions_become_the_axes_that_are_named() {
    let [pretty, as_column] = [&["--axes", "kji"][..], &["--axes", "k"]];
    let file = program("hdiff").display().to_string();
    let translated = text(&translate(&[&[file.as_str()], pretty].concat()));
    assert!(translated.contains("--domain 3,8,10,"), "{translated}");
    // One point to the west, on the first dimension.
    assert!(
        translated.contains("%w = stencil.access %i[0, 0, -1] :"),
        "{translated}"
    );
    let file = program("buffer").display().to_string();
    let translated = text(&translate(&[&[file.as_str()], as_column].concat()));
    assert!(
        translated.contains("!stencil.field<k x f64>"),
        "{translated}"
    );
    assert!(translated.contains("(k = start to end)"), "{translated}");
    let output = translate(&[&program("hdiff").display().to_string(), "--axes", "k"]);
    assert!(!output.status.success());
    assert!(text(&output).contains("names the axes of 1 dimensions only"));
}

/// Standard input to standard output, and on to the next tool.
#[test]
fn it_is_a_filter() {
    let file = fs::File::open(program("copy_1d")).expect("a program");
    let output = Command::new(env!("CARGO_BIN_EXE_fvopt-translate"))
        .args(["--xdsl-stencil-to-fvopt", "-"])
        .stdin(file)
        .output()
        .expect("fvopt-translate starts");
    assert!(output.status.success(), "{}", text(&output));
    assert!(text(&output).starts_with("// Translated by fvopt-translate from <stdin>.\n"));
}
