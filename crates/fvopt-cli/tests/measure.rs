//! `fvopt measure`: calls that another process asks for, one line at a time.
//! Nothing here depends on how long anything takes.

use ndarray::{Array3, Ix3, OwnedRepr};
use ndarray_npy::NpzReader;
use std::{
    fs::{self, File},
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

/// Adds one to a field in place, so that every call shows in the result.
const COUNT: &str = "\
program.func @count(%q: !stencil.field<ijk x f64>) {
  %t = stencil.load %q : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  %r = stencil.apply -> (!stencil.temp<ijk x f64>) {
    %v = stencil.access %t[0, 0, 0] : !stencil.temp<ijk x f64>
    %one = arith.constant 1.0 : f64
    %w = arith.addf %v, %one : f64
    stencil.yield %w : f64
  }
  stencil.store %r to %q (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  program.return
}
";

/// A folder of its own for a test, with the program in it.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("measure")
        .join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).expect("the target folder can be written");
    fs::write(path.join("count.mlir"), COUNT).expect("the target folder can be written");
    path
}

fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fvopt"));
    command
        .args(["measure", "count.mlir", "--domain", "3,4,5"])
        .args(["--arg", "q=zeros"])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Runs it on the given lines.
fn measure(folder: &Path, lines: &str) -> Output {
    let mut child = command(folder).spawn().expect("fvopt starts");
    let mut input = child.stdin.take().expect("a pipe");
    // It may have ended on an error before it reads all lines.
    let _ = input.write_all(lines.as_bytes());
    drop(input);
    child.wait_with_output().expect("fvopt ends")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Seconds as they are printed.
fn is_seconds(text: &str) -> bool {
    text.parse::<f64>()
        .is_ok_and(|seconds| seconds.is_finite() && seconds >= 0.0)
}

fn result(path: &Path) -> Array3<f64> {
    NpzReader::new(File::open(path).expect("the result is there"))
        .expect("an archive")
        .by_name::<OwnedRepr<f64>, Ix3>("q")
        .expect("the field q")
}

#[test]
fn every_line_is_a_call_on_the_same_fields() {
    let folder = folder("calls");
    let output = measure(
        &folder,
        "call\ncall\nresult two.npz\ncall\nresult three.npz\nquit\ncall\n",
    );
    assert!(output.status.success(), "{}", text(&output.stderr));
    let shown = text(&output.stdout);
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines.len(), 6, "{shown}");
    assert!(
        lines[0].strip_prefix("ready ").is_some_and(is_seconds),
        "{shown}"
    );
    for number in [1, 2, 4] {
        assert!(is_seconds(lines[number]), "{shown}");
    }
    assert_eq!(lines[3], "written two.npz");
    assert_eq!(lines[5], "written three.npz");
    assert_eq!(
        result(&folder.join("two.npz")),
        Array3::from_elem([3, 4, 5], 2.0)
    );
    assert_eq!(
        result(&folder.join("three.npz")),
        Array3::from_elem([3, 4, 5], 3.0)
    );
}

#[test]
fn it_ends_with_its_input() {
    let output = measure(&folder("end"), "call\n");
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout).lines().count(), 2);
}

#[test]
fn an_answer_comes_before_the_next_line() {
    let mut child = command(&folder("interactive"))
        .spawn()
        .expect("fvopt starts");
    let mut input = child.stdin.take().expect("a pipe");
    let mut answers = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let mut next = || answers.next().expect("an answer").expect("text");
    assert!(next().starts_with("ready "));
    for _ in 0..3 {
        writeln!(input, "call").expect("fvopt reads");
        let answer = next();
        assert!(is_seconds(&answer), "{answer}");
    }
    drop(input);
    assert!(child.wait().expect("fvopt ends").success());
}

#[test]
fn bad_lines_are_refused_with_their_number() {
    let folder = folder("bad");
    for (lines, message) in [
        (
            "call\njump\n",
            "error: line 2: `jump` is not a command; the commands are: call, result FILE.npz, quit\n",
        ),
        (
            "call 3\n",
            "error: line 1: `call 3` is not a command; the commands are: call, result FILE.npz, quit\n",
        ),
        (
            "result\n",
            "error: line 1: `result` lacks the file to write, FILE.npz\n",
        ),
        (
            "result no/such/folder.npz\n",
            "error: cannot write no/such/folder.npz: No such file or directory (os error 2)\n",
        ),
    ] {
        let output = measure(&folder, lines);
        assert_eq!(output.status.code(), Some(2), "{lines}");
        assert_eq!(text(&output.stderr), message, "{lines}");
    }
    let left = fs::read_dir(&folder).expect("the folder is there").count();
    assert_eq!(left, 1, "only the program is left");
}

#[test]
fn what_cannot_be_compiled_is_never_ready() {
    let folder = folder("wrong");
    fs::write(folder.join("count.mlir"), COUNT.replace("addf", "subtract"))
        .expect("the target folder can be written");
    let output = measure(&folder, "call\n");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(text(&output.stdout), "");
    assert!(
        text(&output.stderr).contains("count.mlir:6:"),
        "{}",
        text(&output.stderr)
    );
}
