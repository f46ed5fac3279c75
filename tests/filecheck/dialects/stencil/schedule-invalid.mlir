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

// -----

program.func @f() {
  // expected-error @+1 {{schedule_c1: order "kj" is not a permutation of "ijk"}}
  stencil.kernel <order = "kj", parallel = "kj", tile = [0, 0, 0], vector = 0> {
  }
  program.return
}

// -----

program.func @f() {
  // expected-error @+1 {{schedule_c2: the parallel axes "jk" are not neighbours in the order "kji"}}
  stencil.kernel <order = "kji", parallel = "jk", tile = [0, 0, 0], vector = 0> {
  }
  program.return
}

// -----

program.func @f() {
  // expected-error @+1 {{schedule_c3: tile sizes [0, 9223372036854775807, 0] are not three numbers from 0 to 2147483648, for i, j and k}}
  stencil.kernel <order = "kji", parallel = "kj", tile = [0, 9223372036854775807, 0], vector = 0> {
  }
  program.return
}

// -----

program.func @f() {
  // expected-error @+1 {{schedule_c3: tile sizes [0, 0] are not three numbers from 0 to 2147483648, for i, j and k}}
  stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0], vector = 0> {
  }
  program.return
}

// -----

program.func @f() {
  // expected-error @+1 {{schedule_c4: vector width 128 is not 0 or a power of two up to 64}}
  stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 128> {
  }
  program.return
}

// requirement S2
