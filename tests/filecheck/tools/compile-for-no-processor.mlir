// RUN: not fvopt compile %s --target-cpu abacus -o %t 2>&1 | FileCheck %s

// The processor is an argument: its fault is at no place of the file, and nothing is written.
// CHECK-NOT: 0:0
// CHECK: error: LLVM knows no processor `abacus` of the kind
// CHECK-NOT: .json
program.func @copy(%a: !stencil.field<ijk x f64>, %b: !stencil.field<ijk x f64>) {
  %t = stencil.load %a : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  stencil.store %t to %b (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  program.return
}
