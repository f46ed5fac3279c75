// RUN: fvopt-opt %s -symbol-privatize=exclude=main -symbol-dce | FileCheck %s

// CHECK-NOT: @unused
stencil.func @unused() {
  stencil.return
}
// CHECK: stencil.func private @used()
stencil.func @used() {
  stencil.return
}
// CHECK-NOT: @also_unused
program.func @also_unused() {
  program.call @unused()
  program.return
}
// CHECK: program.func @main
program.func @main() {
  // CHECK: program.call @used()
  program.call @used()
  program.return
}

// requirement D7
