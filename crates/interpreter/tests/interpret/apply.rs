//! load, apply, store, access, index, undef.

// requirement D3, D4, D6

use crate::harness::*;
use fvopt_interpreter::Number;

const LAPLACE: &str = "
stencil.func @main(%f: !F, %g: !F) {
  %t = stencil.load %f : !F -> !T
  %l = stencil.apply -> (!T) {
    %a = stencil.access %t[-1, 0, 0] : !T
    %b = stencil.access %t[1, 0, 0] : !T
    %c = stencil.access %t[0, -1, 0] : !T
    %d = stencil.access %t[0, 1, 0] : !T
    %e = stencil.access %t[0, 0, 0] : !T
    %four = arith.constant 4.0 : f64
    %s = arith.addf %a, %b : f64
    %u = arith.addf %c, %d : f64
    %v = arith.addf %s, %u : f64
    %w = arith.mulf %e, %four : f64
    %r = arith.subf %v, %w : f64
    stencil.yield %r : f64
  }
  %m = stencil.apply -> (!T) {
    %a = stencil.access %l[-1, 0, 0] : !T
    %b = stencil.access %l[1, 0, 0] : !T
    %s = arith.addf %a, %b : f64
    stencil.yield %s : f64
  }
  stencil.store %m to %g (i = start to end, j = start to end, k = start to end) : !T to !F
  stencil.return
}";

fn square(_: usize, [i, j, k]: [i64; 3]) -> f64 {
    (i * i + 3 * j * j + i * k) as f64
}

#[test]
fn a_chain_is_computed_where_it_is_needed_and_stored_on_the_box_only() {
    for size in [[1, 1, 1], [5, 4, 3], [300, 2, 1]] {
        let high = size.map(|size| size + 2);
        let f = field("ijk", &[], [-2, -1, 0], high, square);
        let g = numbered("ijk", &[], [-1, -1, -1], high);
        case(LAPLACE, size).with(&f).with(&g).run();
        expect(&g, |_, [i, j, k]| {
            let inside =
                (0..size[0]).contains(&i) && (0..size[1]).contains(&j) && (0..size[2]).contains(&k);
            if inside {
                16.0
            } else {
                (i + 10 * j + 100 * k) as f64
            }
        });
    }
}

#[test]
fn reading_outside_of_the_allocation_is_an_error_with_its_index() {
    let f = field("ijk", &[], [-1, -1, 0], [4, 4, 1], square);
    let g = zeros("ijk", [0; 3], [3, 3, 1]);
    case(LAPLACE, [3, 3, 1]).with(&f).with(&g).fails(&[
        "24:3: error: stores an undefined value at (0, 0, 0)",
        "outside the allocation of argument 0 of @main",
        "(i = -1 to 4, j = -1 to 4, k = 0 to 1): index (-2, 0, 0)",
    ]);
}

#[test]
fn aliased_arguments_are_one_field() {
    let f = field("ijk", &[], [-2, -2, 0], [6, 6, 1], square);
    case(LAPLACE, [4, 4, 1]).with(&f).with(&f).run();
    expect(&f, |c, [i, j, k]| {
        let inside = (0..4).contains(&i) && (0..4).contains(&j);
        if inside { 16.0 } else { square(c, [i, j, k]) }
    });
}

#[test]
fn the_result_does_not_depend_on_threads() {
    let f = field("ijk", &[], [-2, -2, 0], [66, 66, 3], |_, [i, j, k]| {
        ((i * j + k) as f64).sin()
    });
    let results = [Some(1), Some(3), None].map(|threads| {
        let g = zeros("ijk", [0; 3], [64, 64, 3]);
        let mut case = case(LAPLACE, [64, 64, 3]).with(&f).with(&g);
        case.options.threads = threads;
        case.run();
        g.array()
    });
    assert_eq!(results[0], results[1]);
    assert_eq!(results[0], results[2]);
}

