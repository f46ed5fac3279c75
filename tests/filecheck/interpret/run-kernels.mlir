// requirement S1
// A schedule changes nothing that can be observed, on domains of every shape.
// RUN: fvopt run %s --entry rows --domain 1,1,1 --check | FileCheck %s
// RUN: fvopt run %s --entry rows --domain 3,5,7 --check | FileCheck %s
// RUN: fvopt run %s --entry rows --domain 65,33,17 --check | FileCheck %s
// RUN: fvopt run %s --entry rows_in_tiles --domain 1,1,1 --check | FileCheck %s
// RUN: fvopt run %s --entry rows_in_tiles --domain 3,5,7 --check | FileCheck %s
// RUN: fvopt run %s --entry rows_in_tiles --domain 65,33,17 --check | FileCheck %s
// RUN: fvopt run %s --entry blocks --domain 1,1,1 --check | FileCheck %s
// RUN: fvopt run %s --entry blocks --domain 3,5,7 --check | FileCheck %s
// RUN: fvopt run %s --entry blocks --domain 65,33,17 --check | FileCheck %s
// RUN: fvopt run %s --entry tiles --domain 1,1,1 --check | FileCheck %s
// RUN: fvopt run %s --entry tiles --domain 3,5,7 --check | FileCheck %s
// RUN: fvopt run %s --entry tiles --domain 65,33,17 --check | FileCheck %s
// RUN: fvopt run %s --entry tiles3 --domain 1,1,1 --check | FileCheck %s
// RUN: fvopt run %s --entry tiles3 --domain 3,5,7 --check | FileCheck %s
// RUN: fvopt run %s --entry tiles3 --domain 65,33,17 --check | FileCheck %s
// RUN: fvopt run %s --entry memory --domain 1,1,1 --check | FileCheck %s
// RUN: fvopt run %s --entry memory --domain 3,5,7 --check | FileCheck %s
// RUN: fvopt run %s --entry memory --domain 65,33,17 --check | FileCheck %s
// RUN: fvopt run %s --entry memory_then_rows --domain 1,1,1 --check | FileCheck %s
// RUN: fvopt run %s --entry memory_then_rows --domain 3,5,7 --check | FileCheck %s
// RUN: fvopt run %s --entry memory_then_rows --domain 65,33,17 --check | FileCheck %s
// RUN: fvopt run %s --entry place_only_rows --domain 1,1,1 --check | FileCheck %s
// RUN: fvopt run %s --entry place_only_rows --domain 3,5,7 --check | FileCheck %s
// RUN: fvopt run %s --entry place_only_rows --domain 65,33,17 --check | FileCheck %s
// RUN: fvopt run %s --entry sweeps --domain 1,1,1 --check | FileCheck %s
// RUN: fvopt run %s --entry sweeps --domain 3,5,7 --check | FileCheck %s
// RUN: fvopt run %s --entry sweeps --domain 65,33,17 --check | FileCheck %s
// RUN: fvopt run %s --entry sweeps_tiled --domain 1,1,1 --check | FileCheck %s
// RUN: fvopt run %s --entry sweeps_tiled --domain 3,5,7 --check | FileCheck %s
// RUN: fvopt run %s --entry sweeps_tiled --domain 65,33,17 --check | FileCheck %s
// RUN: fvopt run %s --entry in_place --domain 1,1,1 --check | FileCheck %s
// RUN: fvopt run %s --entry in_place --domain 3,5,7 --check | FileCheck %s
// RUN: fvopt run %s --entry in_place --domain 65,33,17 --check | FileCheck %s
// RUN: fvopt run %s --entry nontemporal --domain 1,1,1 --check | FileCheck %s
// RUN: fvopt run %s --entry nontemporal --domain 3,5,7 --check | FileCheck %s
// RUN: fvopt run %s --entry nontemporal --domain 65,33,17 --check | FileCheck %s
// RUN: fvopt run %s --entry streamed_sweep --domain 1,1,1 --check | FileCheck %s
// RUN: fvopt run %s --entry streamed_sweep --domain 3,5,7 --check | FileCheck %s
// RUN: fvopt run %s --entry streamed_sweep --domain 65,33,17 --check | FileCheck %s
// RUN: fvopt run %s --entry insert --domain 1,1,1 --check | FileCheck %s
// RUN: fvopt run %s --entry insert --domain 3,5,7 --check | FileCheck %s
// RUN: fvopt run %s --entry insert --domain 65,33,17 --check | FileCheck %s

