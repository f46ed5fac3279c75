// RUN: fvopt-opt %s | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -mlir-print-op-generic | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -emit-bytecode | fvopt-opt | FileCheck %s

// CHECK-LABEL: program.func @yield
program.func @yield(%c: i1, %a: f64, %b: i64) {
  %r:2 = program.if %c -> (f64, i64) {
    // CHECK: program.yield %{{.*}}, %{{.*}} : f64, i64
    program.yield %a, %b : f64, i64
  } else {
    // CHECK: program.yield %{{.*}}, %{{.*}} : f64, i64
    program.yield %a, %b : f64, i64
  }
  program.return
}
