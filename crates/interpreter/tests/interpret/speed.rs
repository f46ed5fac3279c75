//! How long things take, on request: `cargo test -p fvopt-interpreter --test interpret speed -- --ignored --nocapture`.

use crate::harness::*;
use std::{fmt::Write, time::Instant};

/// Thirty operations at each of three million points.
#[test]
#[ignore = "a measurement"]
fn thirty_operations_at_three_million_points() {
    let mut body = String::new();
    for number in 0..26 {
        let op = ["addf", "mulf", "subf"][number % 3];
        writeln!(body, "%x{} = arith.{op} %x{number}, %b : f64", number + 1).unwrap();
    }
    let source = format!(
        "
stencil.func @main(%f: !F, %g: !F) {{
  %t = stencil.load %f : !F -> !T
  %r = stencil.apply -> (!T) {{
    %x0 = stencil.access %t[0, 0, 0] : !T
    %a = stencil.access %t[-1, 0, 0] : !T
    %c = stencil.access %t[0, 1, 0] : !T
    %b = arith.addf %a, %c : f64
    {body}
    stencil.yield %x26 : f64
  }}
  stencil.store %r to %g (i = start to end, j = start to end, k = start to end) : !T to !F
  stencil.return
}}"
    );
    let size = [192, 192, 80];
    let f = field("ijk", &[], [-1, -1, 0], [193, 193, 80], |_, [i, j, k]| {
        (i + j * k) as f64
    });
    let g = zeros("ijk", [0; 3], size);
    for threads in [Some(1), None] {
        let start = Instant::now();
        let mut case = case(&source, size).with(&f).with(&g);
        case.options.threads = threads;
        case.run();
        let seconds = start.elapsed().as_secs_f64();
        let points = size.iter().product::<i64>() as f64;
        let per_op = seconds * 1e9 / points / 30.0;
        println!("threads {threads:?}: {seconds:.3} s, {per_op:.2} ns per operation and point");
    }
}

/// A forward sweep of two stages.
#[test]
#[ignore = "a measurement"]
fn a_sweep_of_three_million_points() {
    let source = "
stencil.func @main(%f: !F, %g: !F) {
  %t = stencil.load %f : !F -> !T
  %s = stencil.sweep forward carries(%c = %t : !T) {
    stencil.interval (k = start + 1 to end) {
      %l = stencil.stage -> (!Tij) {
        %v = stencil.access %t[0, 0, 0] : !T
        %w = arith.mulf %v, %v : f64
        stencil.yield %w : f64
      }
      stencil.stage writes(%c[0] : !T) {
        %p = stencil.access %c[0, 0, -1] : !T
        %v = stencil.access %l[0, 0] : !Tij
        %w = arith.addf %p, %v : f64
        stencil.yield %w : f64
      }
    }
  }
  stencil.store %s to %g (i = start to end, j = start to end, k = start to end) : !T to !F
  stencil.return
}";
    let size = [192, 192, 80];
    let f = field("ijk", &[], [0; 3], size, |_, [i, j, k]| (i + j * k) as f64);
    let g = zeros("ijk", [0; 3], size);
    let start = Instant::now();
    case(source, size).with(&f).with(&g).run();
    println!("{:.3} s", start.elapsed().as_secs_f64());
}
