// RUN: fvopt-opt %s --pass-pipeline='builtin.module(program-unify-arguments{entry=copy arguments="0=1"})' > %t.once
// RUN: fvopt-opt %s --pass-pipeline='builtin.module(program-unify-arguments{entry=copy arguments="0=1"},program-unify-arguments{entry=copy arguments="0=1"})' > %t.twice
// RUN: diff %t.once %t.twice
// RUN: FileCheck %s < %t.twice

// A stencil may be the entry, too. No pairs, no change.
// RUN: fvopt-opt %s --pass-pipeline='builtin.module(program-unify-arguments{entry=copy})' > %t.none
// RUN: fvopt-opt %s > %t.plain
// RUN: diff %t.none %t.plain

// CHECK-LABEL: stencil.func @copy(
// CHECK-SAME: %[[A:[a-z0-9]+]]:
// CHECK: stencil.load %[[A]]
// CHECK: stencil.store %{{.*}} to %[[A]]
stencil.func @copy(%a: !stencil.field<ijk x f64>, %b: !stencil.field<ijk x f64>) {
  %t = stencil.load %b : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  stencil.store %t to %b (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.return
}
