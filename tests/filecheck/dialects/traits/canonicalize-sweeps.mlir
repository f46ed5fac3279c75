// RUN: fvopt-opt %s -canonicalize | FileCheck %s

// Intervals without a level go.
// CHECK-LABEL: stencil.func @interval
stencil.func @interval(%f: !stencil.field<ijk x f64>, %a: f64, %n: index) {
  %t = stencil.load %f : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  // CHECK: stencil.sweep forward
  // CHECK-NEXT: stencil.interval (k = start to end)
  // CHECK-NOT: stencil.interval
  %s = stencil.sweep forward carries(%c = %t : !stencil.temp<ijk x f64>) {
    stencil.interval (k = start + 1 to start) {
      stencil.stage writes(%c[0] : !stencil.temp<ijk x f64>) {
        stencil.yield %a : f64
      }
    }
    stencil.interval (k = start to end) {
      stencil.stage writes(%c[0] : !stencil.temp<ijk x f64>) {
        %v = stencil.access %c[0, 0, -1] : !stencil.temp<ijk x f64>
        stencil.yield %v : f64
      }
    }
    stencil.interval (k = %n to %n) {
      stencil.stage writes(%c[0] : !stencil.temp<ijk x f64>) {
        stencil.yield %a : f64
      }
    }
  }
  // CHECK: stencil.store
  stencil.store %s to %f (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.return
}

// Of a sweep without any level its initial temps are left. One that may have levels stays.
// CHECK-LABEL: stencil.func @all
stencil.func @all(%f: !stencil.field<ijk x f64>, %a: f64) {
  // CHECK-NEXT: %[[T:[0-9]+]] = stencil.load
  // CHECK-NEXT: stencil.store %[[T]] to
  %t = stencil.load %f : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  %s = stencil.sweep forward carries(%c = %t : !stencil.temp<ijk x f64>) {
    stencil.interval (k = end to end - 1) {
      stencil.stage writes(%c[0] : !stencil.temp<ijk x f64>) {
        stencil.yield %a : f64
      }
    }
  }
  stencil.store %s to %f (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  // CHECK-NEXT: stencil.sweep
  %r = stencil.sweep forward carries(%c = %t : !stencil.temp<ijk x f64>) {
    stencil.interval (k = start + 1 to end) {
      stencil.stage writes(%c[0] : !stencil.temp<ijk x f64>) {
        stencil.yield %a : f64
      }
    }
  }
  stencil.store %r to %f (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.return
}

// A carry that nothing reads goes: from stages that write others too, with those that write nothing
// else, and with their intervals. What a stage gives to the next one stays.
// CHECK-LABEL: stencil.func @carries
// CHECK-SAME: (%[[F:[a-z0-9]+]]: {{[^,]*}}, %[[A:[a-z0-9]+]]: f64, %[[B:[a-z0-9]+]]: f64
stencil.func @carries(%f: !stencil.field<ijk x f64>, %a: f64, %b: f64, %n: index) {
  %t = stencil.load %f : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  // CHECK: %[[S:[0-9]+]] = stencil.sweep forward (i = start to end, j = start to end, k = start to %{{[a-z0-9]+}})
  // CHECK-SAME: carries(%[[C:[a-z0-9]+]] = %{{[0-9]+}} : !stencil.temp<ijk x f64>) {
  // CHECK-NEXT: stencil.interval (k = start to start + 1) {
  // CHECK-NEXT: %[[L:[0-9]+]] = stencil.stage (i = start to end, j = start to %{{[a-z0-9]+}}) writes(%[[C]][0] : !stencil.temp<ijk x f64>) -> (!stencil.temp<ij x f64>) {
  // CHECK-NEXT: stencil.yield %[[A]], %[[A]] : f64, f64
  // CHECK-NEXT: }
  // CHECK-NEXT: stencil.stage writes(%[[C]][1] : !stencil.temp<ijk x f64>) {
  // CHECK-NEXT: stencil.access %[[L]]
  // CHECK-NEXT: stencil.yield
  // CHECK-NEXT: }
  // CHECK-NEXT: }
  // CHECK-NEXT: } {note = "kept"}
  %s:2 = stencil.sweep forward (i = start to end, j = start to end, k = start to %n) carries(%c = %t : !stencil.temp<ijk x f64>, %d = %t : !stencil.temp<ijk x f64>) {
    stencil.interval (k = start to start + 1) {
      %l = stencil.stage (i = start to end, j = start to %n) writes(%d[0] : !stencil.temp<ijk x f64>, %c[0] : !stencil.temp<ijk x f64>) -> (!stencil.temp<ij x f64>) {
        stencil.yield %b, %a, %a : f64, f64, f64
      }
      stencil.stage writes(%d[0] : !stencil.temp<ijk x f64>) {
        stencil.yield %b : f64
      }
      stencil.stage writes(%c[1] : !stencil.temp<ijk x f64>) {
        %v = stencil.access %l[0, 0] : !stencil.temp<ij x f64>
        stencil.yield %v : f64
      }
    }
    stencil.interval (k = start + 1 to end) {
      stencil.stage writes(%d[0] : !stencil.temp<ijk x f64>) {
        stencil.yield %b : f64
      }
    }
  } {note = "kept"}
  // CHECK: stencil.store %[[S]] to
  stencil.store %s#0 to %f (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.return
}

// A carry that a stage reads stays, and so does one whose result is used.
// CHECK-LABEL: stencil.func @read
stencil.func @read(%f: !stencil.field<ijk x f64>) {
  %t = stencil.load %f : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  // CHECK: stencil.sweep forward carries(%{{[a-z0-9]+}} = {{.*}}, %{{[a-z0-9]+}} =
  %s:2 = stencil.sweep forward carries(%c = %t : !stencil.temp<ijk x f64>, %d = %t : !stencil.temp<ijk x f64>) {
    stencil.interval (k = start to end) {
      stencil.stage writes(%c[0] : !stencil.temp<ijk x f64>) {
        %v = stencil.access %d[0, 0, 0] : !stencil.temp<ijk x f64>
        stencil.yield %v : f64
      }
    }
  }
  stencil.store %s#0 to %f (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.return
}

// requirement D7
