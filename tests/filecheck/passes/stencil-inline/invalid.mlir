// RUN: fvopt-opt %s --split-input-file --verify-diagnostics --stencil-inline
// RUN: not fvopt-opt %S/main.mlir --split-input-file --stencil-inline=max-operations=-1 2>&1 | FileCheck %s
// CHECK: error: option `max-operations` is -1, which is negative
// requirement V5

// Only flattened programs are inlined in.
stencil.func @leaf() {
  stencil.return
}
program.func @main() {
  // expected-error @+1 {{values are inlined in flattened programs; run program-flatten first}}
  program.call @leaf()
  program.return
}
