// RUN: fvopt run %s --check | FileCheck %s
// CHECK: {{^}}equal to the interpreter
//
// GTIR NativeFuncCall, f64: floor, ceil, trunc, round (ties to even),
// round_away_from_zero.

stencil.func @native_rounding(%a: !stencil.field<ijk x f64>, %b: !stencil.field<ijk x f64>,
    %floor: !stencil.field<ijk x f64>, %ceil: !stencil.field<ijk x f64>, %trunc: !stencil.field<ijk x f64>, %round: !stencil.field<ijk x f64>, %away: !stencil.field<ijk x f64>) {
  %x = stencil.load %a : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  %y = stencil.load %b : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  %r:5 = stencil.apply -> (!stencil.temp<ijk x f64>, !stencil.temp<ijk x f64>, !stencil.temp<ijk x f64>, !stencil.temp<ijk x f64>, !stencil.temp<ijk x f64>) {
    %u = stencil.access %x[0, 0, 0] : !stencil.temp<ijk x f64>
    %v = stencil.access %y[0, 0, 0] : !stencil.temp<ijk x f64>
    %three = arith.constant 3.0 : f64
    %s = arith.subf %u, %v : f64
    %wide = arith.mulf %three, %s : f64
    %two = arith.constant 2.0 : f64
    %o = arith.constant 0.5 : f64
    %w1 = math.floor %wide : f64
    %half = arith.addf %w1, %o : f64
    %r_floor = math.floor %wide : f64
    %r_ceil = math.ceil %wide : f64
    %r_trunc = math.trunc %wide : f64
    %r_round = math.roundeven %half : f64
    %r_away = math.round %half : f64
    stencil.yield %r_floor, %r_ceil, %r_trunc, %r_round, %r_away : f64, f64, f64, f64, f64
  }
  stencil.store %r#0 to %floor (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.store %r#1 to %ceil (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.store %r#2 to %trunc (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.store %r#3 to %round (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.store %r#4 to %away (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.return
}
