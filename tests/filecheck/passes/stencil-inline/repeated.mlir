// RUN: fvopt-opt %S/../../../../examples/hdiff.mlir --program-flatten --canonicalize --stencil-inline > %t.once
// RUN: fvopt-opt %t.once --stencil-inline > %t.twice
// RUN: diff %t.once %t.twice
// RUN: FileCheck %s < %t.once
// requirement V1, V3

// Of horizontal diffusion, the flux along i is computed again for the point to the left. Of the
// Laplacian and the flux along j later rows read no more of the row in progress than the point itself:
// they are handed over in a register, and stay.
// CHECK: %[[LAP:.*]] = stencil.apply
// CHECK: %[[FLUX_J:.*]] = stencil.apply
// CHECK: stencil.access %[[LAP]][0, 1, 0]
// CHECK: stencil.apply
// CHECK-DAG: stencil.access %[[LAP]][1, 0, 0]
// CHECK-DAG: stencil.access %[[LAP]][-1, 0, 0]
// CHECK-DAG: stencil.access %[[FLUX_J]][0, 0, 0]
// CHECK-DAG: stencil.access %[[FLUX_J]][0, -1, 0]
// CHECK: stencil.yield
// CHECK-NOT: stencil.apply

// With bounds the boxes need no change, and what a binding must offer stays.
// RUN: fvopt-opt %S/../../../../examples/hdiff.mlir --program-flatten --canonicalize --stencil-infer-bounds --stencil-inline --stencil-infer-bounds > %t.after
// RUN: fvopt-opt %t.once --stencil-infer-bounds > %t.before
// RUN: diff %t.before %t.after

// It computes the same.
// RUN: fvopt run %S/../../../../examples/hdiff.mlir --domain 5,4,2 --check
