// RUN: fvopt-opt %s | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -mlir-print-op-generic | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -emit-bytecode | fvopt-opt | FileCheck %s

// CHECK-LABEL: stencil.func @sweep(
// CHECK-SAME: %[[N:[a-z0-9]+]]: index
stencil.func @sweep(%n: index, %a: f64) {
  // CHECK: %[[T:[a-z0-9]+]] = stencil.undef : <ijk x f64>
  %t = stencil.undef : !stencil.temp<ijk x f64>
  // CHECK: %[[P:[a-z0-9]+]] = stencil.undef : <ij x f64>
  %p = stencil.undef : !stencil.temp<ij x f64>
  // CHECK: %{{.*}}:2 = stencil.sweep forward carries(%[[C:[a-z0-9]+]] = %[[T]] : !stencil.temp<ijk x f64>, %[[S:[a-z0-9]+]] = %[[P]] : !stencil.temp<ij x f64>) {
  %x, %sum = stencil.sweep forward carries(%c = %t : !stencil.temp<ijk x f64>, %s = %p : !stencil.temp<ij x f64>) {
    // CHECK-NEXT: stencil.interval (k = start to start + 1) {
    stencil.interval (k = start to start + 1) {
      // CHECK-NEXT: stencil.stage writes(%[[C]][0] : !stencil.temp<ijk x f64>, %[[S]][0] : !stencil.temp<ij x f64>) {
      stencil.stage writes(%c[0] : !stencil.temp<ijk x f64>, %s[0] : !stencil.temp<ij x f64>) {
        stencil.yield %a, %a : f64, f64
      }
    }
    // CHECK: stencil.interval (k = start + 1 to %[[N]]) {
    stencil.interval (k = start + 1 to %n) {
      // CHECK-NEXT: %[[L:[a-z0-9]+]] = stencil.stage -> (!stencil.temp<ij x f64>) {
      %local = stencil.stage -> (!stencil.temp<ij x f64>) {
        %v = stencil.access %c[0, 0, -1] : !stencil.temp<ijk x f64>
        stencil.yield %v : f64
      }
      // CHECK: stencil.stage (i = start to end, j = start to end) writes(%[[C]][0] : !stencil.temp<ijk x f64>) {
      stencil.stage (i = start to end, j = start to end) writes(%c[0] : !stencil.temp<ijk x f64>) {
        // CHECK-NEXT: stencil.access %[[L]][1, 0] : <ij x f64>
        %v = stencil.access %local[1, 0] : !stencil.temp<ij x f64>
        stencil.yield %v : f64
      }
    }
  }
  // CHECK: stencil.sweep backward (i = start to end, j = start to end, k = start to end) carries(
  %y = stencil.sweep backward (i = start to end, j = start to end, k = start to end) carries(%c = %x : !stencil.temp<ijk x f64>) {
    stencil.interval (k = end - 1 to end) {
      stencil.stage writes(%c[-1] : !stencil.temp<ijk x f64>) {
        stencil.yield %a : f64
      }
    }
    // Gaps and empty intervals are legal, and so is an order that is not known.
    stencil.interval (k = end to start) {
      stencil.stage writes(%c[0] : !stencil.temp<ijk x f64>) {
        stencil.yield %a : f64
      }
    }
    stencil.interval (k = %n to end - 2) {
      stencil.stage writes(%c[0] : !stencil.temp<ijk x f64>) {
        stencil.yield %a : f64
      }
    }
  }
  stencil.return
}

// requirement P3
