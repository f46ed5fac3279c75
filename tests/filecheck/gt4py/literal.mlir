// RUN: fvopt run %s --check | FileCheck %s
// CHECK: {{^}}equal to the interpreter
//
// GTIR Literal and BuiltInLiteral: of every dtype; MAX_VALUE, MIN_VALUE, ZERO,
// ONE, TRUE, FALSE; floats by their bits where decimal digits would not do.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

stencil.func @literal(%a: !field, %d: !field, %s: !stencil.field<ijk x f32>, %b: !stencil.field<ijk x i8>,
                      %h: !stencil.field<ijk x i16>, %w: !stencil.field<ijk x i32>,
                      %l: !stencil.field<ijk x i64>, %t: !stencil.field<ijk x i1>) {
  %x = stencil.load %a : !field -> !temp
  %r:7 = stencil.apply -> (!temp, !stencil.temp<ijk x f32>, !stencil.temp<ijk x i8>, !stencil.temp<ijk x i16>,
                           !stencil.temp<ijk x i32>, !stencil.temp<ijk x i64>, !stencil.temp<ijk x i1>) {
    %v = stencil.access %x[0, 0, 0] : !temp
    %middle = arith.constant 1.5 : f64
    %above = arith.cmpf ogt, %v, %middle : f64
    %tenth = arith.constant 0.1 : f64
    %largest = arith.constant 0x7FEFFFFFFFFFFFFF : f64
    %double = arith.select %above, %tenth, %largest : f64
    %tenth32 = arith.constant 0.1 : f32
    %infinity = arith.constant 0x7F800000 : f32
    %single = arith.select %above, %tenth32, %infinity : f32
    %i8max = arith.constant 127 : i8
    %i8min = arith.constant -128 : i8
    %byte = arith.select %above, %i8max, %i8min : i8
    %i16max = arith.constant 32767 : i16
    %i16min = arith.constant -32768 : i16
    %short = arith.select %above, %i16max, %i16min : i16
    %i32max = arith.constant 2147483647 : i32
    %i32min = arith.constant -2147483648 : i32
    %word = arith.select %above, %i32max, %i32min : i32
    %i64max = arith.constant 9223372036854775807 : i64
    %i64min = arith.constant -9223372036854775808 : i64
    %long = arith.select %above, %i64max, %i64min : i64
    %true = arith.constant true
    %false = arith.constant false
    %truth = arith.select %above, %true, %false : i1
    stencil.yield %double, %single, %byte, %short, %word, %long, %truth : f64, f32, i8, i16, i32, i64, i1
  }
  stencil.store %r#0 to %d (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r#1 to %s (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f32> to !stencil.field<ijk x f32>
  stencil.store %r#2 to %b (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x i8> to !stencil.field<ijk x i8>
  stencil.store %r#3 to %h (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x i16> to !stencil.field<ijk x i16>
  stencil.store %r#4 to %w (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x i32> to !stencil.field<ijk x i32>
  stencil.store %r#5 to %l (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x i64> to !stencil.field<ijk x i64>
  stencil.store %r#6 to %t (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x i1> to !stencil.field<ijk x i1>
  stencil.return
}