#[test]
fn several_results_data_dimensions_and_lower_ranks() {
    let source = "
!Fq = !stencil.field<ijk x 2 x f64>
!Tq = !stencil.temp<ijk x 2 x f64>
!Ftable = !stencil.field<none x 3 x f64>
!Ttable = !stencil.temp<none x 3 x f64>
stencil.func @main(%q: !Fq, %p: !Fij, %z: !Fk, %table: !Ftable, %x: f64, %out: !Fq, %ij: !Fij) {
  %tq = stencil.load %q : !Fq -> !Tq
  %tp = stencil.load %p : !Fij -> !Tij
  %tz = stencil.load %z : !Fk -> !Tk
  %tt = stencil.load %table : !Ftable -> !Ttable
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %a, %b = stencil.apply -> (!Tq, !T) {
    %q0 = stencil.access %tq[0, 0, 0] at %zero : !Tq
    %q1 = stencil.access %tq[0, 0, 0] at %one : !Tq
    %h = stencil.access %tp[1, 0] : !Tij
    %v = stencil.access %tz[-1] : !Tk
    %i = stencil.index i
    %t = stencil.access %tt[] at %i : !Ttable
    %s = arith.addf %q1, %h : f64
    %d = arith.addf %q0, %v : f64
    %e = arith.addf %d, %t : f64
    stencil.yield %s, %e, %x : f64, f64, f64
  }
  %ab = stencil.insert %b into %a at %one (i = start to start + 1) : !T into !Tq
  stencil.store %ab to %out (i = start to end, j = start to end, k = start to end) : !Tq to !Fq
  %c = stencil.apply -> (!Tij) {
    %h = stencil.access %tp[0, 0] : !Tij
    %j = stencil.index j
    %f = arith.index_cast %j : index to i64
    %g = arith.sitofp %f : i64 to f64
    %s = arith.mulf %h, %g : f64
    stencil.yield %s : f64
  }
  stencil.store %c to %ij (i = start to end, j = start to end) : !Tij to !Fij
  stencil.return
}";
    let (low, high) = ([0; 3], [3, 2, 2]);
    let q = numbered("ijk", &[2], low, high);
    let p = numbered("ij", &[], low, [4, 2, 1]);
    let z = numbered("k", &[], [0, 0, -1], [1, 1, 2]);
    let table = field("", &[3], low, [1; 3], |c, _| 0.25 * (1 + c) as f64);
    let out = field("ijk", &[2], low, high, |_, _| 0.0);
    let ij = zeros("ij", low, high);
    let mut run = case(source, high);
    for field in [&q, &p, &z, &table] {
        run = run.with(field);
    }
    run.scalar(Number::f64(0.5)).with(&out).with(&ij).run();
    expect(&out, |c, [i, j, k]| match (c, i) {
        (1, 0) => 0.5,
        (0, _) => ((i + 10 * j + 100 * k) + 1000 + i + 1 + 10 * j) as f64,
        _ => (i + 10 * j + 100 * k + 100 * (k - 1)) as f64 + 0.25 * (1 + i) as f64,
    });
    expect(&ij, |_, [i, j, _]| ((i + 10 * j) * j) as f64);
}