// CHECK: equal to the interpreter

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
program.func @rows(%in: !field, %out: !field) {
  stencil.kernel <order = "kji", parallel = "k", tile = [0, 0, 0], vector = 8> {
    %t = stencil.load %in (i = start - 2 to end + 2, j = start - 2 to end + 2, k = start to end) : !field -> !temp
    %lap = stencil.apply place row (i = start - 1 to end + 1, j = start - 1 to end + 1, k = start to end) -> (!temp) {
      %c = arith.constant 0.375 : f64
      %v0 = stencil.access %t[0, 0, 0] : !temp
      %m0 = arith.mulf %v0, %c : f64
      %v1 = stencil.access %t[1, 0, 0] : !temp
      %m1 = arith.mulf %v1, %c : f64
      %s1 = arith.subf %m0, %m1 : f64
      %v2 = stencil.access %t[-1, 0, 0] : !temp
      %m2 = arith.mulf %v2, %c : f64
      %s2 = arith.subf %s1, %m2 : f64
      %v3 = stencil.access %t[0, 1, 0] : !temp
      %m3 = arith.mulf %v3, %c : f64
      %s3 = arith.subf %s2, %m3 : f64
      %v4 = stencil.access %t[0, -1, 0] : !temp
      %m4 = arith.mulf %v4, %c : f64
      %s4 = arith.subf %s3, %m4 : f64
      stencil.yield %s4 : f64
    }
    %fx = stencil.apply place row (i = start - 1 to end, j = start to end, k = start to end) -> (!temp) {
      %c = arith.constant 0.375 : f64
      %v0 = stencil.access %lap[1, 0, 0] : !temp
      %m0 = arith.mulf %v0, %c : f64
      %v1 = stencil.access %lap[0, 0, 0] : !temp
      %m1 = arith.mulf %v1, %c : f64
      %s1 = arith.subf %m0, %m1 : f64
      stencil.yield %s1 : f64
    }
    %fy = stencil.apply place row (i = start to end, j = start - 1 to end, k = start to end) -> (!temp) {
      %c = arith.constant 0.375 : f64
      %v0 = stencil.access %lap[0, 1, 0] : !temp
      %m0 = arith.mulf %v0, %c : f64
      %v1 = stencil.access %lap[0, 0, 0] : !temp
      %m1 = arith.mulf %v1, %c : f64
      %s1 = arith.subf %m0, %m1 : f64
      stencil.yield %s1 : f64
    }
    %r = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %c = arith.constant 0.375 : f64
      %v0 = stencil.access %fx[0, 0, 0] : !temp
      %m0 = arith.mulf %v0, %c : f64
      %v1 = stencil.access %fx[-1, 0, 0] : !temp
      %m1 = arith.mulf %v1, %c : f64
      %s1 = arith.subf %m0, %m1 : f64
      %v2 = stencil.access %fy[0, 0, 0] : !temp
      %m2 = arith.mulf %v2, %c : f64
      %s2 = arith.subf %s1, %m2 : f64
      %v3 = stencil.access %fy[0, -1, 0] : !temp
      %m3 = arith.mulf %v3, %c : f64
      %s3 = arith.subf %s2, %m3 : f64
      %v4 = stencil.access %t[0, 0, 0] : !temp
      %m4 = arith.mulf %v4, %c : f64
      %s4 = arith.subf %s3, %m4 : f64
      stencil.yield %s4 : f64
    }
    stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}

program.func @rows_in_tiles(%in: !field, %out: !field) {
  stencil.kernel <order = "kji", parallel = "kj", tile = [0, 8, 0], vector = 4> {
    %t = stencil.load %in (i = start - 2 to end + 2, j = start - 2 to end + 2, k = start to end) : !field -> !temp
    %lap = stencil.apply place row (i = start - 1 to end + 1, j = start - 1 to end + 1, k = start to end) -> (!temp) {
      %c = arith.constant 0.375 : f64
      %v0 = stencil.access %t[0, 0, 0] : !temp
      %m0 = arith.mulf %v0, %c : f64
      %v1 = stencil.access %t[1, 0, 0] : !temp
      %m1 = arith.mulf %v1, %c : f64
      %s1 = arith.subf %m0, %m1 : f64
      %v2 = stencil.access %t[-1, 0, 0] : !temp
      %m2 = arith.mulf %v2, %c : f64
      %s2 = arith.subf %s1, %m2 : f64
      %v3 = stencil.access %t[0, 1, 0] : !temp
      %m3 = arith.mulf %v3, %c : f64
      %s3 = arith.subf %s2, %m3 : f64
      %v4 = stencil.access %t[0, -1, 0] : !temp
      %m4 = arith.mulf %v4, %c : f64
      %s4 = arith.subf %s3, %m4 : f64
      stencil.yield %s4 : f64
    }
    %fx = stencil.apply place row (i = start - 1 to end, j = start to end, k = start to end) -> (!temp) {
      %c = arith.constant 0.375 : f64
      %v0 = stencil.access %lap[1, 0, 0] : !temp
      %m0 = arith.mulf %v0, %c : f64
      %v1 = stencil.access %lap[0, 0, 0] : !temp
      %m1 = arith.mulf %v1, %c : f64
      %s1 = arith.subf %m0, %m1 : f64
      stencil.yield %s1 : f64
    }
    %fy = stencil.apply place row (i = start to end, j = start - 1 to end, k = start to end) -> (!temp) {
      %c = arith.constant 0.375 : f64
      %v0 = stencil.access %lap[0, 1, 0] : !temp
      %m0 = arith.mulf %v0, %c : f64
      %v1 = stencil.access %lap[0, 0, 0] : !temp
      %m1 = arith.mulf %v1, %c : f64
      %s1 = arith.subf %m0, %m1 : f64
      stencil.yield %s1 : f64
    }
    %r = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %c = arith.constant 0.375 : f64
      %v0 = stencil.access %fx[0, 0, 0] : !temp
      %m0 = arith.mulf %v0, %c : f64
      %v1 = stencil.access %fx[-1, 0, 0] : !temp
      %m1 = arith.mulf %v1, %c : f64
      %s1 = arith.subf %m0, %m1 : f64
      %v2 = stencil.access %fy[0, 0, 0] : !temp
      %m2 = arith.mulf %v2, %c : f64
      %s2 = arith.subf %s1, %m2 : f64
      %v3 = stencil.access %fy[0, -1, 0] : !temp
      %m3 = arith.mulf %v3, %c : f64
      %s3 = arith.subf %s2, %m3 : f64
      %v4 = stencil.access %t[0, 0, 0] : !temp
      %m4 = arith.mulf %v4, %c : f64
      %s4 = arith.subf %s3, %m4 : f64
      stencil.yield %s4 : f64
    }
    stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}

