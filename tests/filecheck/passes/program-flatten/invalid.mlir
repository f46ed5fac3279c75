// RUN: fvopt-opt %s --split-input-file --verify-diagnostics --pass-pipeline='builtin.module(program-flatten{max-operations=40})'

// A cycle is reported with its path, and a note at each call of it.
program.func @main() {
  program.call @a()
  program.return
}
program.func @a() {
  // expected-note @+1 {{@a calls @b here}}
  program.call @b()
  program.return
}
program.func @b() {
  program.call @leaf()
  // expected-note @+1 {{@b calls @c here}}
  program.call @c()
  program.return
}
// expected-error @+1 {{[call_c4] calls form a cycle: @c -> @a -> @b -> @c; a program cannot call itself, directly or not}}
program.func @c() {
  // expected-note @+1 {{@c calls @a here}}
  program.call @a()
  program.return
}
stencil.func @leaf() {
  stencil.return
}

// -----

// expected-error @+1 {{[call_c4] calls form a cycle: @self -> @self; a program cannot call itself, directly or not}}
program.func @self(%c: i1) {
  program.if %c {
    // expected-note @+1 {{@self calls @self here}}
    program.call @self(%c) : i1
  }
  program.return
}

// -----

// Sizes that double at every level are stopped by a counted limit.
stencil.func @leaf(%f: !stencil.field<ijk x f64>) {
  %t = stencil.load %f : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  stencil.store %t to %f (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.return
}
program.func @d(%f: !stencil.field<ijk x f64>) {
  // expected-note @+1 {{the limit was passed in this call}}
  program.call @leaf(%f) : !stencil.field<ijk x f64>
  program.call @leaf(%f) : !stencil.field<ijk x f64>
  program.return
}
program.func @c(%f: !stencil.field<ijk x f64>) {
  program.call @d(%f) : !stencil.field<ijk x f64>
  program.call @d(%f) : !stencil.field<ijk x f64>
  program.return
}
program.func @b(%f: !stencil.field<ijk x f64>) {
  program.call @c(%f) : !stencil.field<ijk x f64>
  program.call @c(%f) : !stencil.field<ijk x f64>
  program.return
}
// expected-error @+1 {{flattening @a makes more than 40 operations; chains of calls that each call twice double at every level. Raise max-operations if this size is meant}}
program.func @a(%f: !stencil.field<ijk x f64>) {
  program.call @b(%f) : !stencil.field<ijk x f64>
  program.call @b(%f) : !stencil.field<ijk x f64>
  program.return
}
