// RUN: fvopt-opt %s --expand-minnumf-maxnumf | FileCheck %s
// Once more, there is nothing left to do:
// RUN: fvopt-opt %s --expand-minnumf-maxnumf --expand-minnumf-maxnumf | FileCheck %s

// CHECK-LABEL: func.func @order(
// CHECK-SAME: %[[X:.*]]: f64, %[[Y:.*]]: f64
func.func @order(%x: f64, %y: f64) -> (f64, f64) {
  // CHECK: %[[GE:.*]] = arith.cmpf oge, %[[X]], %[[Y]] : f64
  // CHECK: %[[NAN:.*]] = arith.cmpf uno, %[[Y]], %[[Y]] : f64
  // CHECK: %[[LEFT:.*]] = arith.ori %[[GE]], %[[NAN]] : i1
  // CHECK: %[[MAX:.*]] = arith.select %[[LEFT]], %[[X]], %[[Y]] : f64
  %a = arith.maxnumf %x, %y : f64
  // CHECK: %[[LE:.*]] = arith.cmpf ole, %[[X]], %[[Y]] : f64
  // CHECK: arith.cmpf uno, %[[Y]], %[[Y]] : f64
  // CHECK: %[[MIN:.*]] = arith.select
  %b = arith.minnumf %x, %y : f64
  // CHECK-NOT: arith.m
  // CHECK: return %[[MAX]], %[[MIN]]
  return %a, %b : f64, f64
}