program.func @blocks(%in: !field, %out: !field) {
  stencil.kernel <order = "kji", parallel = "kj", tile = [16, 4, 0], vector = 4> {
    %t = stencil.load %in (i = start - 2 to end + 2, j = start - 2 to end + 2, k = start to end) : !field -> !temp
    %lap = stencil.apply place row (i = start - 1 to end + 1, j = start - 1 to end + 1, k = start to end) -> (!temp) {
      %c = arith.constant 0.375 : f64
      %v0 = stencil.access %t[0, 0, 0] : !temp
      %m0 = arith.mulf %v0, %c : f64
      %v1 = stencil.access %t[1, 0, 0] : !temp
      %m1 = arith.mulf %v1, %c : f64
      %s1 = arith.subf %m0, %m1 : f64
      %v2 = stencil.access %t[-1, 0, 0] : !temp
      %m2 = arith.mulf %v2, %c : f64
      %s2 = arith.subf %s1, %m2 : f64
      %v3 = stencil.access %t[0, 1, 0] : !temp
      %m3 = arith.mulf %v3, %c : f64
      %s3 = arith.subf %s2, %m3 : f64
      %v4 = stencil.access %t[0, -1, 0] : !temp
      %m4 = arith.mulf %v4, %c : f64
      %s4 = arith.subf %s3, %m4 : f64
      stencil.yield %s4 : f64
    }
    %fx = stencil.apply place row (i = start - 1 to end, j = start to end, k = start to end) -> (!temp) {
      %c = arith.constant 0.375 : f64
      %v0 = stencil.access %lap[1, 0, 0] : !temp
      %m0 = arith.mulf %v0, %c : f64
      %v1 = stencil.access %lap[0, 0, 0] : !temp
      %m1 = arith.mulf %v1, %c : f64
      %s1 = arith.subf %m0, %m1 : f64
      stencil.yield %s1 : f64
    }
    %fy = stencil.apply place row (i = start to end, j = start - 1 to end, k = start to end) -> (!temp) {
      %c = arith.constant 0.375 : f64
      %v0 = stencil.access %lap[0, 1, 0] : !temp
      %m0 = arith.mulf %v0, %c : f64
      %v1 = stencil.access %lap[0, 0, 0] : !temp
      %m1 = arith.mulf %v1, %c : f64
      %s1 = arith.subf %m0, %m1 : f64
      stencil.yield %s1 : f64
    }
    %r = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %c = arith.constant 0.375 : f64
      %v0 = stencil.access %fx[0, 0, 0] : !temp
      %m0 = arith.mulf %v0, %c : f64
      %v1 = stencil.access %fx[-1, 0, 0] : !temp
      %m1 = arith.mulf %v1, %c : f64
      %s1 = arith.subf %m0, %m1 : f64
      %v2 = stencil.access %fy[0, 0, 0] : !temp
      %m2 = arith.mulf %v2, %c : f64
      %s2 = arith.subf %s1, %m2 : f64
      %v3 = stencil.access %fy[0, -1, 0] : !temp
      %m3 = arith.mulf %v3, %c : f64
      %s3 = arith.subf %s2, %m3 : f64
      %v4 = stencil.access %t[0, 0, 0] : !temp
      %m4 = arith.mulf %v4, %c : f64
      %s4 = arith.subf %s3, %m4 : f64
      stencil.yield %s4 : f64
    }
    stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}

