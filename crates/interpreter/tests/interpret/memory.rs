//! alloc, view, swap, exchange, reduce; element types.

use crate::harness::*;
use fvopt_interpreter::{Array, Field, Number};
use mlir_shim::ir::Scalar::{self, *};

#[test]
fn reading_what_was_never_written_is_an_error() {
    let source = "
program.func @main(%f: !Fi) {
  %a = program.alloc (i = start - 1 to end + 1) : !Fi
  %t = stencil.load %f : !Fi -> !Ti
  stencil.store %t to %a (i = start to end) : !Ti to !Fi
  %u = stencil.load %a : !Fi -> !Ti
  stencil.store %u to %f (i = start to end) : !Ti to !Fi
  %v = stencil.apply -> (!Ti) {
    %w = stencil.access %u[1] : !Ti
    stencil.yield %w : f64
  }
  stencil.store %v to %f (i = start to end) : !Ti to !Fi
  program.return
}";
    let f = numbered("i", &[], [0; 3], [3, 1, 1]);
    case(source, [3, 1, 1]).with(&f).fails(&[
        "12:3: error: stores an undefined value at (2, 0, 0): never written: the field of `program.alloc` at 3:8, index (3, 0, 0)",
    ]);
    expect_row(&f, &[0.0, 1.0, 2.0]);
}

#[test]
fn swaps_exchange_contents_however_often() {
    for count in 0..4 {
        let swaps = "  program.swap %a, %f : !Fi\n  program.swap %f, %f : !Fi\n".repeat(count);
        let source = format!(
            "
program.func @main(%f: !Fi, %g: !Fi) {{
  %a = program.alloc (i = start to end) : !Fi
  %t = stencil.load %g : !Fi -> !Ti
  stencil.store %t to %a (i = start to end) : !Ti to !Fi
{swaps}
  %u = stencil.load %f : !Fi -> !Ti
  stencil.store %u to %g (i = start to end) : !Ti to !Fi
  program.return
}}"
        );
        let (f, g) = (
            numbered("i", &[], [0; 3], [2, 1, 1]),
            numbered("i", &[], [0; 3], [2, 1, 1]),
        );
        let g0 = row(F64, &[7.0, 8.0]);
        case(&source, [2, 1, 1]).with(&f).with(&g0).run();
        drop(g);
        let expected = if count % 2 == 1 {
            [7.0, 8.0]
        } else {
            [0.0, 1.0]
        };
        expect_row(&f, &expected);
        expect_row(&g0, &expected);
        let long = zeros("i", [0; 3], [3, 1, 1]);
        if count == 1 {
            case(&source, [2, 1, 1]).with(&long).with(&g0).fails(&[
                "swap_c3: the fields have different allocated boxes: (i = 0 to 2) and (i = 0 to 3)",
            ]);
        }
    }
}

#[test]
fn views_are_the_same_memory() {
    let source = "
!Fq = !stencil.field<ijk x 2 x 3 x f64>
!Fq1 = !stencil.field<ijk x 3 x f64>
!Fs = !stencil.field<ij x 3 x f64>
program.func @main(%q: !Fq, %k: index, %n: index) {
  %one = arith.constant 1 : index
  %a = program.view %q component %n : !Fq -> !Fq1
  %b = program.view %a component %one : !Fq1 -> !F
  %c = program.view %b level %k : !F -> !Fij
  %s = program.view %a level %k : !Fq1 -> !Fs
  %d = program.view %s component %one : !Fs -> !Fij
  %t = stencil.load %c : !Fij -> !Tij
  %r = stencil.apply -> (!Tij) {
    %v = stencil.access %t[0, 0] : !Tij
    %w = arith.addf %v, %v : f64
    stencil.yield %w : f64
  }
  stencil.store %r to %d (i = start to end, j = start to end) : !Tij to !Fij
  %u = stencil.load %c : !Fij -> !Tij
  stencil.store %u to %c (i = start to end, j = start to end) : !Tij to !Fij
  program.return
}";
    let q = numbered("ijk", &[2, 3], [0; 3], [2, 2, 3]);
    let run = |k, n| {
        case(source, [2, 2, 3])
            .with(&q)
            .scalar(Number::index(k))
            .scalar(Number::index(n))
            .checked()
    };
    let report = run(2, 5).run();
    assert_eq!(report.clamped[0].message, "position 5 is clamped to 1");
    expect(&q, |c, [i, j, k]| {
        let value = (i + 10 * j + 100 * k) as f64 + 1000.0 * c as f64;
        if c == 4 && k == 2 { 2.0 * value } else { value }
    });
    run(3, 0).fails(&["9:8: error: level 3 is outside of the allocation of argument 0 of @main, which is (i = 0 to 2, j = 0 to 2, k = 0 to 3)"]);
}

