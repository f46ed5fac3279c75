// RUN: fvopt-opt %s --outline-kernels | FileCheck %s

// Every outermost nest is a function that takes what the nest uses, constants inside. Equal ones are one
// function, whatever the fields; the result of a loop is that of the call.
// requirement L10

// CHECK-LABEL: func.func private @main.kernel_0(
// CHECK-SAME: %[[HIGH:.*]]: index, %[[FROM:.*]]: memref<?xf64>, %[[TO:.*]]: memref<?xf64>) attributes {passthrough = ["noinline"], program.kernel}
// CHECK-DAG: %[[ZERO:.*]] = arith.constant 0 : index
// CHECK-DAG: %[[ONE:.*]] = arith.constant 1 : index
// CHECK: scf.parallel (%[[I:.*]]) = (%[[ZERO]]) to (%[[HIGH]]) step (%[[ONE]])
// CHECK: %[[V:.*]] = memref.load %[[FROM]][%[[I]]]
// CHECK: memref.store %[[V]], %[[TO]][%[[I]]]
// CHECK: return

// CHECK-LABEL: func.func private @main.kernel_1(
// CHECK: arith.negf

// CHECK-LABEL: func.func private @main.kernel_2(
// CHECK-SAME: index, %{{.*}}: memref<?xf64>) -> f64
// CHECK: %[[SUM:.*]] = scf.for {{.*}} iter_args
// CHECK: return %[[SUM]] : f64
// CHECK-NOT: func.func private

// CHECK-LABEL: func.func @main(
// CHECK: call @main.kernel_0(%arg0, %arg1, %arg2)
// CHECK-NEXT: call @main.kernel_0(%arg0, %arg2, %arg1)
// CHECK-NEXT: call @main.kernel_1(%arg0, %arg1, %arg2)
// CHECK-NEXT: %[[RESULT:.*]] = call @main.kernel_2(%arg0, %arg1) : (index, memref<?xf64>) -> f64
// CHECK-NEXT: return %[[RESULT]] : f64
func.func @main(%n: index, %a: memref<?xf64>, %b: memref<?xf64>) -> f64 {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %nothing = arith.constant 0.0 : f64
  scf.parallel (%i) = (%zero) to (%n) step (%one) {
    %v = memref.load %a[%i] : memref<?xf64>
    memref.store %v, %b[%i] : memref<?xf64>
  }
  scf.parallel (%i) = (%zero) to (%n) step (%one) {
    %v = memref.load %b[%i] : memref<?xf64>
    memref.store %v, %a[%i] : memref<?xf64>
  }
  scf.for %i = %zero to %n step %one {
    %v = memref.load %a[%i] : memref<?xf64>
    %w = arith.negf %v : f64
    memref.store %w, %b[%i] : memref<?xf64>
  }
  %sum = scf.for %i = %zero to %n step %one iter_args(%s = %nothing) -> (f64) {
    %v = memref.load %a[%i] : memref<?xf64>
    %w = arith.addf %s, %v : f64
    scf.yield %w : f64
  }
  return %sum : f64
}
