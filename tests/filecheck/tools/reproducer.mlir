// RUN: rm -f %t.again.mlir
// RUN: not fvopt-opt %s --pass-pipeline='builtin.module(program-flatten{entry=main max-operations=1})' --mlir-pass-pipeline-crash-reproducer=%t.again.mlir -o /dev/null 2>&1 | FileCheck %s
// RUN: FileCheck %s --check-prefix=FILE < %t.again.mlir
// RUN: not fvopt-opt %t.again.mlir --run-reproducer -o /dev/null 2>&1 | FileCheck %s

// A pass that fails leaves a reproducer with its options, and running that fails in the same way.

// CHECK: error: flattening @main makes more than 1 operations
// FILE: program.func @main(
// FILE: pipeline: "builtin.module(program-flatten{entry=main max-operations=1 statistics=false})"

program.func @main(%f: !stencil.field<ijk x f64>) {
  program.call @leaf(%f) : !stencil.field<ijk x f64>
  program.return
}
stencil.func @leaf(%f: !stencil.field<ijk x f64>) {
  %t = stencil.load %f : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  stencil.store %t to %f (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.return
}