#[test]
fn exchange_is_periodic_and_fills_corners() {
    let source = "
program.func @main(%q: !F) {
  program.exchange %q [3, 1, 2, 0] : !F
  program.return
}";
    for size in [[4, 3, 2], [3, 2, 1]] {
        let inside = |[i, j, k]: [i64; 3]| (i + 10 * j + 100 * k) as f64;
        let (low, high) = ([-3, -2, -1], [size[0] + 2, size[1] + 1, size[2] + 1]);
        let q = field("ijk", &[], low, high, |_, [i, j, k]| {
            let own = (0..size[0]).contains(&i) && (0..size[1]).contains(&j);
            if own { inside([i, j, k]) } else { -1.0 }
        });
        case(source, size).with(&q).run();
        expect(&q, |_, [i, j, k]| {
            let own = (0..size[0]).contains(&i) && (0..size[1]).contains(&j);
            let filled = (0..size[2]).contains(&k) && i <= size[0] && j < size[1];
            if own || filled {
                inside([i.rem_euclid(size[0]), j.rem_euclid(size[1]), k])
            } else {
                -1.0
            }
        });
    }
    let q = zeros("ijk", [-3, -2, 0], [3, 1, 1]);
    case(source, [2, 1, 1])
        .with(&q)
        .fails(&["3:3: error: exchange_c2: the width 3 on i exceeds the size 2"]);
    case(source, [3, 2, 1])
        .with(&q)
        .fails(&["3:3: error: the halo reaches outside of the allocation of argument 0"]);
}

#[test]
fn reductions_run_in_a_fixed_order() {
    let source = "
program.func @main(%q: !F, %x: !Fi, %n: !stencil.field<i x i8>, %m: !stencil.field<i x i8>) {
  %a = program.reduce add %q (i = start to end, j = start to end, k = start to end) : !F -> f64
  %b = program.reduce min %q (i = start to end, j = start to end, k = start to end) : !F -> f64
  %c = program.reduce max %q (i = start to end, j = start to end, k = start to start) : !F -> f64
  %d = program.reduce add %n (i = start to end) : !stencil.field<i x i8> -> i8
  %e = program.reduce max %n (i = start to end) : !stencil.field<i x i8> -> i8
  %f = program.reduce min %n (i = end to end) : !stencil.field<i x i8> -> i8
  program.call @fill(%x, %a, %b, %c) : !Fi, f64, f64, f64
  program.call @fill8(%m, %d, %e, %f) : !stencil.field<i x i8>, i8, i8, i8
  program.return
}
stencil.func @fill(%x: !Fi, %a: f64, %b: f64, %c: f64) {
  %ta = stencil.apply -> (!Ti) { stencil.yield %a : f64 }
  %tb = stencil.apply -> (!Ti) { stencil.yield %b : f64 }
  %tc = stencil.apply -> (!Ti) { stencil.yield %c : f64 }
  stencil.store %ta to %x (i = 0 to 1) : !Ti to !Fi
  stencil.store %tb to %x (i = 1 to 2) : !Ti to !Fi
  stencil.store %tc to %x (i = 2 to 3) : !Ti to !Fi
  stencil.return
}
stencil.func @fill8(%x: !stencil.field<i x i8>, %a: i8, %b: i8, %c: i8) {
  %ta = stencil.apply -> (!stencil.temp<i x i8>) { stencil.yield %a : i8 }
  %tb = stencil.apply -> (!stencil.temp<i x i8>) { stencil.yield %b : i8 }
  %tc = stencil.apply -> (!stencil.temp<i x i8>) { stencil.yield %c : i8 }
  stencil.store %ta to %x (i = 0 to 1) : !stencil.temp<i x i8> to !stencil.field<i x i8>
  stencil.store %tb to %x (i = 1 to 2) : !stencil.temp<i x i8> to !stencil.field<i x i8>
  stencil.store %tc to %x (i = 2 to 3) : !stencil.temp<i x i8> to !stencil.field<i x i8>
  stencil.return
}";
    let size = [3, 3, 2];
    let value = |[i, j, k]: [i64; 3]| 0.1 * (i * i) as f64 - 1e10 * (j % 2) as f64 + 0.3 * k as f64;
    let q = field("ijk", &[], [0; 3], size, |_, point| value(point));
    let (x, n, m) = (
        zeros("i", [0; 3], size),
        row(I8, &[100.0, 50.0, -3.0]),
        row(I8, &[0.0; 3]),
    );
    case(source, size).with(&q).with(&x).with(&n).with(&m).run();
    let sum = |list: &mut dyn Iterator<Item = f64>| list.fold(0.0, |a, b| a + b);
    let total =
        sum(&mut (0..2)
            .map(|k| sum(&mut (0..3).map(|j| sum(&mut (0..3).map(|i| value([i, j, k])))))));
    expect_row(&x, &[total, -1e10, f64::NEG_INFINITY]);
    expect_row(&m, &[-109.0, 100.0, 127.0]);
}

