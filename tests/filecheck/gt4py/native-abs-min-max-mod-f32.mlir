// RUN: fvopt run %s --check | FileCheck %s
// CHECK: {{^}}equal to the interpreter
//
// GTIR NativeFuncCall, f32: abs, min, max (NaN where an operand is NaN, as in
// NumPy), mod (the sign of the divisor, as in NumPy: fmod, and the divisor added
// where the signs differ).

stencil.func @native_abs_min_max_mod_f32(%a: !stencil.field<ijk x f32>, %b: !stencil.field<ijk x f32>,
    %abs: !stencil.field<ijk x f32>, %min: !stencil.field<ijk x f32>, %max: !stencil.field<ijk x f32>, %min_nan: !stencil.field<ijk x f32>, %mod: !stencil.field<ijk x f32>) {
  %x = stencil.load %a : !stencil.field<ijk x f32> -> !stencil.temp<ijk x f32>
  %y = stencil.load %b : !stencil.field<ijk x f32> -> !stencil.temp<ijk x f32>
  %r:5 = stencil.apply -> (!stencil.temp<ijk x f32>, !stencil.temp<ijk x f32>, !stencil.temp<ijk x f32>, !stencil.temp<ijk x f32>, !stencil.temp<ijk x f32>) {
    %u = stencil.access %x[0, 0, 0] : !stencil.temp<ijk x f32>
    %v = stencil.access %y[0, 0, 0] : !stencil.temp<ijk x f32>
    %three = arith.constant 3.0 : f32
    %s = arith.subf %u, %v : f32
    %wide = arith.mulf %three, %s : f32
    %zero = arith.constant 0.0 : f32
    %nan = arith.divf %zero, %zero : f32
    %r_abs = math.absf %wide : f32
    %r_min = arith.minimumf %u, %v : f32
    %r_max = arith.maximumf %u, %v : f32
    %r_min_nan = arith.minimumf %u, %nan : f32
    %rest = arith.remf %wide, %v : f32
    %is_negative = arith.cmpf olt, %rest, %zero : f32
    %divisor_negative = arith.cmpf olt, %v, %zero : f32
    %signs_differ = arith.xori %is_negative, %divisor_negative : i1
    %is_not_zero = arith.cmpf une, %rest, %zero : f32
    %add = arith.andi %signs_differ, %is_not_zero : i1
    %shifted = arith.addf %rest, %v : f32
    %r_mod = arith.select %add, %shifted, %rest : f32
    stencil.yield %r_abs, %r_min, %r_max, %r_min_nan, %r_mod : f32, f32, f32, f32, f32
  }
  stencil.store %r#0 to %abs (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f32> to !stencil.field<ijk x f32>
  stencil.store %r#1 to %min (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f32> to !stencil.field<ijk x f32>
  stencil.store %r#2 to %max (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f32> to !stencil.field<ijk x f32>
  stencil.store %r#3 to %min_nan (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f32> to !stencil.field<ijk x f32>
  stencil.store %r#4 to %mod (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f32> to !stencil.field<ijk x f32>
  stencil.return
}
