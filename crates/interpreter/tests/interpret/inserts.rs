//! insert: intervals, regions, components, chains.

use crate::harness::*;
use std::fmt::Write;

#[test]
fn the_box_takes_the_source_and_the_rest_keeps_the_destination() {
    let source = "
stencil.func @main(%f: !F, %g: !F, %x: !F) {
  %a = stencil.load %f : !F -> !T
  %b = stencil.load %g : !F -> !T
  %n = stencil.insert %a into %b (i = start + 1 to end, k = end - 1 to unbounded) : !T into !T
  %e = stencil.insert %a into %n (j = end to start) : !T into !T
  stencil.store %e to %x (i = start to end, j = start to end, k = start to end) : !T to !F
  stencil.return
}";
    let size = [3, 2, 3];
    let (f, g) = (
        numbered("ijk", &[], [0; 3], size),
        field("ijk", &[], [0; 3], size, |_, _| -1.0),
    );
    let x = zeros("ijk", [0; 3], size);
    case(source, size).with(&f).with(&g).with(&x).run();
    expect(&x, |_, [i, j, k]| {
        if i >= 1 && k == 2 {
            (i + 10 * j + 100 * k) as f64
        } else {
            -1.0
        }
    });
}

#[test]
fn what_is_not_needed_is_not_computed() {
    // The source is undefined outside of its box, the destination inside of it.
    let source = "
stencil.func @main(%f: !Fi, %n: !Fi) {
  %u = stencil.undef : !Ti
  %a = stencil.load %f : !Fi -> !Ti
  %l = stencil.insert %a into %u (i = unbounded to start + 2) : !Ti into !Ti
  %m = stencil.insert %l into %a (i = start to start + 2) : !Ti into !Ti
  stencil.store %m to %n (i = start to end) : !Ti to !Fi
  stencil.store %l to %n (i = start to end) : !Ti to !Fi
  stencil.return
}";
    let f = numbered("i", &[], [0; 3], [4, 1, 1]);
    let n = zeros("i", [0; 3], [4, 1, 1]);
    case(source, [4, 1, 1])
        .with(&f)
        .with(&n)
        .fails(&["8:3: error: stores an undefined value at (2, 0, 0)"]);
    expect_row(&n, &[0.0, 1.0, 2.0, 3.0]);
}

#[test]
fn chains_of_thousands_do_not_recurse() {
    let mut body = String::new();
    for number in 0..10_000 {
        writeln!(
            body,
            "%t{} = stencil.apply -> (!Ti) {{
               %a{number} = stencil.access %t{number}[0] : !Ti
               %s{number} = arith.addf %a{number}, %one : f64
               stencil.yield %s{number} : f64
             }}",
            number + 1
        )
        .unwrap();
    }
    let source = format!(
        "
stencil.func @main(%f: !Fi) {{
  %one = arith.constant 1.0 : f64
  %t0 = stencil.load %f : !Fi -> !Ti
  {body}
  stencil.store %t10000 to %f (i = start to end) : !Ti to !Fi
  stencil.return
}}"
    );
    let f = zeros("i", [0; 3], [2, 1, 1]);
    case(&source, [2, 1, 1]).with(&f).run();
    expect_row(&f, &[10_000.0, 10_000.0]);
}
