//! Folders with a cache, and processes that use it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

/// A program; numbers tell several apart.
pub fn program(number: u32) -> String {
    format!(
        "!f = !stencil.field<ijk x f64>
!t = !stencil.temp<ijk x f64>
program.func @main(%a: !f, %b: !f) {{
  %l = stencil.load %a : !f -> !t
  %r = stencil.apply -> (!t) {{
    %w = stencil.access %l[-1, 0, 0] : !t
    %e = stencil.access %l[1, 0, 0] : !t
    %c = arith.constant {number}.5 : f64
    %s = arith.addf %w, %e : f64
    %p = arith.mulf %s, %c : f64
    stencil.yield %p : f64
  }}
  stencil.store %r to %b (i = start to end, j = start to end, k = start to end) : !t to !f
  program.return
}}
"
    )
}

/// An empty folder of a test's own, with programs.
pub fn folder(name: &str, programs: u32) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("cache")
        .join(name);
    if path.exists() {
        fs::remove_dir_all(&path).expect("it can be removed");
    }
    // Temporary files of a test go with its folder.
    fs::create_dir_all(path.join("tmp")).expect("the target folder can be written");
    for number in 0..programs {
        let file = path.join(format!("p{number}.mlir"));
        fs::write(file, program(number)).expect("it can be written");
    }
    path
}

/// A command of fvopt in a folder, whose cache is there.
pub fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fvopt"));
    command
        .args(arguments)
        .current_dir(folder)
        .env("FVOPT_CACHE_DIR", folder.join("cache"))
        .env("TMPDIR", folder.join("tmp"))
        .env_remove("FVOPT_CACHE")
        .env_remove("FVOPT_CACHE_LAYERS")
        .env_remove("FVOPT_CACHE_LIMIT")
        .env("OMP_NUM_THREADS", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

pub fn text(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// Runs it to its end, which must be a good one.
pub fn run(folder: &Path, arguments: &[&str]) -> String {
    let output = command(folder, arguments).output().expect("it starts");
    assert!(output.status.success(), "{arguments:?}: {}", text(&output));
    text(&output)
}

/// How often machine code was made, by what `-v` shows.
pub fn compilations(text: &str) -> usize {
    text.matches("machine code: close").count()
}
