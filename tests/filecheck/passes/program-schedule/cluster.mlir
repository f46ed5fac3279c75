// RUN: fvopt-opt %s --pass-pipeline='builtin.module(program-flatten{entry=order},stencil-infer-bounds,program-schedule{strategy=cluster})' | FileCheck %s --check-prefixes=ALL,CLUSTER
// RUN: fvopt-opt %s --pass-pipeline='builtin.module(program-flatten{entry=order},stencil-infer-bounds,program-schedule{strategy=greedy})' | FileCheck %s --check-prefixes=ALL,GREEDY
// RUN: fvopt-opt %s --pass-pipeline='builtin.module(program-flatten{entry=order},stencil-infer-bounds,program-schedule{strategy=none})' | FileCheck %s --check-prefix=NONE
// RUN: not fvopt-opt %s --pass-pipeline='builtin.module(program-flatten{entry=order},stencil-infer-bounds,program-schedule{strategy=best})' 2>&1 | FileCheck %s --check-prefix=WRONG
// WRONG: error: the strategy `best` is none of `none`, `greedy` and `cluster`
// requirement S9

// `tendency` reads u around the point and four fields, `update` writes u in place, so that the two cannot be one
// kernel, and `diagnose` reads the four fields again. Greedy, the nearest first, puts `diagnose` into `update`, with
// which it shares one field; the search puts it into `tendency`.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// ALL-LABEL: program.func @order
// ALL: stencil.kernel
// CLUSTER: stencil.store {{.*}} to %arg5
// CLUSTER: stencil.store {{.*}} to %arg6
// GREEDY: stencil.store {{.*}} to %arg5
// ALL: stencil.kernel
// GREEDY: stencil.store {{.*}} to %arg0
// GREEDY: stencil.store {{.*}} to %arg6
// CLUSTER: stencil.store {{.*}} to %arg0
// ALL-NOT: stencil.kernel
// NONE-COUNT-3: stencil.kernel
program.func @order(%u: !field, %a: !field, %b: !field, %c: !field, %d: !field, %t: !field, %s: !field) {
  program.call @tendency(%u, %a, %b, %c, %d, %t) : !field, !field, !field, !field, !field, !field
  program.call @update(%u, %t) : !field, !field
  program.call @diagnose(%t, %a, %b, %c, %d, %s) : !field, !field, !field, !field, !field, !field
  program.return
}

stencil.func @tendency(%u: !field, %a: !field, %b: !field, %c: !field, %d: !field, %t: !field) {
  %ut = stencil.load %u : !field -> !temp
  %at = stencil.load %a : !field -> !temp
  %bt = stencil.load %b : !field -> !temp
  %ct = stencil.load %c : !field -> !temp
  %dt = stencil.load %d : !field -> !temp
  %r = stencil.apply -> (!temp) {
    %v1 = stencil.access %ut[1, 0, 0] : !temp
    %v2 = stencil.access %ut[-1, 0, 0] : !temp
    %v3 = stencil.access %at[0, 0, 0] : !temp
    %v4 = stencil.access %bt[0, 0, 0] : !temp
    %v5 = stencil.access %ct[0, 0, 0] : !temp
    %v6 = stencil.access %dt[0, 0, 0] : !temp
    %w1 = arith.subf %v1, %v2 : f64
    %w2 = arith.addf %w1, %v3 : f64
    %w3 = arith.addf %w2, %v4 : f64
    %w4 = arith.addf %w3, %v5 : f64
    %w5 = arith.addf %w4, %v6 : f64
    stencil.yield %w5 : f64
  }
  stencil.store %r to %t (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}

stencil.func @update(%u: !field, %t: !field) {
  %ut = stencil.load %u : !field -> !temp
  %tt = stencil.load %t : !field -> !temp
  %r = stencil.apply -> (!temp) {
    %v1 = stencil.access %ut[0, 0, 0] : !temp
    %v2 = stencil.access %tt[0, 0, 0] : !temp
    %v3 = arith.addf %v1, %v2 : f64
    stencil.yield %v3 : f64
  }
  stencil.store %r to %u (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}

stencil.func @diagnose(%t: !field, %a: !field, %b: !field, %c: !field, %d: !field, %s: !field) {
  %tt = stencil.load %t : !field -> !temp
  %at = stencil.load %a : !field -> !temp
  %bt = stencil.load %b : !field -> !temp
  %ct = stencil.load %c : !field -> !temp
  %dt = stencil.load %d : !field -> !temp
  %r = stencil.apply -> (!temp) {
    %v1 = stencil.access %tt[0, 0, 0] : !temp
    %v2 = stencil.access %at[0, 0, 0] : !temp
    %v3 = stencil.access %bt[0, 0, 0] : !temp
    %v4 = stencil.access %ct[0, 0, 0] : !temp
    %v5 = stencil.access %dt[0, 0, 0] : !temp
    %w1 = arith.mulf %v1, %v2 : f64
    %w2 = arith.mulf %w1, %v3 : f64
    %w3 = arith.mulf %w2, %v4 : f64
    %w4 = arith.mulf %w3, %v5 : f64
    stencil.yield %w4 : f64
  }
  stencil.store %r to %s (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
