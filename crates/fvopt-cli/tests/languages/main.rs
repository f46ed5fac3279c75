//! Frozen programs in C and Fortran: the examples are built and run.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

const EXPECTED: &str = "64 x 48 x 20: 0 points differ
19 x 14 x 5: 0 points differ
in is too small on the low side of i
in is too small on the high side of k
in and out share memory
the domain has no points
";

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("languages")
        .join(name);
    if path.exists() {
        fs::remove_dir_all(&path).expect("it can be removed");
    }
    fs::create_dir_all(&path).expect("the target folder can be written");
    path
}

fn text(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// Runs a command in a folder, which must end well; gives what it printed.
fn run(folder: &Path, program: &str, arguments: &[&str]) -> String {
    let mut command = Command::new(program);
    let command = command.args(arguments).current_dir(folder);
    let output = command
        .env("OMP_NUM_THREADS", "2")
        .output()
        .unwrap_or_else(|error| panic!("{program}: {error}"));
    assert!(
        output.status.success(),
        "{program} {arguments:?}: {}",
        text(&output)
    );
    text(&output)
}

/// Compiles the example into a folder.
fn compile(folder: &Path, more: &[&str]) {
    let example = examples().join("hdiff.mlir").display().to_string();
    let mut arguments = vec!["compile", &example, "-o", ".", "--domain", "64,48,20"];
    arguments.extend(more);
    run(folder, env!("CARGO_BIN_EXE_fvopt"), &arguments);
}

fn source(name: &str) -> String {
    examples()
        .join("languages")
        .join(name)
        .display()
        .to_string()
}

/// The flags of the examples.
const FLAGS: &[&str] = &[
    "-O2",
    "-ffp-contract=off",
    "-Wall",
    "-Wextra",
    "-Werror",
    "-I.",
];

// requirement R24
#[test]
fn c_calls_a_shared_object() {
    let folder = folder("c");
    compile(&folder, &[]);
    let source = source("hdiff.c");
    let mut arguments = FLAGS.to_vec();
    arguments.extend([
        "-std=c99",
        "-pedantic",
        &source,
        "-o",
        "hdiff",
        "-L.",
        "-lhdiff",
        "-lm",
    ]);
    arguments.push("-Wl,-rpath,$ORIGIN");
    run(&folder, "cc", &arguments);
    assert_eq!(run(&folder, "./hdiff", &[]), EXPECTED);
}

#[test]
fn c_calls_a_static_library_without_openmp() {
    let folder = folder("static");
    compile(&folder, &["--static", "--threads", "1"]);
    let source = source("hdiff.c");
    let mut arguments = FLAGS.to_vec();
    arguments.extend([&source, "-o", "hdiff", "libhdiff.a", "-lm"]);
    run(&folder, "cc", &arguments);
    assert_eq!(run(&folder, "./hdiff", &[]), EXPECTED);
}

#[test]
fn the_header_is_cxx_as_well() {
    let folder = folder("cxx");
    compile(&folder, &[]);
    run(
        &folder,
        "c++",
        &[
            "-std=c++11",
            "-Wall",
            "-Wextra",
            "-Werror",
            "-fsyntax-only",
            "-x",
            "c++",
            "hdiff.h",
        ],
    );
}

// requirement R24
#[test]
fn fortran_calls_a_shared_object() {
    if Command::new("gfortran").arg("--version").output().is_err() {
        // `make setup` installs it, and CI starts with that.
        assert!(
            std::env::var_os("CI").is_none(),
            "there is no gfortran: run make setup"
        );
        eprintln!("SKIPPED: there is no gfortran (make setup installs it): Fortran is not tested");
        return;
    }
    let folder = folder("fortran");
    compile(&folder, &[]);
    let source = source("hdiff.f90");
    let mut arguments = vec![
        "-O2",
        "-ffp-contract=off",
        "-Wall",
        "-Werror",
        "hdiff.f90",
        &source,
    ];
    arguments.extend(["-o", "hdiff", "-L.", "-lhdiff", "-Wl,-rpath,$ORIGIN"]);
    run(&folder, "gfortran", &arguments);
    assert_eq!(run(&folder, "./hdiff", &[]), EXPECTED);
}

// requirement R25
#[test]
fn objects_need_libc_libm_and_openmp() {
    for (threads, openmp) in [("2", true), ("1", false)] {
        let folder = folder(&format!("needs-{threads}"));
        let example = examples().join("everything.mlir").display().to_string();
        let arguments = [
            "compile",
            &example,
            "-o",
            ".",
            "--name",
            "all",
            "--threads",
            threads,
        ];
        run(&folder, env!("CARGO_BIN_EXE_fvopt"), &arguments);
        // Everything is defined but what these libraries have: linking says so.
        fs::write(folder.join("main.c"), "int main(void) { return 0; }\n").expect("room");
        let mut link = vec![
            "main.c",
            "-o",
            "main",
            "-L.",
            "-lall",
            "-lm",
            "-Wl,--no-undefined",
        ];
        link.push("-Wl,--no-as-needed");
        link.push("-Wl,-rpath,$ORIGIN");
        run(&folder, "cc", &link);
        let needed = run(&folder, "readelf", &["-d", "liball.so"]);
        for line in needed.lines().filter(|line| line.contains("(NEEDED)")) {
            let allowed = ["libc.so", "libm.so"]
                .iter()
                .any(|name| line.contains(name));
            assert!(allowed || (openmp && line.contains("libomp.so")), "{line}");
        }
        run(&folder, "./main", &[]);
    }
}
