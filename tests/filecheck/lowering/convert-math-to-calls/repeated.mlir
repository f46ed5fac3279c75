// RUN: fvopt-opt %s --convert-math-to-calls > %t.once
// RUN: fvopt-opt %s --convert-math-to-calls --convert-math-to-calls > %t.twice
// RUN: diff %t.once %t.twice
// RUN: FileCheck %s < %t.twice

// A declaration that is there already is used.
// CHECK: func.func private @[[NAME:.*]](f64) -> f64
// CHECK-NOT: private
// CHECK: call @[[NAME]]
func.func @main(%x: f64) -> f64 {
  %a = math.tanh %x : f64
  return %a : f64
}
