// RUN: fvopt-opt %s --split-input-file --verify-diagnostics

// expected-error@+1 {{'func.func' op [stencil_attribute_c1] the stencil dialect has no attribute `stencil.note`; its one is `stencil.vector`}}
func.func private @unknown() attributes {stencil.note = "mine"}

// -----

// expected-error@+1 {{'func.func' op [stencil_attribute_c2] `stencil.vector` is a number of iterations and stands on an `scf.for`, but it is 8 : i64 here}}
func.func private @place() attributes {stencil.vector = 8 : i64}

// -----

func.func @kind(%n: index) {
  // expected-error@+1 {{'scf.for' op [stencil_attribute_c2] `stencil.vector` is a number of iterations and stands on an `scf.for`, but it is "wide" here}}
  scf.for %i = %n to %n step %n {
  } {stencil.vector = "wide"}
  scf.for %i = %n to %n step %n {
  } {stencil.vector = 8 : i64}
  return
}
