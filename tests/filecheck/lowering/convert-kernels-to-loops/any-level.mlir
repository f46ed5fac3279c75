// RUN: fvopt-opt %s --convert-kernels-to-loops --inline --canonicalize | FileCheck %s
// RUN: fvopt run %s --domain 4,3,5 --arg n=2 --check | FileCheck %s --check-prefix=EQUAL
// Functions of kernels are inlined, so that it is seen which arguments of the program they take.
// EQUAL: equal to the interpreter

// A kernel that was written by hand reads anywhere in the memory: from the first level of the array that is bound, at
// minus its origin, to the last that it has.

// CHECK-LABEL: func.func @fvopt.main(
// CHECK-SAME: index, %[[A:arg[0-9]+]]: memref<?x?x?xf64, strided<[?, ?, 1], offset: ?>>, %{{[a-z0-9]+}}: index, %{{[a-z0-9]+}}: index, %[[ORIGIN:[a-z0-9]+]]: index,
// CHECK-SAME: index, %[[N:[a-z0-9]+]]: index) -> i32
// CHECK: %[[FIRST:.*]] = arith.subi %c0, %[[ORIGIN]] : index
// CHECK: %[[SIZE:.*]] = memref.dim %[[A]], %c0
// CHECK: arith.addi %[[FIRST]], %[[SIZE]] : index
// CHECK: scf.for
// CHECK: scf.for
// CHECK: scf.for
// CHECK: %[[ABOVE:.*]] = arith.maxsi %[[N]], %{{.*}}
// CHECK-NEXT: %[[AT:.*]] = arith.minsi %[[ABOVE]], %{{.*}}
// CHECK: %[[INDEX:.*]] = arith.addi %[[AT]], %[[ORIGIN]]
// CHECK: memref.load %[[A]][%[[INDEX]],
program.func @main(%a: !stencil.field<ijk x f64>, %q: !stencil.field<ijk x f64>, %n: index) {
  %low, %high = stencil.allocation k of %a : !stencil.field<ijk x f64>
  stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 0], vector = 0> {
    %x = stencil.load %a (i = start to end, j = start to end, k = %low to %high) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    %r = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access_dyn %x[0, 0] absolute %n : index (k = unbounded to unbounded) : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    stencil.store %r to %q (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  }
  program.return
}
