// RUN: fvopt-opt %s -split-input-file -verify-diagnostics

program.func @f() {
  // expected-error @+1 {{schedule_c1}}
  stencil.kernel <order = "kjj", parallel = "k", tile = [0, 0, 0], vector = 0> {
  }
  program.return
}

// -----

program.func @f() {
  // expected-error @+1 {{schedule_c2}}
  stencil.kernel <order = "kji", parallel = "ki", tile = [0, 0, 0], vector = 0> {
  }
  program.return
}

// -----

program.func @f() {
  // expected-error @+1 {{schedule_c3}}
  stencil.kernel <order = "kji", parallel = "kj", tile = [0, -1, 0], vector = 0> {
  }
  program.return
}

// -----

program.func @f() {
  // expected-error @+1 {{schedule_c4}}
  stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 3> {
  }
  program.return
}

// requirement S2
