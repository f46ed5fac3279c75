// Loops go along the axis on which fields are contiguous.
// RUN: fvopt-opt %s --fvopt-kernels | FileCheck %s
// RUN: fvopt-opt %s --fvopt-kernels --order-kernels-by-layout | FileCheck %s
// RUN: fvopt-opt %s --fvopt-kernels --convert-kernels-to-loops --canonicalize --cse --vectorize-annotated-loops | FileCheck %s --check-prefix=LOOPS
// RUN: fvopt run %s --entry both --domain 19,9,21 --check | FileCheck %s --check-prefix=EQUAL
// RUN: fvopt run %s --entry both --domain 3,1,2 --check | FileCheck %s --check-prefix=EQUAL
// RUN: fvopt run %s --entry sums --domain 19,9,21 --check | FileCheck %s --check-prefix=EQUAL
// EQUAL: equal to the interpreter

!columns = !stencil.field<ijk x f64, #stencil.layout<order = "ijk", alignment = 64, padding = 0>>
!field = !stencil.field<ijk x f64>
!plane = !stencil.field<ij x f64>
!temp = !stencil.temp<ijk x f64>
!plane_temp = !stencil.temp<ij x f64>

// An intermediate that is read around is kept for a tile; a plane has no levels to be contiguous on.
// CHECK-LABEL: program.func @both(
// CHECK: stencil.kernel <order = "ijk", parallel = "ij", tile = [8, 8, 0]
// CHECK: stencil.apply place tile
// LOOPS-LABEL: func.func private @fvopt.both.kernel_0(
// LOOPS: scf.for %[[K:.*]] = %{{.*}} step %c8
// LOOPS: vector.load %{{.*}}[%{{.*}}, %{{.*}}, %{{.*}}] : memref<?x?x?xf64, strided<[?, ?, 1], offset: ?>>, vector<8xf64>
// LOOPS-LABEL: func.func private @fvopt.sums.kernel_0(
stencil.func @both(%a: !columns, %s: !plane, %out: !columns) {
  %x = stencil.load %a : !columns -> !temp
  %y = stencil.load %s : !plane -> !plane_temp
  %mean = stencil.apply -> (!temp) {
    %low = stencil.access %x[-1, 0, 0] : !temp
    %high = stencil.access %x[0, 1, 1] : !temp
    %factor = stencil.access %y[0, 0] : !plane_temp
    %sum = arith.addf %low, %high : f64
    %inverse = arith.divf %sum, %factor : f64
    %root = math.sqrt %inverse : f64
    stencil.yield %root : f64
  }
  %r = stencil.apply -> (!temp) {
    %m = stencil.access %mean[-1, 0, 0] : !temp
    %p = stencil.access %mean[1, 0, 0] : !temp
    %l = stencil.access %mean[0, -1, 0] : !temp
    %h = stencil.access %mean[0, 1, 0] : !temp
    %i = arith.subf %p, %m : f64
    %j = arith.subf %h, %l : f64
    %d = arith.mulf %i, %j : f64
    stencil.yield %d : f64
  }
  stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !columns
  stencil.return
}

// Columns are vectors: a sweep stays as it is.
// CHECK-LABEL: program.func @sums(
// CHECK: stencil.kernel <order = "jki"
stencil.func @sums(%a: !columns, %out: !columns) {
  %x = stencil.load %a : !columns -> !temp
  %nothing = stencil.undef : !temp
  %r = stencil.sweep forward carries(%c = %nothing : !temp) {
    stencil.interval (k = start to start + 1) {
      stencil.stage writes(%c[0] : !temp) {
        %v = stencil.access %x[0, 0, 0] : !temp
        stencil.yield %v : f64
      }
    }
    stencil.interval (k = start + 1 to end) {
      stencil.stage writes(%c[0] : !temp) {
        %v = stencil.access %x[0, 0, 0] : !temp
        %p = stencil.access %c[0, 0, -1] : !temp
        %s = arith.addf %p, %v : f64
        stencil.yield %s : f64
      }
    }
  }
  stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !columns
  stencil.return
}

// Most fields decide.
// CHECK-LABEL: program.func @mixed(
// CHECK: stencil.kernel <order = "kji"
stencil.func @mixed(%a: !columns, %b: !field, %out: !field) {
  %x = stencil.load %a : !columns -> !temp
  %y = stencil.load %b : !field -> !temp
  %r = stencil.apply -> (!temp) {
    %u = stencil.access %x[0, 0, 0] : !temp
    %v = stencil.access %y[0, 0, 0] : !temp
    %s = arith.addf %u, %v : f64
    stencil.yield %s : f64
  }
  stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
