//! What users are told about bad input. Every case: a clear message, with a
//! location where there is one, an exit status from 1 to 99, no panic, nothing
//! on standard output, and no file left behind.
//!
//! Accept new texts with `INSTA_UPDATE=always cargo test -p fvopt-cli --test bad_input`.

use fvopt_boxes::NumericBox;
use fvopt_runtime::{Argument, ArgumentType, FieldMemory, Options, Program};
use ndarray_npy::WriteNpyExt;
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Copies a field at an offset: `in` is needed from -1 to the end.
const COPY: &str = "\
program.func @copy(%in: !stencil.field<ij x f64>, %out: !stencil.field<ij x f64>, %scale: f64, %n: i32) {
  %t = stencil.load %in : !stencil.field<ij x f64> -> !stencil.temp<ij x f64>
  %r = stencil.apply -> (!stencil.temp<ij x f64>) {
    %v = stencil.access %t[-1, 0] : !stencil.temp<ij x f64>
    %w = arith.mulf %v, %scale : f64
    stencil.yield %w : f64
  }
  stencil.store %r to %out (i = start to end, j = start to end) : !stencil.temp<ij x f64> to !stencil.field<ij x f64>
  program.return
}
";

/// A folder of its own for a test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("bad_input")
            .join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("the target folder can be written");
        Self(path)
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Self {
        fs::write(self.0.join(name), bytes).expect("the target folder can be written");
        self
    }

    fn array<T: ndarray_npy::WritableElement + Clone + Default>(
        &self,
        name: &str,
        sizes: &[usize],
    ) -> &Self {
        let file = fs::File::create(self.0.join(name)).expect("the target folder can be written");
        let array = ndarray::ArrayD::<T>::default(sizes);
        array.write_npy(file).expect("an array is written");
        self
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).expect("the folder is there");
        let mut names: Vec<String> = entries
            .map(|entry| {
                entry
                    .expect("readable")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        names.sort();
        names
    }

    /// Runs `fvopt` and gives what it said, after checking how it ended.
    fn fvopt(&self, arguments: &str) -> String {
        let before = self.names();
        let output = Command::new(env!("CARGO_BIN_EXE_fvopt"))
            .args(arguments.split_whitespace())
            .current_dir(&self.0)
            .env_remove("RUST_LOG")
            .output()
            .expect("fvopt starts");
        let (said, shown) = (
            String::from_utf8_lossy(&output.stderr).into_owned(),
            String::from_utf8_lossy(&output.stdout).into_owned(),
        );
        let code = output.status.code();
        assert!(
            code.is_some_and(|code| (1..100).contains(&code)),
            "{arguments}: {:?}\n{said}",
            output.status
        );
        assert!(!said.contains("panicked"), "{arguments}: {said}");
        assert_eq!(shown, "", "{arguments}: standard output is for results");
        assert_eq!(before, self.names(), "{arguments}: a file was left behind");
        format!(
            "$ fvopt {arguments}\n{}\n[exit status {}]\n\n",
            without_memory_size(said.trim_end()),
            code.unwrap_or(-1)
        )
    }

    /// Runs several commands.
    fn all(&self, commands: &[&str]) -> String {
        commands.iter().map(|command| self.fvopt(command)).collect()
    }
}

/// The memory that is available differs from machine to machine.
fn without_memory_size(said: &str) -> String {
    let Some((before, after)) = said.split_once(" of memory are available") else {
        return said.to_string();
    };
    let (before, _) = before
        .rsplit_once("but ")
        .expect("the message says how much");
    format!("{before}but [size] of memory are available{after}")
}

