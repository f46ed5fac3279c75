// RUN: fvopt graph %s | FileCheck %s
// RUN: fvopt graph --kind dependences %s | FileCheck %s --check-prefix=DEPENDENCES

// Programs are boxes, stencils ellipses; an edge for every call.

// CHECK: digraph calls {
// CHECK-NEXT: 0 [label="@copy", shape=ellipse]
// CHECK-NEXT: 1 [label="@main", shape=box]
// CHECK-DAG: 1 -> 0
// CHECK-DAG: 1 -> 0
// CHECK: }

// After flattening: reads after writes carry the offset or the box in which they
// meet; the second call writes the field that the first one read.

// DEPENDENCES: digraph block0 {
// DEPENDENCES-DAG: [[LOAD:[0-9]+]] [ label = "stencil.load at {{.*}}graph.mlir:[[#LOAD_LINE:]]:8" ]
// DEPENDENCES-DAG: [[FIRST:[0-9]+]] [ label = "stencil.apply at {{.*}}graph.mlir:[[#LOAD_LINE+1]]:8" ]
// DEPENDENCES-DAG: [[LOAD]] -> [[FIRST]] [ label = "RAW [-1, 0, 0]" ]
// DEPENDENCES-DAG: [[FIRST]] -> [[STORE:[0-9]+]] [ label = "RAW" ]
// DEPENDENCES-DAG: [[CALLBACK:[0-9]+]] [ label = "program.callback at
// DEPENDENCES-DAG: {{[0-9]+}} -> [[CALLBACK]] [ label = "RAW (i = start to end, j = start to end, k = start to end)" ]
// DEPENDENCES-DAG: [[LOAD]] -> {{[0-9]+}} [ label = "WAR (i = start to end - 1, j = start to end, k = start to end)" ]

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
stencil.func @copy(%from: !field, %to: !field) {
  %t = stencil.load %from : !field -> !temp
  %r = stencil.apply -> (!temp) {
    %v = stencil.access %t[-1, 0, 0] : !temp
    stencil.yield %v : f64
  }
  stencil.store %r to %to (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
program.func @main(%a: !field, %b: !field) {
  program.call @copy(%a, %b) : !field, !field
  program.callback @host(%b) reads [(i = start to end, j = start to end, k = start to end)] writes [none] : !field
  program.call @copy(%b, %a) : !field, !field
  program.return
}
