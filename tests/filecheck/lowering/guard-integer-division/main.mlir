// A division without a value must not stop the machine: its divisor becomes 1.
// RUN: fvopt-opt %s --guard-integer-division | FileCheck %s
// Twice is once.
// RUN: fvopt-opt %s --guard-integer-division --guard-integer-division | FileCheck %s

// CHECK-LABEL: func.func @signed
// CHECK-SAME:  %[[A:.*]]: i32, %[[B:.*]]: i32
func.func @signed(%a: i32, %b: i32) -> i32 {
  // CHECK-DAG:  %[[ZERO:.*]] = arith.constant 0 : i32
  // CHECK-DAG:  %[[IS_ZERO:.*]] = arith.cmpi eq, %[[B]], %[[ZERO]]
  // CHECK-DAG:  %[[SMALLEST:.*]] = arith.constant -2147483648 : i32
  // CHECK-DAG:  %[[IS_SMALLEST:.*]] = arith.cmpi eq, %[[A]], %[[SMALLEST]]
  // CHECK-DAG:  %[[MINUS_ONE:.*]] = arith.constant -1 : i32
  // CHECK-DAG:  %[[IS_MINUS_ONE:.*]] = arith.cmpi eq, %[[B]], %[[MINUS_ONE]]
  // CHECK:      %[[OVERFLOW:.*]] = arith.andi %[[IS_SMALLEST]], %[[IS_MINUS_ONE]]
  // CHECK:      %[[NONE:.*]] = arith.ori %[[IS_ZERO]], %[[OVERFLOW]]
  // CHECK:      %[[DIVISOR:.*]] = arith.select %[[NONE]], %{{.*}}, %[[B]]
  // CHECK-NOT:  arith.select
  // CHECK:      arith.divsi %[[A]], %[[DIVISOR]]
  %q = arith.divsi %a, %b : i32
  return %q : i32
}

// CHECK-LABEL: func.func @unsigned
// CHECK-SAME:  %[[A:.*]]: i32, %[[B:.*]]: i32
func.func @unsigned(%a: i32, %b: i32) -> i32 {
  // CHECK:      %[[IS_ZERO:.*]] = arith.cmpi eq, %[[B]]
  // CHECK:      %[[DIVISOR:.*]] = arith.select %[[IS_ZERO]], %{{.*}}, %[[B]]
  // CHECK:      arith.remui %[[A]], %[[DIVISOR]]
  %q = arith.remui %a, %b : i32
  return %q : i32
}

// A divisor that is known to be harmless stays.
// CHECK-LABEL: func.func @constant
func.func @constant(%a: i32) -> i32 {
  // CHECK-NOT:  arith.select
  %c = arith.constant 7 : i32
  %q = arith.divsi %a, %c : i32
  return %q : i32
}
