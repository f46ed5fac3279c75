//! Programs of any size, for the test that counts and the benchmark that measures.

use std::fmt::Write;

const STENCIL: &str = "!f = !stencil.field<ijk x f64>
!t = !stencil.temp<ijk x f64>
stencil.func @smooth(%in: !f, %out: !f) {
  %t = stencil.load %in : !f -> !t
  %r = stencil.apply -> (!t) {
    %a = stencil.access %t[-1, 0, 0] : !t
    %b = stencil.access %t[1, 0, 0] : !t
    %s = arith.addf %a, %b : f64
    stencil.yield %s : f64
  }
  stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !t to !f
  stencil.return
}
";

/// One program with many calls.
pub fn wide(calls: usize) -> String {
    let mut text = format!("{STENCIL}program.func @main(%a: !f, %b: !f) {{\n");
    for number in 0..calls {
        let arguments = if number % 2 == 0 { "%a, %b" } else { "%b, %a" };
        let _ = writeln!(text, "  program.call @smooth({arguments}) : !f, !f");
    }
    text + "  program.return\n}\n"
}

/// A chain of nested programs, with a stencil at every level.
pub fn deep(levels: usize) -> String {
    let mut text = STENCIL.to_string();
    for level in 0..levels {
        let name = if level == 0 {
            "main".into()
        } else {
            format!("level{level}")
        };
        let _ = writeln!(text, "program.func @{name}(%a: !f, %b: !f) {{");
        let _ = writeln!(text, "  program.call @smooth(%a, %b) : !f, !f");
        if level + 1 < levels {
            let _ = writeln!(text, "  program.call @level{}(%b, %a) : !f, !f", level + 1);
        }
        text += "  program.return\n}\n";
    }
    text
}

/// Calls that read one component of a field and write another, through views of their own.
#[allow(dead_code, reason = "the benchmark has no use for it")]
pub fn views(calls: usize) -> String {
    let mut text = String::from(
        "!f = !stencil.field<ijk x f64>
!g = !stencil.field<ijk x 2 x f64>
!t = !stencil.temp<ijk x f64>
stencil.func @copy(%in: !f, %out: !f) {
  %t = stencil.load %in : !f -> !t
  stencil.store %t to %out (i = start to end, j = start to end, k = start to end) : !t to !f
  stencil.return
}
program.func @step(%g: !g) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %from = program.view %g component %one : !g -> !f
  %to = program.view %g component %zero : !g -> !f
  program.call @copy(%from, %to) : !f, !f
  program.return
}
program.func @main(%g: !g) {
",
    );
    for _ in 0..calls {
        text += "  program.call @step(%g) : !g\n";
    }
    text + "  program.return\n}\n"
}
