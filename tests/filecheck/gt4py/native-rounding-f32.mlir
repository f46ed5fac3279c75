// RUN: fvopt run %s --check | FileCheck %s
// CHECK: {{^}}equal to the interpreter
//
// GTIR NativeFuncCall, f32: floor, ceil, trunc, round (ties to even),
// round_away_from_zero.

stencil.func @native_rounding_f32(%a: !stencil.field<ijk x f32>, %b: !stencil.field<ijk x f32>,
    %floor: !stencil.field<ijk x f32>, %ceil: !stencil.field<ijk x f32>, %trunc: !stencil.field<ijk x f32>, %round: !stencil.field<ijk x f32>, %away: !stencil.field<ijk x f32>) {
  %x = stencil.load %a : !stencil.field<ijk x f32> -> !stencil.temp<ijk x f32>
  %y = stencil.load %b : !stencil.field<ijk x f32> -> !stencil.temp<ijk x f32>
  %r:5 = stencil.apply -> (!stencil.temp<ijk x f32>, !stencil.temp<ijk x f32>, !stencil.temp<ijk x f32>, !stencil.temp<ijk x f32>, !stencil.temp<ijk x f32>) {
    %u = stencil.access %x[0, 0, 0] : !stencil.temp<ijk x f32>
    %v = stencil.access %y[0, 0, 0] : !stencil.temp<ijk x f32>
    %three = arith.constant 3.0 : f32
    %s = arith.subf %u, %v : f32
    %wide = arith.mulf %three, %s : f32
    %two = arith.constant 2.0 : f32
    %o = arith.constant 0.5 : f32
    %w1 = math.floor %wide : f32
    %half = arith.addf %w1, %o : f32
    %r_floor = math.floor %wide : f32
    %r_ceil = math.ceil %wide : f32
    %r_trunc = math.trunc %wide : f32
    %r_round = math.roundeven %half : f32
    %r_away = math.round %half : f32
    stencil.yield %r_floor, %r_ceil, %r_trunc, %r_round, %r_away : f32, f32, f32, f32, f32
  }
  stencil.store %r#0 to %floor (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f32> to !stencil.field<ijk x f32>
  stencil.store %r#1 to %ceil (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f32> to !stencil.field<ijk x f32>
  stencil.store %r#2 to %trunc (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f32> to !stencil.field<ijk x f32>
  stencil.store %r#3 to %round (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f32> to !stencil.field<ijk x f32>
  stencil.store %r#4 to %away (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f32> to !stencil.field<ijk x f32>
  stencil.return
}
