//! Programs that are wrong, or no programs.

use crate::harness::{COPY, Folder};

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
