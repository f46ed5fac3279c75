// RUN: fvopt-opt %s --inline-math-functions | FileCheck %s

// A mathematical function that nothing calls is gone; other functions are nobody's business here.
// CHECK-NOT: @one
// CHECK: func.func private @two(
// CHECK: func.func private @three(
// CHECK: call @two
module {
  func.func private @one(%x: f64) -> f64 attributes {program.math} {
    return %x : f64
  }
  func.func private @two(%x: f64) -> f64 attributes {program.math} {
    return %x : f64
  }
  func.func private @three(%x: f64) -> f64 {
    return %x : f64
  }
  func.func @main(%x: f64) -> f64 {
    %r = func.call @two(%x) : (f64) -> f64
    return %r : f64
  }
}
