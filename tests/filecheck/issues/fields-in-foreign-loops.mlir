// RUN: not fvopt run %s --entry loop 2>&1 | FileCheck %s
// RUN: fvopt-opt %s --convert-kernels-to-loops --verify-diagnostics

// Operations on fields in regions that are not the program's kept the fields of a function that was
// gone: the compiler crashed.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
program.func @loop(%q: !field, %r: !field, %n: index) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  scf.for %i = %zero to %n step %one {
    // CHECK: :[[#@LINE+2]]:5: error: 'program.swap' op cannot be lowered to loops: it stands in `scf.for`
    // expected-error @+1 {{cannot be lowered to loops: it stands in `scf.for`; use `program.for` and `program.if` around operations on fields}}
    program.swap %q, %r : !field
  }
  program.return
}

program.func @other(%q: !field) {
  // expected-error @+1 {{cannot be lowered to loops: it takes a field}}
  %x = builtin.unrealized_conversion_cast %q : !field to index
  program.return
}