program.func @tiles(%in: !field, %out: !field) {
  stencil.kernel <order = "kji", parallel = "kj", tile = [0, 8, 0], vector = 8> {
    %t = stencil.load %in (i = start - 2 to end + 2, j = start - 2 to end + 2, k = start to end) : !field -> !temp
    %lap = stencil.apply place tile (i = start - 1 to end + 1, j = start - 1 to end + 1, k = start to end) -> (!temp) {
      %c = arith.constant 0.375 : f64
      %v0 = stencil.access %t[0, 0, 0] : !temp
      %m0 = arith.mulf %v0, %c : f64
      %v1 = stencil.access %t[1, 0, 0] : !temp
      %m1 = arith.mulf %v1, %c : f64
      %s1 = arith.subf %m0, %m1 : f64
      %v2 = stencil.access %t[-1, 0, 0] : !temp
      %m2 = arith.mulf %v2, %c : f64
      %s2 = arith.subf %s1, %m2 : f64
      %v3 = stencil.access %t[0, 1, 0] : !temp
      %m3 = arith.mulf %v3, %c : f64
      %s3 = arith.subf %s2, %m3 : f64
      %v4 = stencil.access %t[0, -1, 0] : !temp
      %m4 = arith.mulf %v4, %c : f64
      %s4 = arith.subf %s3, %m4 : f64
      stencil.yield %s4 : f64
    }
    %fx = stencil.apply place tile (i = start - 1 to end, j = start to end, k = start to end) -> (!temp) {
      %c = arith.constant 0.375 : f64
      %v0 = stencil.access %lap[1, 0, 0] : !temp
      %m0 = arith.mulf %v0, %c : f64
      %v1 = stencil.access %lap[0, 0, 0] : !temp
      %m1 = arith.mulf %v1, %c : f64
      %s1 = arith.subf %m0, %m1 : f64
      stencil.yield %s1 : f64
    }
    %fy = stencil.apply place tile (i = start to end, j = start - 1 to end, k = start to end) -> (!temp) {
      %c = arith.constant 0.375 : f64
      %v0 = stencil.access %lap[0, 1, 0] : !temp
      %m0 = arith.mulf %v0, %c : f64
      %v1 = stencil.access %lap[0, 0, 0] : !temp
      %m1 = arith.mulf %v1, %c : f64
      %s1 = arith.subf %m0, %m1 : f64
      stencil.yield %s1 : f64
    }
    %r = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %c = arith.constant 0.375 : f64
      %v0 = stencil.access %fx[0, 0, 0] : !temp
      %m0 = arith.mulf %v0, %c : f64
      %v1 = stencil.access %fx[-1, 0, 0] : !temp
      %m1 = arith.mulf %v1, %c : f64
      %s1 = arith.subf %m0, %m1 : f64
      %v2 = stencil.access %fy[0, 0, 0] : !temp
      %m2 = arith.mulf %v2, %c : f64
      %s2 = arith.subf %s1, %m2 : f64
      %v3 = stencil.access %fy[0, -1, 0] : !temp
      %m3 = arith.mulf %v3, %c : f64
      %s3 = arith.subf %s2, %m3 : f64
      %v4 = stencil.access %t[0, 0, 0] : !temp
      %m4 = arith.mulf %v4, %c : f64
      %s4 = arith.subf %s3, %m4 : f64
      stencil.yield %s4 : f64
    }
    stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}

program.func @tiles3(%in: !field, %out: !field) {
  stencil.kernel <order = "kji", parallel = "kj", tile = [5, 8, 3], vector = 0> {
    %t = stencil.load %in (i = start - 2 to end + 2, j = start - 2 to end + 2, k = start to end) : !field -> !temp
    %lap = stencil.apply place tile (i = start - 1 to end + 1, j = start - 1 to end + 1, k = start to end) -> (!temp) {
      %c = arith.constant 0.375 : f64
      %v0 = stencil.access %t[0, 0, 0] : !temp
      %m0 = arith.mulf %v0, %c : f64
      %v1 = stencil.access %t[1, 0, 0] : !temp
      %m1 = arith.mulf %v1, %c : f64
      %s1 = arith.subf %m0, %m1 : f64
      %v2 = stencil.access %t[-1, 0, 0] : !temp
      %m2 = arith.mulf %v2, %c : f64
      %s2 = arith.subf %s1, %m2 : f64
      %v3 = stencil.access %t[0, 1, 0] : !temp
      %m3 = arith.mulf %v3, %c : f64
      %s3 = arith.subf %s2, %m3 : f64
      %v4 = stencil.access %t[0, -1, 0] : !temp
      %m4 = arith.mulf %v4, %c : f64
      %s4 = arith.subf %s3, %m4 : f64
      stencil.yield %s4 : f64
    }
    %fx = stencil.apply place row (i = start - 1 to end, j = start to end, k = start to end) -> (!temp) {
      %c = arith.constant 0.375 : f64
      %v0 = stencil.access %lap[1, 0, 0] : !temp
      %m0 = arith.mulf %v0, %c : f64
      %v1 = stencil.access %lap[0, 0, 0] : !temp
      %m1 = arith.mulf %v1, %c : f64
      %s1 = arith.subf %m0, %m1 : f64
      stencil.yield %s1 : f64
    }
    %fy = stencil.apply place row (i = start to end, j = start - 1 to end, k = start to end) -> (!temp) {
      %c = arith.constant 0.375 : f64
      %v0 = stencil.access %lap[0, 1, 0] : !temp
      %m0 = arith.mulf %v0, %c : f64
      %v1 = stencil.access %lap[0, 0, 0] : !temp
      %m1 = arith.mulf %v1, %c : f64
      %s1 = arith.subf %m0, %m1 : f64
      stencil.yield %s1 : f64
    }
    %r = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %c = arith.constant 0.375 : f64
      %v0 = stencil.access %fx[0, 0, 0] : !temp
      %m0 = arith.mulf %v0, %c : f64
      %v1 = stencil.access %fx[-1, 0, 0] : !temp
      %m1 = arith.mulf %v1, %c : f64
      %s1 = arith.subf %m0, %m1 : f64
      %v2 = stencil.access %fy[0, 0, 0] : !temp
      %m2 = arith.mulf %v2, %c : f64
      %s2 = arith.subf %s1, %m2 : f64
      %v3 = stencil.access %fy[0, -1, 0] : !temp
      %m3 = arith.mulf %v3, %c : f64
      %s3 = arith.subf %s2, %m3 : f64
      %v4 = stencil.access %t[0, 0, 0] : !temp
      %m4 = arith.mulf %v4, %c : f64
      %s4 = arith.subf %s3, %m4 : f64
      stencil.yield %s4 : f64
    }
    stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}

