//! Arguments, domains and files that do not fit the program.

use crate::harness::{COPY, Folder};
use fvopt_boxes::NumericBox;
use fvopt_runtime::{Argument, ArgumentType, FieldMemory, Program, Target};
use std::fs;

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

/// A NumPy file of 96 bytes of elements.
fn npy(version: [u8; 2], header: &str, header_bytes: u32) -> Vec<u8> {
    let size = header_bytes.to_le_bytes();
    let size = if version[0] == 1 {
        &size[..2]
    } else {
        &size[..]
    };
    [
        b"\x93NUMPY",
        &version[..],
        size,
        header.as_bytes(),
        &[0; 96],
    ]
    .concat()
}

// requirement T7
/// Headers are believed only as far as the file goes: `huge_shape` asked for 800 GB.
#[test]
fn headers_of_arrays() {
    let folder = Folder::new("headers_of_arrays");
    let mut names = Vec::new();
    let mut file = |name: &'static str, bytes: Vec<u8>| {
        folder.file(&format!("{name}.npy"), bytes);
        names.push(name);
    };
    let plain = |descr: &str, order: &str, shape: &str| {
        let header =
            format!("{{'descr': {descr}, 'fortran_order': {order}, 'shape': {shape}, }}\n");
        npy([1, 0], &header, header.len() as u32)
    };
    for (name, descr, order, shape) in [
        ("huge_shape", "'<f8'", "False", "(1000000000, 100, 1)"),
        ("overflows", "'<f8'", "False", "(4294967296, 4294967296)"),
        (
            "overflows_beside_zero",
            "'<f8'",
            "False",
            "(0, 4294967296, 4294967296)",
        ),
        (
            "too_large_a_number",
            "'<f8'",
            "False",
            "(99999999999999999999999,)",
        ),
        ("negative", "'<f8'", "False", "(-1, 12)"),
        ("fraction", "'<f8'", "False", "(1.5, 8)"),
        ("not_a_tuple", "'<f8'", "False", "12"),
        ("nested", "'<f8'", "False", "((3, 4), 1)"),
        ("short", "'<f8'", "False", "(4, 4)"),
        ("trailing", "'<f8'", "False", "(2, 4)"),
        ("strings", "'<U8'", "False", "(3, 1)"),
        ("objects", "'|O'", "False", "(12,)"),
        (
            "structured",
            "[('a', '<f8'), ('b', '<f8')]",
            "False",
            "(6,)",
        ),
        ("order", "'<f8'", "Maybe", "(3, 4)"),
    ] {
        file(name, plain(descr, order, shape));
    }
    let header = "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }\n";
    file("header_past_the_file", npy([1, 0], header, 60_000));
    file("header_of_gigabytes", npy([2, 0], header, u32::MAX));
    file("header_cut", npy([1, 0], header, 20));
    file("version", npy([9, 7], header, header.len() as u32));
    file(
        "no_shape",
        npy([1, 0], "{'descr': '<f8', 'fortran_order': False}", 40),
    );
    file(
        "unknown_key",
        npy([1, 0], "{'descr': '<f8', 'colour': 'red'}", 33),
    );
    file("not_text", npy([1, 0], "\u{fe}\u{ff}", 1));
    let brackets = format!("{{'shape': {}}}", "(".repeat(100_000));
    file("brackets", npy([2, 0], &brackets, brackets.len() as u32));
    let commands: Vec<String> = names
        .iter()
        .map(|name| format!("run copy.mlir --domain 4,4,1 --arg in={name}.npy"))
        .chain(["run copy.mlir --domain 4,4,1 --arg in=folder.npy".into()])
        .collect();
    folder.file("copy.mlir", COPY);
    fs::create_dir_all(folder.0.join("folder.npy")).expect("the target folder can be written");
    let commands: Vec<&str> = commands.iter().map(String::as_str).collect();
    insta::assert_snapshot!(folder.all(&commands));
}

/// An array whose first axis comes first in memory, as Fortran has it, is read like any other.
#[test]
fn arrays_in_the_order_of_fortran() {
    let folder = Folder::new("arrays_in_the_order_of_fortran");
    folder.file("copy.mlir", COPY);
    let read = |order: &str, number: &dyn Fn(usize) -> f64| {
        let header = format!("{{'descr': '<f8', 'fortran_order': {order}, 'shape': (5, 4), }}\n");
        let elements: Vec<u8> = (0..20).flat_map(|at| number(at).to_le_bytes()).collect();
        let size = (header.len() as u16).to_le_bytes();
        let parts = [
            b"\x93NUMPY\x01\x00",
            &size[..],
            header.as_bytes(),
            &elements,
        ];
        let (array, result) = (format!("{order}.npy"), format!("{order}.npz"));
        folder.file(&array, parts.concat());
        let status = std::process::Command::new(env!("CARGO_BIN_EXE_fvopt"))
            .env("FVOPT_CACHE", "off")
            .args(["run", "copy.mlir", "--domain", "4,4,1", "--arg"])
            .args([format!("in={array}"), "--out".into(), result.clone()])
            .current_dir(&folder.0)
            .output()
            .expect("fvopt starts")
            .status;
        assert!(status.success());
        fs::read(folder.0.join(result)).expect("it was written")
    };
    let by_rows = read("False", &|at| at as f64);
    let by_columns = read("True", &|at| (at % 5 * 4 + at / 5) as f64);
    assert_eq!(by_rows, by_columns);
    assert_ne!(by_rows, read("False", &|at| (at % 5 * 4 + at / 5) as f64));
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
    let program = Program::new(&module, "copy", Target::host()).expect("there is an entry");
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
