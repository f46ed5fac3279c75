// RUN: fvopt-opt %s | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -mlir-print-op-generic | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -emit-bytecode | fvopt-opt | FileCheck %s

// CHECK-LABEL: program.func @bound(
// CHECK-SAME: %[[N:[a-z0-9]+]]: index
program.func @bound(%n: index) {
  // CHECK: %{{.*}}, %{{.*}} = program.bound (k = start to min(end - 1, %[[N]]))
  %low, %high = program.bound (k = start to min(end - 1, %n))
  program.return
}