program.func @memory(%in: !field, %out: !field) {
  stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 8> {
    %t = stencil.load %in (i = start - 2 to end + 2, j = start - 2 to end + 2, k = start to end) : !field -> !temp
    %lap = stencil.apply place memory (i = start - 1 to end + 1, j = start - 1 to end + 1, k = start to end) -> (!temp) {
      %c = arith.constant 0.375 : f64
      %v0 = stencil.access %t[0, 0, 0] : !temp
      %m0 = arith.mulf %v0, %c : f64
      %v1 = stencil.access %t[1, 0, 0] : !temp
      %m1 = arith.mulf %v1, %c : f64
      %s1 = arith.subf %m0, %m1 : f64
      %v2 = stencil.access %t[-1, 0, 0] : !temp
      %m2 = arith.mulf %v2, %c : f64
      %s2 = arith.subf %s1, %m2 : f64
      %v3 = stencil.access %t[0, 1, 0] : !temp
      %m3 = arith.mulf %v3, %c : f64
      %s3 = arith.subf %s2, %m3 : f64
      %v4 = stencil.access %t[0, -1, 0] : !temp
      %m4 = arith.mulf %v4, %c : f64
      %s4 = arith.subf %s3, %m4 : f64
      stencil.yield %s4 : f64
    }
    %fx = stencil.apply place memory (i = start - 1 to end, j = start to end, k = start to end) -> (!temp) {
      %c = arith.constant 0.375 : f64
      %v0 = stencil.access %lap[1, 0, 0] : !temp
      %m0 = arith.mulf %v0, %c : f64
      %v1 = stencil.access %lap[0, 0, 0] : !temp
      %m1 = arith.mulf %v1, %c : f64
      %s1 = arith.subf %m0, %m1 : f64
      stencil.yield %s1 : f64
    }
    %fy = stencil.apply place memory (i = start to end, j = start - 1 to end, k = start to end) -> (!temp) {
      %c = arith.constant 0.375 : f64
      %v0 = stencil.access %lap[0, 1, 0] : !temp
      %m0 = arith.mulf %v0, %c : f64
      %v1 = stencil.access %lap[0, 0, 0] : !temp
      %m1 = arith.mulf %v1, %c : f64
      %s1 = arith.subf %m0, %m1 : f64
      stencil.yield %s1 : f64
    }
    %r = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %c = arith.constant 0.375 : f64
      %v0 = stencil.access %fx[0, 0, 0] : !temp
      %m0 = arith.mulf %v0, %c : f64
      %v1 = stencil.access %fx[-1, 0, 0] : !temp
      %m1 = arith.mulf %v1, %c : f64
      %s1 = arith.subf %m0, %m1 : f64
      %v2 = stencil.access %fy[0, 0, 0] : !temp
      %m2 = arith.mulf %v2, %c : f64
      %s2 = arith.subf %s1, %m2 : f64
      %v3 = stencil.access %fy[0, -1, 0] : !temp
      %m3 = arith.mulf %v3, %c : f64
      %s3 = arith.subf %s2, %m3 : f64
      %v4 = stencil.access %t[0, 0, 0] : !temp
      %m4 = arith.mulf %v4, %c : f64
      %s4 = arith.subf %s3, %m4 : f64
      stencil.yield %s4 : f64
    }
    stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}