#[test]
fn malformed_modules() {
    let folder = Folder::new("malformed_modules");
    folder
        .file(
            "syntax.mlir",
            "program.func @main() {\n  program.retrun\n}\n",
        )
        .file(
            "truncated.mlir",
            &COPY[..COPY.find("stencil.store").expect("it has one")],
        )
        .file(
            "in_a_word.mlir",
            &COPY[..COPY.find("load").expect("it has one") + 2],
        )
        .file("junk.mlir", [0u8, 159, 146, 150, 255, 10, 13, 0, 1, 2, 3])
        .file("bytecode.mlirbc", *b"ML\xefR\x0d\x01MLIR")
        .file("empty.mlir", "")
        .file("verifier.mlir", COPY.replace("[-1, 0]", "[-1]"))
        .file("undefined.mlir", COPY.replace("%v, %scale", "%v, %factor"))
        .file("typo.mlir", COPY.replace("stencil.apply", "stencil.aply"))
        .file(
            "dialect.mlir",
            COPY.replace("stencil.apply", "stencl.apply"),
        )
        .file(
            "nothing_alike.mlir",
            COPY.replace("stencil.apply", "stencil.frobnicate"),
        )
        .file(
            "many.mlir",
            COPY.replace("ij x f64", "ij x 99999999999999 x 99999999 x f64"),
        )
        .file(
            "type.mlir",
            COPY.replace("!stencil.temp<ij x f64>", "!stencil.temp<ji x f64>"),
        );
    insta::assert_snapshot!(folder.all(&[
        "run syntax.mlir",
        "run truncated.mlir",
        "run in_a_word.mlir",
        "run junk.mlir",
        "run bytecode.mlirbc",
        "run empty.mlir",
        "run verifier.mlir",
        "run typo.mlir",
        "run dialect.mlir",
        "run nothing_alike.mlir",
        "run many.mlir",
        "run undefined.mlir",
        "run type.mlir",
        "run missing.mlir",
        "run .",
        "graph junk.mlir",
        "graph missing.mlir",
    ]));
}

#[test]
fn calls() {
    let folder = Folder::new("calls");
    let main = |body: &str| {
        format!(
            "program.func @main(%q: !stencil.field<ij x f64>, %dt: f64) {{\n  {body}\n  program.return\n}}\n\
             stencil.func @leaf(%q: !stencil.field<ij x f64>, %dt: f64) {{\n  stencil.return\n}}\n"
        )
    };
    folder
        .file(
            "unknown.mlir",
            main("program.call @lef(%q, %dt) : !stencil.field<ij x f64>, f64"),
        )
        .file(
            "number.mlir",
            main("program.call @leaf(%q) : !stencil.field<ij x f64>"),
        )
        .file(
            "types.mlir",
            main("program.call @leaf(%dt, %q) : f64, !stencil.field<ij x f64>"),
        )
        .file(
            "not_a_function.mlir",
            main("program.call @other(%dt) : f64") + "func.func private @other(f64)\n",
        )
        .file(
            "cycle.mlir",
            "program.func @main() {\n  program.call @a()\n  program.return\n}\n\
             program.func @a() {\n  program.call @b()\n  program.return\n}\n\
             program.func @b() {\n  program.call @a()\n  program.return\n}\n",
        )
        .file(
            "host.mlir",
            main("program.callback @no_such_function(%dt) reads [] writes [] : f64"),
        )
        .file(
            "fails.mlir",
            main("program.callback @fvopt_fail(%dt) reads [] writes [] : f64"),
        );
    insta::assert_snapshot!(folder.all(&[
        "run unknown.mlir",
        "run number.mlir",
        "run types.mlir",
        "run not_a_function.mlir",
        "run cycle.mlir",
        "run host.mlir",
        "run host.mlir --interpret",
        "run fails.mlir --arg dt=7 --out result.npz --report report.json",
        "run fails.mlir --arg dt=7 --interpret --out result.npz",
        "graph --kind dependences cycle.mlir",
        "graph unknown.mlir",
    ]));
}

