// RUN: fvopt run %s --check | FileCheck %s
// CHECK: {{^}}equal to the interpreter
//
// GTIR NativeFuncCall on integers: abs, min, max, mod (the sign of the divisor, as
// in Python), pow with an integer exponent.

!ifield = !stencil.field<ijk x i32>
!itemp = !stencil.temp<ijk x i32>
stencil.func @native_integer(%a: !ifield, %b: !ifield, %abs: !ifield, %min: !ifield, %max: !ifield,
                             %mod: !ifield, %pow: !ifield) {
  %x = stencil.load %a : !ifield -> !itemp
  %y = stencil.load %b : !ifield -> !itemp
  %r:5 = stencil.apply -> (!itemp, !itemp, !itemp, !itemp, !itemp) {
    %u = stencil.access %x[0, 0, 0] : !itemp
    %v = stencil.access %y[0, 0, 0] : !itemp
    %zero = arith.constant 0 : i32
    %one = arith.constant 1 : i32
    %two = arith.constant 2 : i32
    %s = arith.subi %u, %two : i32
    %d = arith.addi %v, %one : i32
    %abs_ = math.absi %s : i32
    %min_ = arith.minsi %s, %v : i32
    %max_ = arith.maxsi %s, %v : i32
    %rest = arith.remsi %s, %d : i32
    %negative = arith.cmpi slt, %rest, %zero : i32
    %shifted = arith.addi %rest, %d : i32
    %mod_ = arith.select %negative, %shifted, %rest : i32
    %pow_ = math.ipowi %s, %v : i32
    stencil.yield %abs_, %min_, %max_, %mod_, %pow_ : i32, i32, i32, i32, i32
  }
  stencil.store %r#0 to %abs (i = start to end, j = start to end, k = start to end) : !itemp to !ifield
  stencil.store %r#1 to %min (i = start to end, j = start to end, k = start to end) : !itemp to !ifield
  stencil.store %r#2 to %max (i = start to end, j = start to end, k = start to end) : !itemp to !ifield
  stencil.store %r#3 to %mod (i = start to end, j = start to end, k = start to end) : !itemp to !ifield
  stencil.store %r#4 to %pow (i = start to end, j = start to end, k = start to end) : !itemp to !ifield
  stencil.return
}