program.func @memory_then_rows(%in: !field, %out: !field) {
  stencil.kernel <order = "kji", parallel = "kj", tile = [0, 4, 0], vector = 8> {
    %t = stencil.load %in (i = start - 2 to end + 2, j = start - 2 to end + 2, k = start to end) : !field -> !temp
    %lap = stencil.apply place memory (i = start - 1 to end + 1, j = start - 1 to end + 1, k = start to end) -> (!temp) {
      %c = arith.constant 0.375 : f64
      %v0 = stencil.access %t[0, 0, 0] : !temp
      %m0 = arith.mulf %v0, %c : f64
      %v1 = stencil.access %t[1, 0, 0] : !temp
      %m1 = arith.mulf %v1, %c : f64
      %s1 = arith.subf %m0, %m1 : f64
      %v2 = stencil.access %t[-1, 0, 0] : !temp
      %m2 = arith.mulf %v2, %c : f64
      %s2 = arith.subf %s1, %m2 : f64
      %v3 = stencil.access %t[0, 1, 0] : !temp
      %m3 = arith.mulf %v3, %c : f64
      %s3 = arith.subf %s2, %m3 : f64
      %v4 = stencil.access %t[0, -1, 0] : !temp
      %m4 = arith.mulf %v4, %c : f64
      %s4 = arith.subf %s3, %m4 : f64
      stencil.yield %s4 : f64
    }
    %fx = stencil.apply place row (i = start - 1 to end, j = start to end, k = start to end) -> (!temp) {
      %c = arith.constant 0.375 : f64
      %v0 = stencil.access %lap[1, 0, 0] : !temp
      %m0 = arith.mulf %v0, %c : f64
      %v1 = stencil.access %lap[0, 0, 0] : !temp
      %m1 = arith.mulf %v1, %c : f64
      %s1 = arith.subf %m0, %m1 : f64
      stencil.yield %s1 : f64
    }
    %fy = stencil.apply place row (i = start to end, j = start - 1 to end, k = start to end) -> (!temp) {
      %c = arith.constant 0.375 : f64
      %v0 = stencil.access %lap[0, 1, 0] : !temp
      %m0 = arith.mulf %v0, %c : f64
      %v1 = stencil.access %lap[0, 0, 0] : !temp
      %m1 = arith.mulf %v1, %c : f64
      %s1 = arith.subf %m0, %m1 : f64
      stencil.yield %s1 : f64
    }
    %r = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %c = arith.constant 0.375 : f64
      %v0 = stencil.access %fx[0, 0, 0] : !temp
      %m0 = arith.mulf %v0, %c : f64
      %v1 = stencil.access %fx[-1, 0, 0] : !temp
      %m1 = arith.mulf %v1, %c : f64
      %s1 = arith.subf %m0, %m1 : f64
      %v2 = stencil.access %fy[0, 0, 0] : !temp
      %m2 = arith.mulf %v2, %c : f64
      %s2 = arith.subf %s1, %m2 : f64
      %v3 = stencil.access %fy[0, -1, 0] : !temp
      %m3 = arith.mulf %v3, %c : f64
      %s3 = arith.subf %s2, %m3 : f64
      %v4 = stencil.access %t[0, 0, 0] : !temp
      %m4 = arith.mulf %v4, %c : f64
      %s4 = arith.subf %s3, %m4 : f64
      stencil.yield %s4 : f64
    }
    stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}

program.func @place_only_rows(%in: !field, %out: !field) {
  stencil.kernel <order = "kij", parallel = "k", tile = [0, 0, 0], vector = 2> {
    %t = stencil.load %in (i = start - 2 to end + 2, j = start - 2 to end + 2, k = start to end) : !field -> !temp
    %lap = stencil.apply place row (i = start - 1 to end + 1, j = start - 1 to end + 1, k = start to end) -> (!temp) {
      %c = arith.constant 0.375 : f64
      %v0 = stencil.access %t[0, 0, 0] : !temp
      %m0 = arith.mulf %v0, %c : f64
      %v1 = stencil.access %t[1, 0, 0] : !temp
      %m1 = arith.mulf %v1, %c : f64
      %s1 = arith.subf %m0, %m1 : f64
      %v2 = stencil.access %t[-1, 0, 0] : !temp
      %m2 = arith.mulf %v2, %c : f64
      %s2 = arith.subf %s1, %m2 : f64
      %v3 = stencil.access %t[0, 1, 0] : !temp
      %m3 = arith.mulf %v3, %c : f64
      %s3 = arith.subf %s2, %m3 : f64
      %v4 = stencil.access %t[0, -1, 0] : !temp
      %m4 = arith.mulf %v4, %c : f64
      %s4 = arith.subf %s3, %m4 : f64
      stencil.yield %s4 : f64
    }
    %fx = stencil.apply place row (i = start - 1 to end, j = start to end, k = start to end) -> (!temp) {
      %c = arith.constant 0.375 : f64
      %v0 = stencil.access %lap[1, 0, 0] : !temp
      %m0 = arith.mulf %v0, %c : f64
      %v1 = stencil.access %lap[0, 0, 0] : !temp
      %m1 = arith.mulf %v1, %c : f64
      %s1 = arith.subf %m0, %m1 : f64
      stencil.yield %s1 : f64
    }
    %fy = stencil.apply place row (i = start to end, j = start - 1 to end, k = start to end) -> (!temp) {
      %c = arith.constant 0.375 : f64
      %v0 = stencil.access %lap[0, 1, 0] : !temp
      %m0 = arith.mulf %v0, %c : f64
      %v1 = stencil.access %lap[0, 0, 0] : !temp
      %m1 = arith.mulf %v1, %c : f64
      %s1 = arith.subf %m0, %m1 : f64
      stencil.yield %s1 : f64
    }
    %r = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %c = arith.constant 0.375 : f64
      %v0 = stencil.access %fx[0, 0, 0] : !temp
      %m0 = arith.mulf %v0, %c : f64
      %v1 = stencil.access %fx[-1, 0, 0] : !temp
      %m1 = arith.mulf %v1, %c : f64
      %s1 = arith.subf %m0, %m1 : f64
      %v2 = stencil.access %fy[0, 0, 0] : !temp
      %m2 = arith.mulf %v2, %c : f64
      %s2 = arith.subf %s1, %m2 : f64
      %v3 = stencil.access %fy[0, -1, 0] : !temp
      %m3 = arith.mulf %v3, %c : f64
      %s3 = arith.subf %s2, %m3 : f64
      %v4 = stencil.access %t[0, 0, 0] : !temp
      %m4 = arith.mulf %v4, %c : f64
      %s4 = arith.subf %s3, %m4 : f64
      stencil.yield %s4 : f64
    }
    stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}

