// RUN: fvopt-opt %S/../../../../examples/transport.mlir --fvopt-kernels > %t.once
// RUN: fvopt-opt %t.once --program-share-buffers > %t.twice
// RUN: diff %t.once %t.twice
// RUN: FileCheck %s < %t.once
// requirement S6

// The loops of the transport allocate nothing.
// CHECK-LABEL: program.func @transport(
// CHECK: program.for
// CHECK-NOT: program.alloc
