// RUN: fvopt-opt %s --program-flatten --mlir-print-debuginfo | FileCheck %s

// Where an operation came from: its own line, then the chain of calls.

!field = !stencil.field<ijk x f64>
stencil.func @copy(%from: !field, %to: !field) {
  %t = stencil.load %from : !field -> !stencil.temp<ijk x f64> loc("stencil.py":1:1)
  stencil.store %t to %to (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !field loc("stencil.py":2:1)
  stencil.return
}
program.func @step(%x: !field, %y: !field) {
  program.call @copy(%x, %y) : !field, !field loc("step.py":7:1)
  program.return
}
// CHECK-LABEL: program.func @main(
program.func @main(%a: !field, %b: !field) {
  // CHECK: stencil.load {{.*}} loc(#[[LOAD1:.*]])
  // CHECK: stencil.store {{.*}} loc(#[[STORE1:.*]])
  program.call @step(%a, %b) : !field, !field loc("main.py":3:1)
  // CHECK: stencil.store {{.*}} loc(#[[STORE2:.*]])
  program.call @step(%b, %a) : !field, !field loc("main.py":4:1)
  program.return
}
// CHECK-DAG: #[[LOAD:.*]] = loc("stencil.py":1:1)
// CHECK-DAG: #[[STORE:.*]] = loc("stencil.py":2:1)
// CHECK-DAG: #[[STEP:.*]] = loc("step.py":7:1)
// CHECK-DAG: #[[MAIN1:.*]] = loc("main.py":3:1)
// CHECK-DAG: #[[MAIN2:.*]] = loc("main.py":4:1)
// CHECK-DAG: #[[CHAIN1:.*]] = loc(callsite(#[[STEP]] at #[[MAIN1]]))
// CHECK-DAG: #[[CHAIN2:.*]] = loc(callsite(#[[STEP]] at #[[MAIN2]]))
// CHECK-DAG: #[[LOAD1]] = loc(callsite(#[[LOAD]] at #[[CHAIN1]]))
// CHECK-DAG: #[[STORE1]] = loc(callsite(#[[STORE]] at #[[CHAIN1]]))
// CHECK-DAG: #[[STORE2]] = loc(callsite(#[[STORE]] at #[[CHAIN2]]))