#[test]
fn component_indices_are_clamped_and_reported() {
    let source = "
!Fq = !stencil.field<i x 2 x f64>
!Tq = !stencil.temp<i x 2 x f64>
stencil.func @main(%q: !Fq, %out: !Fi, %n: index) {
  %t = stencil.load %q : !Fq -> !Tq
  %a = stencil.apply -> (!Ti) {
    %i = stencil.index i
    %v = stencil.access %t[0] at %i : !Tq
    stencil.yield %v : f64
  }
  stencil.store %a to %out (i = start to end) : !Ti to !Fi
  stencil.store %a to %q at %n (i = start to start + 1) : !Ti to !Fq
  stencil.return
}";
    let q = field("i", &[2], [0; 3], [4, 1, 1], |c, [i, _, _]| {
        (10 * c as i64 + i) as f64
    });
    let out = zeros("i", [0; 3], [4, 1, 1]);
    let run = case(source, [4, 1, 1]).with(&q).with(&out);
    let report = run.scalar(Number::index(-3)).checked().run();
    expect_row(&out, &[0.0, 11.0, 12.0, 13.0]);
    assert_eq!(report.clamped.len(), 2);
    let messages: Vec<_> = report
        .clamped
        .iter()
        .map(|one| (one.message.as_str(), one.count))
        .collect();
    assert!(
        messages.contains(&("position 2 is clamped to 1 at (2, 0, 0)", 2)),
        "{messages:?}"
    );
    assert!(
        messages.contains(&("position -3 is clamped to 0", 1)),
        "{messages:?}"
    );
}

#[test]
fn a_load_is_a_snapshot() {
    let source = "
stencil.func @main(%f: !Fi, %g: !Fi) {
  %t = stencil.load %f : !Fi -> !Ti
  %u = stencil.load %g : !Fi -> !Ti
  stencil.store %u to %f (i = start to end) : !Ti to !Fi
  stencil.store %t to %g (i = start to end) : !Ti to !Fi
  stencil.return
}";
    let (f, g) = (
        numbered("i", &[], [0; 3], [3, 1, 1]),
        zeros("i", [0; 3], [3, 1, 1]),
    );
    case(source, [3, 1, 1]).with(&f).with(&g).run();
    expect_row(&f, &[0.0, 0.0, 0.0]);
    expect_row(&g, &[0.0, 1.0, 2.0]);
}

#[test]
fn undef_matters_only_when_it_is_stored() {
    let source = "
stencil.func @main(%f: !Fi, %all: i1) {
  %u = stencil.undef : !Ti
  %r = stencil.apply -> (!Ti) {
    %a = stencil.access %u[0] : !Ti
    %zero = arith.constant 7.0 : f64
    %i = stencil.index i
    %two = arith.constant 2 : index
    %low = arith.cmpi slt, %i, %two : index
    %take = arith.andi %low, %all : i1
    %s = arith.select %take, %a, %zero : f64
    stencil.yield %s : f64
  }
  stencil.store %r to %f (i = start + 1 to end) : !Ti to !Fi
  stencil.return
}";
    let flag = |value| Number::integer(mlir_shim::ir::Scalar::I1, value);
    let f = zeros("i", [0; 3], [3, 1, 1]);
    case(source, [3, 1, 1]).with(&f).scalar(flag(0)).run();
    expect_row(&f, &[0.0, 7.0, 7.0]);
    case(source, [3, 1, 1]).with(&f).scalar(flag(1)).fails(&[
        "14:3: error: stores an undefined value at (1, 0, 0): never written: `stencil.undef`",
        "3:8: note:",
    ]);
}

#[test]
fn storing_outside_of_the_allocation_is_an_error() {
    let source = "
stencil.func @main(%f: !Fi) {
  %t = stencil.load %f : !Fi -> !Ti
  stencil.store %t to %f (i = start - 1 to end) : !Ti to !Fi
  stencil.return
}";
    let f = zeros("i", [0; 3], [3, 1, 1]);
    case(source, [3, 1, 1]).with(&f).fails(&[
        "4:3: error: stores outside of the allocation of argument 0 of @main: index (-1, 0, 0), allocated (i = 0 to 3)",
    ]);
}

#[test]
fn an_empty_store_computes_nothing() {
    let source = "
stencil.func @main(%f: !Fi) {
  %u = stencil.undef : !Ti
  stencil.store %u to %f (i = start + 3 to end) : !Ti to !Fi
  stencil.store %u to %f (i = end + 50 to start - 50) : !Ti to !Fi
  stencil.return
}";
    let f = zeros("i", [0; 3], [3, 1, 1]);
    case(source, [3, 1, 1]).with(&f).run();
}
