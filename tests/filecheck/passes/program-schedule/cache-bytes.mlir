// RUN: fvopt-opt %s --pass-pipeline='builtin.module(program-flatten,stencil-infer-bounds,program-schedule{machine=%S/Inputs/machine-l2-2072.json})' | FileCheck %s --check-prefixes=CHECK,FITS
// RUN: fvopt-opt %s --pass-pipeline='builtin.module(program-flatten,stencil-infer-bounds,program-schedule{machine=%S/Inputs/machine-l2-2068.json})' | FileCheck %s --check-prefixes=CHECK,EXCEEDS

// requirement S9

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// A row of 192 points and one at each end are 1552 bytes: three quarters of 2072 bytes hold them, those of
// 2068 do not.
// CHECK-LABEL: program.func @row
// FITS-NOT: program.alloc
// FITS: stencil.kernel
// FITS: stencil.apply place row (i = start - 1 to end + 1,
// FITS: stencil.apply (
// FITS: stencil.store %{{.*}} to %arg1
// FITS-NOT: stencil.kernel
// EXCEEDS: %[[ALLOC:.*]] = program.alloc (i = start - 1 to end + 1,
// EXCEEDS: stencil.kernel
// EXCEEDS-NOT: place
// EXCEEDS: stencil.store %{{.*}} to %[[ALLOC]]
// EXCEEDS: stencil.kernel
// EXCEEDS: stencil.load %[[ALLOC]]
// EXCEEDS: stencil.store %{{.*}} to %arg1
program.func @row(%in: !field, %out: !field) attributes {domain = array<i64: 192, 192, 80>} {
  %t = stencil.load %in : !field -> !temp
  %a = stencil.apply -> (!temp) {
    %v = stencil.access %t[0, 0, 0] : !temp
    %n = arith.negf %v : f64
    stencil.yield %n : f64
  }
  %b = stencil.apply -> (!temp) {
    %w = stencil.access %a[-1, 0, 0] : !temp
    %e = stencil.access %a[1, 0, 0] : !temp
    %s = arith.subf %e, %w : f64
    stencil.yield %s : f64
  }
  stencil.store %b to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// What stays in registers needs no cache.
// CHECK-LABEL: program.func @registers
// CHECK-NOT: program.alloc
// CHECK: stencil.kernel
// CHECK-NOT: place
// CHECK: stencil.store %{{.*}} to %arg1
// CHECK-NOT: stencil.kernel
program.func @registers(%in: !field, %out: !field) attributes {domain = array<i64: 192, 192, 80>} {
  %t = stencil.load %in : !field -> !temp
  %a = stencil.apply -> (!temp) {
    %v = stencil.access %t[0, 0, 0] : !temp
    %n = arith.negf %v : f64
    stencil.yield %n : f64
  }
  %b = stencil.apply -> (!temp) {
    %v = stencil.access %a[0, 0, 0] : !temp
    %s = arith.mulf %v, %v : f64
    stencil.yield %s : f64
  }
  stencil.store %b to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}
