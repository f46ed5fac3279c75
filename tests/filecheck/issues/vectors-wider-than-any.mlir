// RUN: fvopt-opt %s --verify-diagnostics --vectorize-annotated-loops

// Lanes are listed one by one, so that a width of billions took all memory.

func.func @wide(%a: memref<?xf64>, %n: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  // expected-error @+1 {{asks for vectors of more than 64 elements}}
  scf.for %i = %c0 to %n step %c1 {
    %x = memref.load %a[%i] : memref<?xf64>
    memref.store %x, %a[%i] : memref<?xf64>
  } {stencil.vector = 4294967295 : i64}
  return
}
