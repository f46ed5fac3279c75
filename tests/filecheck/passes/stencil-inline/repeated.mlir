// RUN: fvopt-opt %S/../../../../examples/hdiff.mlir --program-flatten --canonicalize --stencil-inline > %t.once
// RUN: fvopt-opt %t.once --stencil-inline > %t.twice
// RUN: diff %t.once %t.twice
// RUN: FileCheck %s < %t.once
// requirement V1, V3

// Horizontal diffusion becomes one apply, with each of its five Laplacians once.
// CHECK-COUNT-1: stencil.apply
// CHECK-NOT: stencil.apply
// CHECK-COUNT-5: arith.mulf %{{.*}}, %[[FOUR:cst.*]] : f64
// CHECK-NOT: arith.mulf %{{.*}}, %cst_0 : f64

// With bounds the boxes need no change, and what a binding must offer stays.
// RUN: fvopt-opt %S/../../../../examples/hdiff.mlir --program-flatten --canonicalize --stencil-infer-bounds --stencil-inline --stencil-infer-bounds > %t.after
// RUN: fvopt-opt %t.once --stencil-infer-bounds > %t.before
// RUN: diff %t.before %t.after

// It computes the same.
// RUN: fvopt run %S/../../../../examples/hdiff.mlir --domain 5,4,2 --check
