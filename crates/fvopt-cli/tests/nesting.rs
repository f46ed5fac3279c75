//! Programs that nest too deep are refused by every tool, with the place, at once and on an
//! ordinary stack; what nests as deep as allowed runs, compiled and interpreted.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// Deeper than what overflows upstream's parser.
const DEEP: usize = 100_000;

fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("nesting")
        .join(name);
    fs::create_dir_all(&path).expect("the target folder can be written");
    path
}

/// Runs a tool in a folder. Its main thread has 1 MiB of stack.
fn run(folder: &Path, tool: &str, arguments: &str) -> Output {
    let tool = match tool {
        "fvopt" => env!("CARGO_BIN_EXE_fvopt"),
        _ => env!("CARGO_BIN_EXE_fvopt-opt"),
    };
    Command::new("sh")
        .args(["-c", &format!("ulimit -s 1024; exec {tool} {arguments}")])
        .current_dir(folder)
        .env("FVOPT_CACHE", "off")
        .output()
        .expect("there is a shell")
}

/// A program with a body, and one with operations around it.
fn in_body(inside: &str) -> String {
    format!(
        "!field = !stencil.field<k x f64>
!temp = !stencil.temp<k x f64>
program.func @main(%in: !field, %out: !field) {{
  %t = stencil.load %in : !field -> !temp
  %r = stencil.apply -> (!temp) {{
    %v = stencil.access %t[0] : !temp
    %one = arith.constant 1.0 : f64
    %c = arith.cmpf ogt, %v, %one : f64
    {inside}
    stencil.yield %w : f64
  }}
  stencil.store %r to %out (k = start to end) : !temp to !field
  program.return
}}
"
    )
}

fn in_program(inside: &str) -> String {
    format!(
        "!field = !stencil.field<k x f64>
!temp = !stencil.temp<k x f64>
program.func @main(%in: !field, %out: !field) {{
  %c = arith.constant true
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  {inside}
  program.return
}}
"
    )
}

/// Something that contains itself many times.
fn nested(open: &str, inside: &str, close: &str, times: usize) -> String {
    format!("{}{inside}{}", open.repeat(times), close.repeat(times))
}

const COPY: &str = "%u = stencil.load %in : !field -> !temp
  stencil.store %u to %out (k = start to end) : !temp to !field\n";

/// The same nest of regions, as deep as is wanted. The numbers of values are those of their levels.
fn regions(times: usize) -> Vec<(&'static str, String)> {
    let numbered = |form: &dyn Fn(usize) -> String| (0..times).map(form).collect::<String>();
    let ifs = numbered(&|n| {
        let result = if n == 0 {
            "%w".into()
        } else {
            format!("%r{n}")
        };
        format!("{result} = scf.if %c -> (f64) {{\n")
    });
    let ends = numbered(&|n| {
        let yielded = match n {
            0 => "%v".into(),
            n => format!("%r{}", times - n),
        };
        format!("scf.yield {yielded} : f64 }} else {{ scf.yield %one : f64 }}\n")
    });
    let whiles = numbered(&|n| {
        let result = if n == 0 {
            "%w".into()
        } else {
            format!("%r{n}")
        };
        format!(
            "{result}, %x{n} = scf.while (%a{n} = %v, %b{n} = %one) : (f64, f64) -> (f64, f64) {{
            %c{n} = arith.cmpf olt, %a{n}, %b{n} : f64
            scf.condition(%c{n}) %a{n}, %b{n} : f64, f64 }} do {{ ^bb0(%d{n}: f64, %e{n}: f64):\n"
        )
    });
    let while_ends = numbered(&|n| match n {
        0 => "scf.yield %one, %one : f64, f64 }\n".into(),
        n => format!("scf.yield %r{0}, %x{0} : f64, f64 }}\n", times - n),
    });
    vec![
        ("if", in_body(&(ifs + &ends))),
        ("while", in_body(&(whiles + &while_ends))),
        (
            "program-if",
            in_program(&nested("program.if %c {\n", COPY, "}\n", times)),
        ),
        (
            "for",
            in_program(
                &(numbered(&|n| format!("program.for %i{n} = %zero to %one step %one {{\n"))
                    + COPY
                    + &"}\n".repeat(times)),
            ),
        ),
    ]
}

