//! Inferred boxes: computed exactly there, and a wrong one is caught.

use crate::harness::*;
use fvopt_interpreter::Number;

fn chain(load: &str, first: &str, second: &str) -> String {
    format!(
        "
stencil.func @main(%f: !Fi, %x: !Fi) {{
  %t = stencil.load %f {load} : !Fi -> !Ti
  %a = stencil.apply {first} -> (!Ti) {{
    %u = stencil.access %t[-1] : !Ti
    %v = stencil.access %t[1] : !Ti
    %s = arith.addf %u, %v : f64
    stencil.yield %s : f64
  }}
  %b = stencil.apply {second} -> (!Ti) {{
    %u = stencil.access %a[-1] : !Ti
    %v = stencil.access %a[1] : !Ti
    %s = arith.addf %u, %v : f64
    stencil.yield %s : f64
  }}
  stencil.store %b to %x (i = start to end) : !Ti to !Fi
  stencil.return
}}"
    )
}

#[test]
fn right_boxes_change_nothing_and_wrong_ones_are_errors() {
    let (zero, one, two) = (
        "(i = start to end)",
        "(i = start - 1 to end + 1)",
        "(i = start - 2 to end + 2)",
    );
    let f = numbered("i", &[], [-2, 0, 0], [6, 1, 1]);
    let x = zeros("i", [0; 3], [4, 1, 1]);
    let run = |load, first, second| {
        case(&chain(load, first, second), [4, 1, 1])
            .with(&f)
            .with(&x)
    };
    for (load, first, second) in [
        (two, one, zero),
        ("", one, ""),
        (two, "", zero),
        ("", "", zero),
        (two, two, one),
    ] {
        let result = run(load, first, second).result();
        if first == two {
            // Too large is a demand on the field that it cannot meet, and harms nobody.
            assert!(result.is_err());
        } else {
            result.unwrap();
            expect_row(&x, &[0.0, 4.0, 8.0, 12.0]);
        }
    }
    run(two, zero, zero).fails(&["11:10: error: reads a value: outside the box (i = 0 to 4) of `stencil.apply`: index (-1, 0, 0)", "4:8: note"]);
    run(one, one, zero).fails(&["5:10: error: reads a value: outside the box (i = -1 to 5) of `stencil.load`: index (-2, 0, 0)"]);
    run(two, one, "(i = start + 1 to end)").fails(&[
        "16:3: error: stores an undefined value at (0, 0, 0): outside the box (i = 1 to 4)",
    ]);
}

#[test]
fn sweeps_with_boxes() {
    let source = |sweep: &str| {
        format!(
            "
stencil.func @main(%f: !F, %x: !F, %n: index) {{
  %t = stencil.load %f : !F -> !T
  %s = stencil.sweep forward {sweep} carries(%c = %t : !T) {{
    stencil.interval (k = start + 1 to end) {{
      stencil.stage writes(%c[0] : !T) {{
        %p = stencil.access %c[0, 0, -1] : !T
        %v = stencil.access %t[1, 0, 0] : !T
        %w = arith.addf %p, %v : f64
        stencil.yield %w : f64
      }}
    }}
  }}
  %r = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!T) {{
    %v = stencil.access %s[0, 0, 0] : !T
    stencil.yield %v : f64
  }}
  stencil.store %r to %x (i = start to end, j = start to end, k = start to end) : !T to !F
  stencil.return
}}"
        )
    };
    let size = [4, 1, 3];
    let f = numbered("ijk", &[], [0; 3], [5, 1, 3]);
    let x = zeros("ijk", [0; 3], size);
    let run = |sweep: &str| {
        case(&source(sweep), size)
            .with(&f)
            .with(&x)
            .scalar(Number::index(2))
    };
    for sweep in ["", "(i = start to end, j = start to end, k = start to end)"] {
        run(sweep).run();
        expect(&x, |_, [i, _, k]| {
            i as f64 + (1..=k).map(|k| (i + 1 + 100 * k) as f64).sum::<f64>()
        });
    }
    run("(i = start to %n, j = start to end, k = start to end)").fails(&["15:10: error: reads a value: outside the box (i = 0 to 2, j = 0 to 1, k = 0 to 3) of `stencil.sweep`: index (2, 0, 0)"]);
    run("(i = start to end, j = start to end, k = start to end - 1)")
        .fails(&["15:10: error", "index (0, 0, 2)"]);
}

#[test]
fn kernels_run_in_order() {
    let source = "
program.func @main(%f: !Fi, %x: !Fi) attributes {domain = array<i64: 3, 1, 1>} {
  stencil.kernel <order = \"kji\", parallel = \"kj\", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %f (i = start to end) : !Fi -> !Ti
    %r = stencil.apply place<register> (i = start to end) -> (!Ti) {
      %v = stencil.access %t[0] : !Ti
      %s = arith.addf %v, %v : f64
      stencil.yield %s : f64
    }
    stencil.store %r to %x (i = start to end) : !Ti to !Fi
  }
  stencil.kernel <order = \"kji\", parallel = \"\", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %x (i = start to end) : !Fi -> !Ti
    stencil.store %t to %f (i = start to end) : !Ti to !Fi
  }
  program.return
}";
    let source = source.replace("place<register> ", "");
    let f = numbered("i", &[], [0; 3], [3, 1, 1]);
    let x = zeros("i", [0; 3], [3, 1, 1]);
    case(&source, [3, 1, 1]).with(&f).with(&x).run();
    expect_row(&f, &[0.0, 2.0, 4.0]);
    case(&source, [4, 1, 1])
        .with(&f)
        .with(&x)
        .fails(&["the domain is pinned to [3, 1, 1] but is given as [4, 1, 1]"]);
    case(&source, [0, 1, 1])
        .with(&f)
        .with(&x)
        .fails(&["has a size that is not positive"]);
}
