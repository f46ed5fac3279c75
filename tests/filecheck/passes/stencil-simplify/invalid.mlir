// RUN: fvopt-opt %s --split-input-file --verify-diagnostics --stencil-simplify
// RUN: not fvopt-opt %S/main.mlir --split-input-file --stencil-simplify=max-nodes=-1 2>&1 | FileCheck %s --check-prefix=NEGATIVE
// NEGATIVE: error: option `max-nodes` is -1, which is negative
// RUN: not fvopt-opt %S/main.mlir --split-input-file --stencil-simplify=lift=some 2>&1 | FileCheck %s --check-prefix=LIFT
// LIFT: error: option `lift` is `some`, which is none of `none`, `priced`, `all`
// RUN: not fvopt-opt %S/main.mlir --split-input-file --stencil-simplify=machine=%t.json 2>&1 | FileCheck %s --check-prefix=MACHINE
// MACHINE: error: the machine is neither `generic` nor `host`
// RUN: not fvopt-opt %S/main.mlir --split-input-file --stencil-simplify=threads=-1 2>&1 | FileCheck %s --check-prefix=THREADS
// THREADS: error: -1 is not a number of threads
// requirement V8

// Only flattened programs are simplified.
stencil.func @leaf() {
  stencil.return
}
program.func @main() {
  // expected-error @+1 {{bodies are simplified in flattened programs; run program-flatten first}}
  program.call @leaf()
  program.return
}