#[test]
fn arrays() {
    let folder = Folder::new("arrays");
    folder
        .file("copy.mlir", COPY)
        .file("text.npy", "1.0 2.0 3.0\n")
        .file("empty.npy", "")
        .array::<f64>("right.npy", &[5, 4])
        .array::<f32>("single.npy", &[5, 4])
        .array::<i64>("integers.npy", &[5, 4])
        .array::<f64>("cube.npy", &[5, 4, 3])
        .array::<f64>("row.npy", &[5])
        .array::<f64>("no_halo.npy", &[4, 4])
        .array::<f64>("short.npy", &[5, 3])
        .array::<f64>("none.npy", &[0, 0]);
    let right = fs::read(folder.0.join("right.npy")).expect("it was just written");
    folder.file("cut.npy", &right[..right.len() - 8]);
    let commands: Vec<String> = [
        "in=missing.npy",
        "in=text.npy",
        "in=empty.npy",
        "in=cut.npy",
        "in=single.npy",
        "in=integers.npy",
        "in=cube.npy",
        "in=row.npy",
        "in=no_halo.npy",
        "in=short.npy",
        "in=none.npy",
        "in=right.npy@0,0,0",
        "in=right.npy@1,0",
        "in=right.npy@9223372036854775807,0,0",
        "scale=right.npy",
    ]
    .iter()
    .map(|argument| format!("run copy.mlir --domain 4,4,1 --arg {argument} --out result.npz"))
    .collect();
    let commands: Vec<&str> = commands.iter().map(String::as_str).collect();
    insta::assert_snapshot!(folder.all(&commands));
}

#[test]
fn names_and_values() {
    let folder = Folder::new("names_and_values");
    folder.file("copy.mlir", COPY).file(
        "two.mlir",
        "program.func @first() {\n  program.return\n}\nprogram.func @second() {\n  program.return\n}\n",
    );
    insta::assert_snapshot!(folder.all(&[
        "run copy.mlir --entry other",
        "run two.mlir",
        "run copy.mlir --arg q=1",
        "run copy.mlir --arg in",
        "run copy.mlir --arg =1",
        "run copy.mlir --arg scale=1 --arg scale=2",
        "run copy.mlir --arg scale=fast",
        "run copy.mlir --arg n=1.5",
        "run copy.mlir --arg n=2147483648",
        "run copy.mlir --arg in=random:x",
        "run copy.mlir --arg in=random:-1",
        "run copy.mlir --arg out=same:inn",
        "run copy.mlir --arg in=same:out",
        "run copy.mlir --arg n=same:scale",
        "run copy.mlir --arg out=same:scale",
        "run copy.mlir --threads 0",
        "run copy.mlir --repeat 0",
        "run copy.mlir --interpret --check",
        "run copy.mlir --no-such-option",
        "graph copy.mlir --kind colours",
        "graph copy.mlir --kind dependences --entry other",
    ]));
}

#[test]
fn domains() {
    let folder = Folder::new("domains");
    folder
        .file("copy.mlir", COPY)
        .file(
            "pinned.mlir",
            "program.func @main() attributes {domain = array<i64: 8, 8, 4>} {\n  program.return\n}\n",
        )
        .file(
            "huge.mlir",
            "program.func @main(%f: !stencil.field<ijk x f64>) attributes {domain = array<i64: 9223372036854775807, 4, 4>} {\n  program.return\n}\n",
        )
        .file(
            "large.mlir",
            "program.func @main(%f: !stencil.field<ijk x f64>) attributes {domain = array<i64: 2147483648, 2147483648, 2147483648>} {\n  program.return\n}\n",
        );
    insta::assert_snapshot!(folder.all(&[
        "run huge.mlir",
        "run large.mlir",
        "run copy.mlir --domain 0,4,4",
        "run copy.mlir --domain 4,-4,4",
        "run copy.mlir --domain 4,4",
        "run copy.mlir --domain 4,4,4,4",
        "run copy.mlir --domain 4,four,4",
        "run copy.mlir --domain 4,4,99999999999999999999",
        "run copy.mlir --domain 4,4,4294967296",
        "run copy.mlir --domain 2147483648,2147483648,1",
        "run copy.mlir --domain 2000000000,100000,1",
        "run pinned.mlir --domain 8,8,5",
    ]));
}

