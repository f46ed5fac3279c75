// RUN: fvopt-opt %s | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -mlir-print-op-generic | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -emit-bytecode | fvopt-opt | FileCheck %s

// CHECK-LABEL: program.func @for(
// CHECK-SAME: %[[N:[a-z0-9]+]]: index, %[[X:[a-z0-9]+]]: f64
program.func @for(%n: index, %x: f64, %q: !stencil.field<ijk x f64>) {
  %t = stencil.load %q : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  // CHECK: %{{.*}}:2 = program.for %[[I:.*]] = %[[N]] to %[[N]] step %[[N]] iter_args(%[[S:.*]] = %[[X]], %[[U:.*]] = %{{.*}}) -> (f64, !stencil.temp<ijk x f64>) {
  %r:2 = program.for %i = %n to %n step %n iter_args(%s = %x, %u = %t) -> (f64, !stencil.temp<ijk x f64>) {
    %y = arith.addf %s, %x : f64
    // CHECK: program.yield %{{.*}}, %[[U]] : f64, !stencil.temp<ijk x f64>
    program.yield %y, %u : f64, !stencil.temp<ijk x f64>
  }
  // CHECK: program.for %{{.*}} = %[[N]] to %[[N]] step %[[N]] {
  program.for %i = %n to %n step %n {
    // CHECK-NEXT: program.swap
    program.swap %q, %q : !stencil.field<ijk x f64>
    // CHECK-NEXT: }
  }
  program.return
}