/// Other things that nest, in programs that are right but for that.
fn others(times: usize) -> Vec<(&'static str, String)> {
    let with_box = |end: &str| in_program(&COPY.replace("to end)", &format!("to {end})")));
    let with_attribute = |attribute: &str| {
        in_program(COPY).replace(
            "!field) {",
            &format!("!field) attributes {{a = {attribute}}} {{"),
        )
    };
    let aliases = |form: &dyn Fn(usize) -> String| {
        let lines: String = (1..times).map(form).collect();
        lines + &in_program(COPY)
    };
    vec![
        ("min", with_box(&nested("min(", "end", ", end)", times))),
        ("list", with_attribute(&nested("[", "", "]", times))),
        (
            "dictionary",
            with_attribute(&nested("{a = ", "1", "}", times)),
        ),
        ("tuple", with_attribute(&nested("tuple<", "i1", ">", times))),
        (
            "location",
            in_program(COPY).trim_end().to_string()
                + &format!(
                    " loc({})",
                    nested("callsite(", "\"a\"", " at \"b\")", times)
                ),
        ),
        (
            "alias",
            aliases(&|n| format!("#a{n} = [#a{}]\n", n - 1)).replacen("[#a0]", "[]", 1),
        ),
        (
            "alias-of-type",
            aliases(&|n| format!("!f{n} = () -> !f{}\n", n - 1)).replacen("!f0", "i1", 1),
        ),
        (
            "generic",
            nested(
                "\"builtin.module\"() ({\n",
                "^bb0:\n",
                "}) : () -> ()\n",
                times,
            ),
        ),
    ]
}

// requirement P5
/// 3,000 regions made the parser recurse for minutes, and 10,000 overflowed its stack.
#[test]
fn what_nests_too_deep_is_refused_by_every_tool() {
    let folder = folder("refused");
    let mut all = regions(DEEP);
    all.extend(others(DEEP));
    all.extend(regions(300).into_iter().map(|(_, text)| ("a-little", text)));
    for (name, text) in all {
        let file = format!("{name}.mlir");
        fs::write(folder.join(&file), text).expect("the target folder can be written");
        for (tool, arguments) in [
            ("fvopt", format!("run {file}")),
            ("fvopt", format!("run {file} --interpret")),
            ("fvopt", format!("run - <{file}")),
            ("fvopt", format!("measure {file}")),
            ("fvopt", format!("graph {file}")),
            ("fvopt-opt", file.clone()),
            (
                "fvopt-opt",
                format!("--split-input-file --fvopt-cpu <{file}"),
            ),
        ] {
            let output = run(&folder, tool, &arguments);
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(
                said.contains("error: ") && said.contains("nest more than 256 deep here"),
                "{tool} {arguments}: {:?}: {said}",
                output.status
            );
            let place = said.split(": error").next().unwrap_or_default();
            let numbers = place.rsplit(':').take(2);
            assert!(
                numbers
                    .filter(|number| number.parse::<usize>().is_ok())
                    .count()
                    == 2
            );
            assert!(output.stdout.is_empty());
            assert!(matches!(output.status.code(), Some(1 | 2)));
        }
    }
}

#[test]
fn what_nests_as_deep_as_allowed_runs() {
    let folder = folder("runs");
    for (name, text) in regions(200) {
        let file = format!("{name}.mlir");
        fs::write(folder.join(&file), text).expect("the target folder can be written");
        let arguments = format!("run {file} --domain 2,2,2 --check");
        let output = run(&folder, "fvopt", &arguments);
        let said = String::from_utf8_lossy(&output.stdout);
        let why = String::from_utf8_lossy(&output.stderr);
        assert!(
            said.contains("equal to the interpreter"),
            "{arguments}: {said}{why}"
        );
        // What is printed in generic form is read again, and so is bytecode.
        for form in ["--mlir-print-op-generic", "--emit-bytecode"] {
            let output = run(&folder, "fvopt-opt", &format!("{form} {file} -o again"));
            assert!(output.status.success());
            let output = run(&folder, "fvopt-opt", "again -o /dev/null");
            let why = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{name} {form}: {why}");
        }
    }
    for (name, text) in others(100) {
        let file = format!("{name}.mlir");
        fs::write(folder.join(&file), text).expect("the target folder can be written");
        let output = run(&folder, "fvopt-opt", &format!("{file} -o /dev/null"));
        let why = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{name}: {why}");
    }
}