#[test]
fn every_element_type_goes_through_memory() {
    for ty in [F64, F32, I1, I8, I16, I32, I64] {
        let name = ty.name();
        let source = format!(
            "
stencil.func @main(%f: !stencil.field<i x {name}>, %g: !stencil.field<i x {name}>) {{
  %t = stencil.load %f : !stencil.field<i x {name}> -> !stencil.temp<i x {name}>
  %r = stencil.apply -> (!stencil.temp<i x {name}>) {{
    %v = stencil.access %t[1] : !stencil.temp<i x {name}>
    stencil.yield %v : {name}
  }}
  stencil.store %r to %g (i = start to end) : !stencil.temp<i x {name}> to !stencil.field<i x {name}>
  stencil.return
}}"
        );
        let values = if ty == I1 {
            [0.0, 1.0, 1.0, 0.0]
        } else {
            [0.0, -1.0, 1.0, 100.0]
        };
        let (f, g) = (row(ty, &values), row(ty, &[0.0; 3]));
        case(&source, [3, 1, 1]).with(&f).with(&g).run();
        expect_row(&g, &values[1..]);
        assert_eq!(f.array().cells().element(), ty);
    }
}

#[test]
fn arrays_check_their_parts() {
    let shape = shape("ij", &[2], Scalar::F32);
    assert!(Array::zeros(shape.clone(), [0; 3], [i64::MAX, 4, 1]).is_err());
    assert!(Array::zeros(shape.clone(), [0; 3], [1 << 40, 1 << 40, 1]).is_err());
    let mut array = Array::zeros(shape.clone(), [-1, 0, 5], [1, 3, 9]).unwrap();
    assert_eq!(array.cells().len(), 12);
    assert_eq!(array.bounds().low, [-1, 0, 0]);
    assert!(array.set(1, [0, 2, 0], Number::f32(2.5)));
    assert!(!array.set(2, [0, 2, 0], Number::f32(2.5)));
    assert_eq!(array.get(1, [0, 2, 0]), Some(Number::f32(2.5)));
    assert_eq!(array.offset(1, [0, 2, 0]), Some(11));
    assert_eq!(array.get(0, [1, 0, 0]), None);
    let cells = array.cells().clone();
    assert!(Array::from_cells(shape.clone(), [0; 3], [2, 3, 1], cells.clone()).is_ok());
    assert!(Array::from_cells(shape, [0; 3], [2, 2, 1], cells).is_err());
    let field = Field::new(array);
    assert!(field.is_same(&field.clone()));
}
