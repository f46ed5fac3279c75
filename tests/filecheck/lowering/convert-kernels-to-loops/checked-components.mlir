// RUN: fvopt-opt %s --pass-pipeline='builtin.module(stencil-infer-bounds,convert-kernels-to-loops{checked=true},inline,canonicalize,cse)' | FileCheck %s
// Functions of kernels are inlined, so that it is seen which arguments of the program they take.

// Checked mode with data dimensions: a flag for every component. A store at a component sets its flag alone,
// at the index that the store itself uses, and an access looks at the flag of the component that it reads.

// CHECK-LABEL: func.func @fvopt.components(
// CHECK-SAME: %[[W:[a-z0-9]+]]: index, %[[R:[a-z0-9]+]]: index) -> i32
// CHECK: %[[FLAGS:.*]] = memref.alloc({{.*}}) {{.*}}: memref<3x?x?x?xi1>
// No component was written at first.
// CHECK: scf.for %[[C:.*]] = %c0 to %c3 step %c1 {
// CHECK: memref.store %false, %[[FLAGS]][%[[C]], %{{.*}}, %{{.*}}, %{{.*}}]
// The store.
// CHECK: %[[LOW:.*]] = arith.maxsi %[[W]], %c0
// CHECK: %[[AT:.*]] = arith.minsi %[[LOW]], %c2
// CHECK: memref.store %{{.*}}, %[[FLAGS]][%[[AT]], %[[K:[a-z0-9]+]], %[[J:[a-z0-9]+]], %[[I:[a-z0-9]+]]]
// CHECK-NEXT: memref.store %{{.*}}, %{{.*}}[%[[AT]], %[[K]], %[[J]], %[[I]]]
// The access.
// CHECK: %[[LOW:.*]] = arith.maxsi %[[R]], %c0
// CHECK: %[[AT:.*]] = arith.minsi %[[LOW]], %c2
// CHECK: memref.load %[[FLAGS]][%
// CHECK: scf.if
// CHECK: func.call @fvopt_host_report
!parts = !stencil.field<ijk x 3 x f64>
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
program.func @components(%in: !field, %out: !field, %w: index, %r: index) {
  %q = program.alloc (i = start to end, j = start to end, k = start to end) : !parts
  stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %in (i = start to end, j = start to end, k = start to end) : !field -> !temp
    stencil.store %t to %q at %w (i = start to end, j = start to end, k = start to end) : !temp to !parts
  }
  stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %q (i = start to end, j = start to end, k = start to end) : !parts -> !stencil.temp<ijk x 3 x f64>
    %v = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %x = stencil.access %t[0, 0, 0] at %r : !stencil.temp<ijk x 3 x f64>
      stencil.yield %x : f64
    }
    stencil.store %v to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}
