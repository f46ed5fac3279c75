// RUN: fvopt-opt %s --verify-diagnostics --program-schedule

stencil.func @leaf() {
  stencil.return
}
program.func @main() {
  // expected-error @+1 {{'program.call' op flattened programs are scheduled; run program-flatten first}}
  program.call @leaf()
  program.return
}
