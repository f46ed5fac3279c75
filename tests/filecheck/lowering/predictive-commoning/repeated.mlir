// RUN: fvopt-opt %s --predictive-commoning > %t.once
// RUN: fvopt-opt %s --predictive-commoning --predictive-commoning > %t.twice
// RUN: diff %t.once %t.twice
// RUN: FileCheck %s < %t.twice

// CHECK: iter_args
// CHECK-NOT: iter_args

!m = memref<?x?xf64>

func.func @main(%a: !m, %b: !m, %k: index, %n: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %n step %c1 {
    %e = arith.addi %i, %c1 : index
    %x = memref.load %a[%k, %i] : !m
    %y = memref.load %a[%k, %e] : !m
    %left = math.exp %x : f64
    %right = math.exp %y : f64
    %r = arith.addf %left, %right : f64
    memref.store %r, %b[%k, %i] : !m
  } {stencil.vector = 8 : i64}
  return
}
