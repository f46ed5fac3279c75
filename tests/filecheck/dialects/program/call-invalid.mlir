// RUN: fvopt-opt %s --split-input-file --verify-diagnostics

program.func @main(%q: !stencil.field<ijk x f64>) {
  // expected-error@+1 {{'program.call' op [call_c1] there is no `stencil.func` or `program.func` named @nowhere}}
  program.call @nowhere(%q) : !stencil.field<ijk x f64>
  program.return
}

// -----

// expected-note@+1 {{@lib is defined here}}
func.func private @lib(!stencil.field<ijk x f64>)
program.func @main(%q: !stencil.field<ijk x f64>) {
  // expected-error@+1 {{'program.call' op [call_c1] @lib is a `func.func`, not a `stencil.func` or `program.func`}}
  program.call @lib(%q) : !stencil.field<ijk x f64>
  program.return
}

// -----

// expected-note@+1 {{@lap is defined here}}
stencil.func @lap(%in: !stencil.field<ijk x f64>, %out: !stencil.field<ijk x f64>) {
  stencil.return
}
program.func @main(%q: !stencil.field<ijk x f64>) {
  // expected-error@+1 {{'program.call' op [call_c2] there are 1 arguments, but @lap takes 2}}
  program.call @lap(%q) : !stencil.field<ijk x f64>
  program.return
}

// -----

// expected-note@+1 {{@lap is defined here}}
stencil.func @lap(%in: !stencil.field<ijk x f64>, %out: !stencil.field<ijk x f64>) {
  stencil.return
}
program.func @main(%q: !stencil.field<ijk x f64>, %p: !stencil.field<ij x f64>) {
  // expected-error@+1 {{'program.call' op [call_c2] argument 1 has type !stencil.field<ij x f64>, but @lap takes !stencil.field<ijk x f64>}}
  program.call @lap(%q, %p) : !stencil.field<ijk x f64>, !stencil.field<ij x f64>
  program.return
}

// -----

stencil.func @lap(%in: !stencil.field<ijk x f64>, %out: !stencil.field<ijk x f64>) {
  stencil.return
}
program.func @main(%q: !stencil.field<ijk x f64>) {
  // expected-error@+1 {{'program.call' op [call_c3] the box (i = start to end, j = start to end) does not bound axis k}}
  program.call @lap(%q, %q) (i = start to end, j = start to end) : !stencil.field<ijk x f64>, !stencil.field<ijk x f64>
  program.return
}

// -----

stencil.func @lap(%in: !stencil.field<ijk x f64>, %out: !stencil.field<ijk x f64>) {
  stencil.return
}
program.func @main(%q: !stencil.field<ijk x f64>) {
  // expected-error@+1 {{'program.call' op [box_c1] the box (i = start to end, j = start to end, k = start to %0) needs 1 run-time positions}}
  "program.call"(%q, %q) <{callee = @lap, box = #stencil.box<(i = start to end, j = start to end, k = start to pos(0))>, operandSegmentSizes = array<i32: 2, 0>}> : (!stencil.field<ijk x f64>, !stencil.field<ijk x f64>) -> ()
  program.return
}

// requirement F1