#[test]
fn outputs() {
    let folder = Folder::new("outputs");
    folder.file("copy.mlir", COPY);
    fs::create_dir_all(folder.0.join("folder")).expect("the target folder can be written");
    insta::assert_snapshot!(folder.all(&[
        "run copy.mlir --domain 4,4,1 --out no/such/folder/result.npz",
        "run copy.mlir --domain 4,4,1 --report no/such/folder/report.json",
        "run copy.mlir --domain 4,4,1 --out folder",
        "run copy.mlir --domain 4,4,1 --out result.npz --report folder",
        "run copy.mlir --domain 4,4,1 --arg q=1 --out result.npz",
    ]));
}

/// Checks of the running program.
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

/// Arguments that share some memory but not all of it.
#[test]
fn overlapping_arguments() {
    let context = mlir_shim::melior::Context::new();
    fvopt::load(&context);
    let diagnostics = mlir_shim::diagnostic::SourceDiagnostics::new(
        mlir_shim::ir::Ctx::of(&context),
        "copy.mlir",
        COPY.as_bytes(),
    );
    let module = diagnostics.parse().expect("the program is valid");
    let program = Program::new(&module, "copy", Options::default()).expect("there is an entry");
    let ArgumentType::Field(shape) = &program.signature().arguments[0].1 else {
        panic!("the first argument is a field");
    };
    let bounds = |low, high| NumericBox { low, high };
    let whole = FieldMemory::zeros(shape, bounds([-1, 0, 0], [8, 4, 1])).expect("small enough");
    let scalars = [
        Argument::Scalar(mlir_shim::ir::Scalar::F64, 1f64.to_bits()),
        Argument::Scalar(mlir_shim::ir::Scalar::I32, 0),
    ];
    let bind = |first: &FieldMemory, second: &FieldMemory| {
        let mut arguments = vec![
            Argument::Field(first.clone()),
            Argument::Field(second.clone()),
        ];
        arguments.extend(scalars.clone());
        program
            .bind([4, 4, 1], &arguments)
            .map(|_| ())
            .map_err(|error| error.to_string())
    };
    let window = |low, high| whole.window(bounds(low, high)).expect("inside");
    let first = window([-1, 0, 0], [4, 4, 1]);
    insta::assert_snapshot!(
        bind(&first, &window([0, 0, 0], [4, 4, 1])).expect_err("they overlap in part"),
        @"arguments `in` (i = -1 to 4, j = 0 to 4, k = 0 to 1) and `out` (i = 0 to 4, j = 0 to 4, k = 0 to 1) overlap in part; pass the same field twice, or fields that share no element"
    );
    // The same elements twice, and no element twice, are fine.
    assert_eq!(bind(&first, &first), Ok(()));
    let other = FieldMemory::zeros(shape, bounds([0, 0, 0], [4, 4, 1])).expect("small enough");
    assert_eq!(bind(&first, &other), Ok(()));
    // So are windows of one allocation that share nothing, as far as they hold what is needed.
    insta::assert_snapshot!(
        bind(&first, &window([4, 0, 0], [8, 4, 1])).expect_err("it does not hold the domain"),
        @"argument `out` is too small on the low side of axis i: the program needs it from 0 on, but it starts at 4 (coordinate 0 is the first point of the domain)"
    );
    insta::assert_snapshot!(
        whole.window(bounds([-2, 0, 0], [4, 4, 1])).expect_err("outside").to_string(),
        @"the window -2 to 4 on axis i is not in the field's -1 to 8"
    );
}

#[test]
fn a_reader_that_leaves_is_no_panic() {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/hdiff.mlir");
    let mut child = Command::new(env!("CARGO_BIN_EXE_fvopt"))
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
