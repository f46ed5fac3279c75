// RUN: fvopt-opt %s --verify-diagnostics --stencil-forward-inserts
// requirement V5

// Only flattened programs.
stencil.func @leaf() {
  stencil.return
}
program.func @main() {
  // expected-error @+1 {{inserts are forwarded in flattened programs; run program-flatten first}}
  program.call @leaf()
  program.return
}
