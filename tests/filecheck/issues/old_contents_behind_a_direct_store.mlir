// RUN: fvopt run %s --domain 2,7,3 --check | FileCheck %s
// RUN: fvopt-opt %s --fvopt-kernels | FileCheck %s --check-prefix=KERNELS

// What `out` held is still needed behind the store, so that nothing may be computed into `out`
// before that is copied: the load stands between the computation and the store.

// CHECK: equal to the interpreter

// KERNELS-LABEL: program.func @old
// KERNELS: %[[COPY:.*]] = program.alloc
// KERNELS: stencil.load %arg1
// KERNELS: stencil.store %{{.*}} to %[[COPY]]
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
program.func @old(%in: !field, %out: !field) {
  %t = stencil.load %in : !field -> !temp
  %a = stencil.apply -> (!temp) {
    %v = stencil.access %t[0, 0, 0] : !temp
    %w = arith.negf %v : f64
    stencil.yield %w : f64
  }
  %old = stencil.load %out : !field -> !temp
  stencil.store %a to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  %new = stencil.insert %a into %old (i = start to end, j = start to end, k = start to start + 1) : !temp into !temp
  %r = stencil.apply -> (!temp) {
    %v = stencil.access %new[0, 0, 0] : !temp
    %w = stencil.access %new[1, 0, 0] : !temp
    %x = arith.addf %v, %w : f64
    stencil.yield %x : f64
  }
  stencil.store %r to %in (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}
