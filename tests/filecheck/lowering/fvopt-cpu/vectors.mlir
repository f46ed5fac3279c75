// REQUIRES: x86_64
// RUN: fvopt-opt %S/../../../../examples/hdiff.mlir --fvopt-cpu | mlir-translate --mlir-to-llvmir \
// RUN:   | opt -O3 -mtriple=x86_64-unknown-linux-gnu -mcpu=x86-64-v3 -S | FileCheck %s

// The inner loops of horizontal diffusion are vectors of eight, as the schedule says, whatever the
// processor: the Laplacian, the limited fluxes, the update. The rest of a row is under a mask.

// CHECK-DAG: fmul <8 x double>
// CHECK-DAG: fsub <8 x double>
// CHECK-DAG: fcmp ogt <8 x double>
// CHECK-DAG: select <8 x i1>
// CHECK-DAG: store <8 x double>
// CHECK-DAG: masked.store.v8f64
