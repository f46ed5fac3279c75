// RUN: fvopt-opt %S/../../../../examples/transport.mlir --program-flatten --canonicalize --stencil-forward-inserts > %t.once
// RUN: fvopt-opt %t.once --stencil-forward-inserts > %t.twice
// RUN: diff %t.once %t.twice
// RUN: fvopt-opt %t.once --stencil-inline | FileCheck %s

// No step of the transport reads through memory what another computed: with what is cheap computed
// again, a step is a few applies, and no allocation is left but for the winds.
// CHECK-COUNT-4: program.alloc
// CHECK-NOT: program.alloc
// CHECK: program.for
// CHECK: program.for
// CHECK-COUNT-11: stencil.apply
// CHECK-NOT: stencil.apply
// CHECK-NOT: stencil.insert

// RUN: fvopt run %S/../../../../examples/transport.mlir --domain 5,4,2 --check
