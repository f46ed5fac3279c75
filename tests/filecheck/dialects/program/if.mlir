// RUN: fvopt-opt %s | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -mlir-print-op-generic | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -emit-bytecode | fvopt-opt | FileCheck %s

// CHECK-LABEL: program.func @if(
// CHECK-SAME: %[[C:[a-z0-9]+]]: i1, %[[A:[a-z0-9]+]]: f64
program.func @if(%c: i1, %a: f64, %q: !stencil.field<ijk x f64>) {
  // CHECK: program.if %[[C]] {
  // CHECK-NEXT: program.swap
  // CHECK-NEXT: }
  program.if %c {
    program.swap %q, %q : !stencil.field<ijk x f64>
  }
  // CHECK: program.if %[[C]] -> (f64) {
  %r = program.if %c -> (f64) {
    // CHECK-NEXT: program.yield %[[A]] : f64
    program.yield %a : f64
  // CHECK-NEXT: } else {
  } else {
    // CHECK-NEXT: program.yield %[[A]] : f64
    program.yield %a : f64
  }
  program.return
}
