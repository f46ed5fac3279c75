// RUN: fvopt-opt %s | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -mlir-print-op-generic | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -emit-bytecode | fvopt-opt | FileCheck %s

// CHECK-LABEL: stencil.func @scale(
// CHECK-SAME: %{{.*}}: !stencil.field<ijk x f64>, %{{.*}}: f64) {
// CHECK: stencil.return
stencil.func @scale(%f: !stencil.field<ijk x f64>, %factor: f64) {
  stencil.return
}

// CHECK: stencil.func private @every_scalar(%{{.*}}: index, %{{.*}}: f32, %{{.*}}: f64, %{{.*}}: i1, %{{.*}}: i8, %{{.*}}: i16, %{{.*}}: i32, %{{.*}}: i64)
stencil.func private @every_scalar(%a: index, %b: f32, %c: f64, %d: i1, %e: i8, %f: i16, %g: i32, %h: i64) {
  stencil.return
}

// CHECK: stencil.func @attributes(%{{.*}}: !stencil.field<none x 16 x f64> {stencil.name = "table"}) attributes {note = 1 : i64}
stencil.func @attributes(%t: !stencil.field<none x 16 x f64> {stencil.name = "table"}) attributes {note = 1 : i64} {
  stencil.return
}

// CHECK-LABEL: stencil.func @body
stencil.func @body(%n: index) {
  // CHECK: program.bound (k = start to end - 1)
  %low, %high = program.bound (k = start to end - 1)
  // CHECK: arith.divsi
  %half = arith.divsi %high, %n : index
  stencil.return
}
