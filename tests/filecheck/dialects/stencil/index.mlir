// RUN: fvopt-opt %s | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -mlir-print-op-generic | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -emit-bytecode | fvopt-opt | FileCheck %s

// CHECK-LABEL: stencil.func @index
stencil.func @index() {
  %r = stencil.apply -> (!stencil.temp<ik x i64>) {
    // CHECK: stencil.index i
    %i = stencil.index i
    // CHECK: stencil.index k
    %k = stencil.index k
    %s = arith.addi %i, %k : index
    %v = arith.index_cast %s : index to i64
    stencil.yield %v : i64
  }
  stencil.return
}