program.func @sweeps(%in: !field, %out: !field) {
  stencil.kernel <order = "jki", parallel = "j", tile = [0, 0, 0], vector = 8> {
    %t = stencil.load %in (i = start to end, j = start to end, k = start to end) : !field -> !temp
    %u = stencil.undef : !temp
    %rhs = stencil.apply place tile (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %c = arith.constant 0.375 : f64
      %v0 = stencil.access %t[0, 0, 0] : !temp
      %m0 = arith.mulf %v0, %c : f64
      %v1 = stencil.access %t[0, 0, 0] : !temp
      %m1 = arith.mulf %v1, %c : f64
      %s1 = arith.subf %m0, %m1 : f64
      stencil.yield %s1 : f64
    }
    %a, %b = stencil.sweep forward (i = start to end, j = start to end, k = start to end) carries(%c = %u : !temp, %d = %u : !temp) {
      stencil.interval (k = start to min(end, start + 1)) {
        stencil.stage (i = start to end, j = start to end) writes(%c[0] : !temp, %d[0] : !temp) {
          %v = stencil.access %rhs[0, 0, 0] : !temp
          %w = arith.negf %v : f64
          stencil.yield %v, %w : f64, f64
        }
      }
      stencil.interval (k = start + 1 to end) {
        stencil.stage (i = start to end, j = start to end) writes(%c[0] : !temp, %d[0] : !temp) {
          %v = stencil.access %rhs[0, 0, 0] : !temp
          %x = stencil.access %c[0, 0, -1] : !temp
          %y = stencil.access %d[0, 0, -1] : !temp
          %w = arith.subf %v, %x : f64
          %z = arith.addf %w, %y : f64
          stencil.yield %z, %w : f64, f64
        }
      }
    }
    %e = stencil.sweep backward (i = start to end, j = start to end, k = start to end) carries(%f = %u : !temp) {
      stencil.interval (k = max(start, end - 1) to end) {
        stencil.stage (i = start to end, j = start to end) writes(%f[0] : !temp) {
          %v = stencil.access %a[0, 0, 0] : !temp
          stencil.yield %v : f64
        }
      }
      stencil.interval (k = start to end - 1) {
        stencil.stage (i = start to end, j = start to end) writes(%f[0] : !temp) {
          %v = stencil.access %a[0, 0, 0] : !temp
          %x = stencil.access %f[0, 0, 1] : !temp
          %w = arith.subf %x, %v : f64
          stencil.yield %w : f64
        }
      }
    }
    stencil.store %e to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}

program.func @sweeps_tiled(%in: !field, %out: !field) {
  stencil.kernel <order = "jik", parallel = "ji", tile = [16, 4, 0], vector = 8> {
    %t = stencil.load %in (i = start to end, j = start to end, k = start to end) : !field -> !temp
    %u = stencil.undef : !temp
    %rhs = stencil.apply place tile (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %c = arith.constant 0.375 : f64
      %v0 = stencil.access %t[0, 0, 0] : !temp
      %m0 = arith.mulf %v0, %c : f64
      %v1 = stencil.access %t[0, 0, 0] : !temp
      %m1 = arith.mulf %v1, %c : f64
      %s1 = arith.subf %m0, %m1 : f64
      stencil.yield %s1 : f64
    }
    %a, %b = stencil.sweep forward (i = start to end, j = start to end, k = start to end) carries(%c = %u : !temp, %d = %u : !temp) {
      stencil.interval (k = start to min(end, start + 1)) {
        stencil.stage (i = start to end, j = start to end) writes(%c[0] : !temp, %d[0] : !temp) {
          %v = stencil.access %rhs[0, 0, 0] : !temp
          %w = arith.negf %v : f64
          stencil.yield %v, %w : f64, f64
        }
      }
      stencil.interval (k = start + 1 to end) {
        stencil.stage (i = start to end, j = start to end) writes(%c[0] : !temp, %d[0] : !temp) {
          %v = stencil.access %rhs[0, 0, 0] : !temp
          %x = stencil.access %c[0, 0, -1] : !temp
          %y = stencil.access %d[0, 0, -1] : !temp
          %w = arith.subf %v, %x : f64
          %z = arith.addf %w, %y : f64
          stencil.yield %z, %w : f64, f64
        }
      }
    }
    %e = stencil.sweep backward (i = start to end, j = start to end, k = start to end) carries(%f = %u : !temp) {
      stencil.interval (k = max(start, end - 1) to end) {
        stencil.stage (i = start to end, j = start to end) writes(%f[0] : !temp) {
          %v = stencil.access %a[0, 0, 0] : !temp
          stencil.yield %v : f64
        }
      }
      stencil.interval (k = start to end - 1) {
        stencil.stage (i = start to end, j = start to end) writes(%f[0] : !temp) {
          %v = stencil.access %a[0, 0, 0] : !temp
          %x = stencil.access %f[0, 0, 1] : !temp
          %w = arith.subf %x, %v : f64
          stencil.yield %w : f64
        }
      }
    }
    stencil.store %e to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}

program.func @in_place(%in: !field, %out: !field) {
  stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 8> {
    %t = stencil.load %out (i = start to end, j = start to end, k = start to end) : !field -> !temp
    %x = stencil.load %in (i = start - 1 to end + 1, j = start to end, k = start to end) : !field -> !temp
    %a = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %c = arith.constant 0.375 : f64
      %v0 = stencil.access %x[-1, 0, 0] : !temp
      %m0 = arith.mulf %v0, %c : f64
      %v1 = stencil.access %x[1, 0, 0] : !temp
      %m1 = arith.mulf %v1, %c : f64
      %s1 = arith.subf %m0, %m1 : f64
      stencil.yield %s1 : f64
    }
    %b = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %c = arith.constant 0.375 : f64
      %v0 = stencil.access %t[0, 0, 0] : !temp
      %m0 = arith.mulf %v0, %c : f64
      %v1 = stencil.access %a[0, 0, 0] : !temp
      %m1 = arith.mulf %v1, %c : f64
      %s1 = arith.subf %m0, %m1 : f64
      stencil.yield %s1 : f64
    }
    stencil.store %b to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}

program.func @nontemporal(%in: !field, %out: !field) {
  stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 8> {
    %t = stencil.load %in (i = start - 1 to end + 1, j = start to end, k = start to end) : !field -> !temp
    %a = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %c = arith.constant 0.375 : f64
      %v0 = stencil.access %t[-1, 0, 0] : !temp
      %m0 = arith.mulf %v0, %c : f64
      %v1 = stencil.access %t[1, 0, 0] : !temp
      %m1 = arith.mulf %v1, %c : f64
      %s1 = arith.subf %m0, %m1 : f64
      stencil.yield %s1 : f64
    }
    stencil.store %a to %out nontemporal (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}

program.func @streamed_sweep(%in: !field, %out: !field) {
  stencil.kernel <order = "jki", parallel = "j", tile = [0, 0, 0], vector = 8> {
    %t = stencil.load %in (i = start to end, j = start to end, k = start to end) : !field -> !temp
    %u = stencil.undef : !temp
    %e = stencil.sweep backward (i = start to end, j = start to end, k = start to end) carries(%f = %u : !temp) {
      stencil.interval (k = max(start, end - 1) to end) {
        stencil.stage (i = start to end, j = start to end) writes(%f[0] : !temp) {
          %v = stencil.access %t[0, 0, 0] : !temp
          stencil.yield %v : f64
        }
      }
      stencil.interval (k = start to end - 1) {
        stencil.stage (i = start to end, j = start to end) writes(%f[0] : !temp) {
          %v = stencil.access %t[0, 0, 0] : !temp
          %x = stencil.access %f[0, 0, 1] : !temp
          %w = arith.subf %x, %v : f64
          stencil.yield %w : f64
        }
      }
    }
    stencil.store %e to %out nontemporal (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}

program.func @insert(%in: !field, %old: !field, %out: !field) {
  stencil.kernel <order = "kji", parallel = "j", tile = [0, 0, 0], vector = 4> {
    %t = stencil.load %in (i = start to end, j = start to end, k = start to end) : !field -> !temp
    %o = stencil.load %old (i = start - 1 to end + 1, j = start to end, k = start to end) : !field -> !temp
    %n = stencil.insert %t into %o (i = start + 1 to end - 1, j = start to end, k = start to end) : !temp into !temp
    %a = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %c = arith.constant 0.375 : f64
      %v0 = stencil.access %n[-1, 0, 0] : !temp
      %m0 = arith.mulf %v0, %c : f64
      %v1 = stencil.access %n[1, 0, 0] : !temp
      %m1 = arith.mulf %v1, %c : f64
      %s1 = arith.subf %m0, %m1 : f64
      stencil.yield %s1 : f64
    }
    stencil.store %a to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}
