// RUN: fvopt-opt %s --split-input-file --verify-diagnostics

program.func @count(%q: !stencil.field<ijk x f64>) {
  // expected-error@+1 {{'program.exchange' op [exchange_c1] the widths [3, 3] are not four numbers from 0 to 2147483648}}
  program.exchange %q [3, 3] : !stencil.field<ijk x f64>
  program.return
}

// -----

program.func @negative(%q: !stencil.field<ijk x f64>) {
  // expected-error@+1 {{'program.exchange' op [exchange_c1] the widths [3, -1, 0, 0] are not four numbers from 0 to 2147483648}}
  program.exchange %q [3, -1, 0, 0] : !stencil.field<ijk x f64>
  program.return
}

// -----

program.func @wide(%q: !stencil.field<ijk x f64>) {
  // expected-error@+1 {{'program.exchange' op [exchange_c1] the widths [0, 9223372036854775807, 0, 0] are not four numbers from 0 to 2147483648}}
  program.exchange %q [0, 9223372036854775807, 0, 0] : !stencil.field<ijk x f64>
  program.return
}

// -----

program.func @axes(%q: !stencil.field<ik x f64>) {
  // expected-error@+1 {{'program.exchange' op [exchange_c1] the width 2 on axis j is positive, but the field has the axes `ik`}}
  program.exchange %q [1, 1, 0, 2] : !stencil.field<ik x f64>
  program.return
}

// -----

// expected-note@+1 {{the domain is pinned here}}
program.func @pinned(%q: !stencil.field<ijk x f64>) attributes {domain = array<i64: 8, 2, 8>} {
  // expected-error@+1 {{'program.exchange' op [exchange_c2] the width 3 on axis j exceeds the pinned size 2 of the domain}}
  program.exchange %q [3, 3, 3, 3] : !stencil.field<ijk x f64>
  program.return
}

// -----

program.func @box(%q: !stencil.field<ijk x f64>) {
  // expected-error@+1 {{'program.exchange' op [exchange_c3] the box (i = start to end, j = start to end) does not bound axis k}}
  program.exchange %q [1, 1, 1, 1] (i = start to end, j = start to end) : !stencil.field<ijk x f64>
  program.return
}

// -----

program.func @positions(%q: !stencil.field<ijk x f64>) {
  // expected-error@+1 {{'program.exchange' op [box_c1] the box (i = start to %0, j = start to end, k = start to end) needs 1 run-time positions}}
  "program.exchange"(%q) <{widths = array<i64: 1, 1, 1, 1>, box = #stencil.box<(i = start to pos(0), j = start to end, k = start to end)>}> : (!stencil.field<ijk x f64>) -> ()
  program.return
}
