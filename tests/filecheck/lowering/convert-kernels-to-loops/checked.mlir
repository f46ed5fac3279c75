// RUN: fvopt-opt %s --pass-pipeline='builtin.module(stencil-infer-bounds,convert-kernels-to-loops{checked=true},inline,canonicalize,cse)' | FileCheck %s
// RUN: fvopt-opt %s --pass-pipeline='builtin.module(stencil-infer-bounds,convert-kernels-to-loops,inline,canonicalize,cse)' | FileCheck %s --check-prefix=PLAIN
// Functions of kernels are inlined, so that it is seen which arguments of the program they take.

// Checked mode: every element has a flag that says whether it was written; a
// read outside the allocation or of a point never written is reported with its index.

!field = !stencil.field<i x f64>
!temp = !stencil.temp<i x f64>

// PLAIN-NOT: xi1>
// PLAIN-NOT: fvopt_host_report
// CHECK-LABEL: func.func @fvopt.checked(
// CHECK-SAME: %[[IN:[a-z0-9]+]]: memref<?xf64
// CHECK-SAME: program.places = ["{{.*}}checked.mlir:[[#@LINE+12]]:{{.*}}: stencil.access reads outside argument 0", "{{.*}}: stencil.access reads a point of argument 0 that was never written"
// CHECK: %[[FLAGS:.*]] = memref.alloc({{.*}}) {{.*}} : memref<?xi1>
// CHECK: scf.if
// CHECK: func.call @fvopt_host_report
// CHECK: memref.load %[[FLAGS]]
// CHECK: scf.if
// CHECK: func.call @fvopt_host_report
// CHECK: memref.load %[[IN]]
program.func @checked(%in: !field, %out: !field) {
  stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %in (i = start to end) : !field -> !temp
    %r = stencil.apply (i = start to end) -> (!temp) {
      %v = stencil.access %t[0] : !temp
      stencil.yield %v : f64
    }
    stencil.store %r to %out (i = start to end) : !temp to !field
  }
  program.return
}
