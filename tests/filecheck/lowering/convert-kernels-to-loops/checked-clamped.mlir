// RUN: fvopt-opt %s --pass-pipeline='builtin.module(stencil-infer-bounds,convert-kernels-to-loops{checked=true},inline,canonicalize,cse)' | FileCheck %s
// RUN: fvopt-opt %s --pass-pipeline='builtin.module(stencil-infer-bounds,convert-kernels-to-loops,inline,canonicalize,cse)' | FileCheck %s --check-prefix=PLAIN
// Functions of kernels are inlined, so that it is seen which arguments of the program they take.

// Checked mode: where clamping changes a position, the host hears of the point (kind 9), and then of the position
// and of the ends, both included, that it was clamped to (kind 10).

!parts = !stencil.field<ijk x 2 x 3 x f64>
!six = !stencil.temp<ijk x 2 x 3 x f64>
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// PLAIN-NOT: call @fvopt_host_report

// A data index. The constant one needs no check.
// CHECK-LABEL: func.func @fvopt.access(
// CHECK-SAME: %[[HOST:[a-z0-9]+]]: !llvm.ptr
// CHECK-SAME: %[[N:[a-z0-9]+]]: index) -> i32
// CHECK-SAME: program.places = ["{{.*}}checked-clamped.mlir:[[#@LINE+21]]:12: warning: stencil.access at data dimension 1",
// CHECK: memref.store %true
// CHECK: scf.for %[[K:[a-z0-9]+]] = %c0 to %{{.*}} step %c1 {
// CHECK-NEXT: scf.for %[[J:[a-z0-9]+]] = %c0
// CHECK-NEXT: scf.for %[[I:[a-z0-9]+]] = %c0
// CHECK-NEXT: %[[LOW:.*]] = arith.maxsi %[[N]], %c0
// CHECK-NEXT: %[[AT:.*]] = arith.minsi %[[LOW]], %c2
// CHECK-NEXT: %[[CHANGED:.*]] = arith.cmpi ne, %[[AT]], %[[N]]
// CHECK-NEXT: scf.if %[[CHANGED]] {
// CHECK-DAG: %[[I_WORD:.*]] = arith.index_cast %[[I]]
// CHECK-DAG: %[[J_WORD:.*]] = arith.index_cast %[[J]]
// CHECK-DAG: %[[K_WORD:.*]] = arith.index_cast %[[K]]
// CHECK: func.call @fvopt_host_report(%[[HOST]], %c0_i64, %c9_i64, %[[I_WORD]], %[[J_WORD]], %[[K_WORD]])
// CHECK-NEXT: %[[N_WORD:.*]] = arith.index_cast %[[N]]
// CHECK-NEXT: func.call @fvopt_host_report(%[[HOST]], %c0_i64, %c10_i64, %[[N_WORD]], %c0_i64, %c2_i64)
// CHECK-NEXT: }
program.func @access(%q: !parts, %out: !field, %n: index) {
  stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %q (i = start to end, j = start to end, k = start to end) : !parts -> !six
    %v = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %one = arith.constant 1 : index
      %a = stencil.access %t[0, 0, 0] at %one, %n : !six
      stencil.yield %a : f64
    }
    stencil.store %v to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}

// A level: in its extent, which the constant one is for certain, or in its box.
// CHECK-LABEL: func.func @fvopt.level(
// CHECK-SAME: %[[D:[a-z0-9]+]]: i32, %[[L:[a-z0-9]+]]: index) -> i32
// CHECK-SAME: warning: stencil.access_dyn relative to the level",
// CHECK-NOT: relative to the level
// CHECK-SAME: warning: stencil.access_dyn at an absolute level",
// CHECK: %[[D_INDEX:.*]] = arith.index_cast %[[D]] : i32 to index
// CHECK-NEXT: %[[LOW:.*]] = arith.maxsi %[[D_INDEX]], %c-2
// CHECK-NEXT: %[[AT:.*]] = arith.minsi %[[LOW]], %c1
// CHECK-NEXT: %[[CHANGED:.*]] = arith.cmpi ne, %[[AT]], %[[D_INDEX]]
// CHECK-NEXT: scf.if %[[CHANGED]] {
// CHECK: func.call @fvopt_host_report(%{{.*}}, %c0_i64, %c9_i64,
// CHECK: func.call @fvopt_host_report(%{{.*}}, %c0_i64, %c10_i64, %{{.*}}, %c-2_i64, %c1_i64)
// CHECK: %[[LAST:.*]] = arith.maxsi %{{.*}}, %c1
// CHECK-NEXT: %[[LOW:.*]] = arith.maxsi %[[L]], %c1
// CHECK-NEXT: %[[AT:.*]] = arith.minsi %[[LOW]], %[[LAST]]
// CHECK-NEXT: %[[CHANGED:.*]] = arith.cmpi ne, %[[AT]], %[[L]]
// CHECK-NEXT: scf.if %[[CHANGED]] {
// CHECK: func.call @fvopt_host_report(%{{.*}}, %[[PLACE:[a-z0-9_]+]], %c9_i64,
// CHECK: %[[L_WORD:.*]] = arith.index_cast %[[L]]
// CHECK: %[[LAST_WORD:.*]] = arith.index_cast %[[LAST]]
// CHECK: func.call @fvopt_host_report(%{{.*}}, %[[PLACE]], %c10_i64, %[[L_WORD]], %c1_i64, %[[LAST_WORD]])
// CHECK-NOT: %c10_i64
program.func @level(%q: !field, %out: !field, %d: i32, %l: index) {
  stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %q (i = start to end, j = start to end, k = start - 2 to end + 1) : !field -> !temp
    %v = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %one = arith.constant 1 : index
      %a = stencil.access_dyn %t[0, 0] relative %d : i32 in [-2, 1] : !temp
      %b = stencil.access_dyn %t[0, 0] absolute %l : index (k = start + 1 to end) : !temp
      %c = stencil.access_dyn %t[0, 0] relative %one : index in [-2, 1] : !temp
      %ab = arith.addf %a, %b : f64
      %abc = arith.addf %ab, %c : f64
      stencil.yield %abc : f64
    }
    stencil.store %v to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}
