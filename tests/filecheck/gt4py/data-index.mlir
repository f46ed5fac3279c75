// RUN: fvopt run %s --arg n=3 --check | FileCheck %s
// RUN: fvopt run %s --arg n=0 --check | FileCheck %s
// CHECK: {{^}}equal to the interpreter
//
// GTIR FieldAccess.data_index on both sides, constant and run-time, of one and
// of two data dimensions.
//
//   with computation(PARALLEL), interval(...):
//       tracers[0, 0, 0][n] = m[0, 0, 0][1, 2] * tracers[0, 0, 0][0]

!temp = !stencil.temp<ijk x f64>

!tracers = !stencil.field<ijk x 4 x f64>
!matrix = !stencil.field<ijk x 2 x 3 x f64>
stencil.func @data_index(%tracers: !tracers, %m: !matrix, %n: i32) {
  %t = stencil.load %tracers : !tracers -> !stencil.temp<ijk x 4 x f64>
  %w = stencil.load %m : !matrix -> !stencil.temp<ijk x 2 x 3 x f64>
  %component = arith.index_cast %n : i32 to index
  %r = stencil.apply -> (!temp) {
    %0 = arith.constant 0 : index
    %1 = arith.constant 1 : index
    %2 = arith.constant 2 : index
    %u = stencil.access %w[0, 0, 0] at %1, %2 : !stencil.temp<ijk x 2 x 3 x f64>
    %v = stencil.access %t[0, 0, 0] at %0 : !stencil.temp<ijk x 4 x f64>
    %p = arith.mulf %u, %v : f64
    stencil.yield %p : f64
  }
  stencil.store %r to %tracers at %component (i = start to end, j = start to end, k = start to end) : !temp to !tracers
  stencil.return
}
