// REQUIRES: x86_64
// RUN: fvopt-opt %S/../../../../examples/hdiff.mlir --fvopt-cpu | mlir-translate --mlir-to-llvmir \
// RUN:   | opt -O3 -mtriple=x86_64-unknown-linux-gnu -mcpu=x86-64-v3 -S | FileCheck %s

// The inner loops of horizontal diffusion come out of LLVM in vectors of eight, as scheduled:
// the Laplacian, the limited fluxes, the update.

// CHECK: fmul <8 x double>
// CHECK: fsub <8 x double>
// CHECK: fcmp ogt <8 x double>
// CHECK: select <8 x i1>
// CHECK: store <8 x double>
