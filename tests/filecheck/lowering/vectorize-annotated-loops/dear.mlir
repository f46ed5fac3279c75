// RUN: fvopt-opt %s --split-input-file --vectorize-annotated-loops | FileCheck %s
// RUN: fvopt-opt %s --split-input-file --vectorize-annotated-loops='machine=%S/Inputs/slow.json' | FileCheck %s --check-prefix=SLOW
// requirement L18

// A dear side (a function, a division) stands in a branch: whether any lane takes it. What the other lanes have is
// there before, and is chosen inside. Of a function only the lanes are computed that take the side.
// CHECK-LABEL: func.func @dear(
// CHECK: %[[X:.*]] = vector.load
// CHECK: %[[P:.*]] = arith.cmpf ogt, %[[X]]
// CHECK: %[[ANY:.*]] = vector.reduction <or>, %[[P]] : vector<4xi1> into i1
// CHECK: %[[Y:.*]] = scf.if %[[ANY]] -> (vector<4xf64>) {
// CHECK: %[[D:.*]] = arith.divf
// CHECK: %[[P0:.*]] = vector.extract %[[P]][0]
// CHECK: %[[E0:.*]] = scf.if %[[P0]] -> (f64) {
// CHECK-NEXT: %[[CALLED:.*]] = func.call @fvopt_libm_exp
// CHECK-NEXT: scf.yield %[[CALLED]]
// CHECK-NEXT: } else {
// CHECK-NEXT: %[[ZERO:.*]] = arith.constant 0.0
// CHECK-NEXT: scf.yield %[[ZERO]]
// CHECK-COUNT-3: func.call
// CHECK: %[[E:.*]] = vector.from_elements %[[E0]],
// CHECK: %[[S:.*]] = arith.select %[[P]], %[[E]], %[[X]]
// CHECK: scf.yield %[[S]]
// CHECK: } else {
// CHECK-NEXT: scf.yield %[[X]]
// CHECK: }
// CHECK: vector.store %[[Y]]
func.func private @fvopt_libm_exp(f64) -> f64
func.func @dear(%a: memref<8xf64>, %b: memref<8xf64>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c8 = arith.constant 8 : index
  %one = arith.constant 1.0 : f64
  scf.for %i = %c0 to %c8 step %c1 {
    %x = memref.load %a[%i] : memref<8xf64>
    %p = arith.cmpf ogt, %x, %one : f64
    %y = scf.if %p -> f64 {
      %d = arith.divf %one, %x : f64
      %e = func.call @fvopt_libm_exp(%d) : (f64) -> f64
      scf.yield %e : f64
    } else {
      scf.yield %x : f64
    }
    memref.store %y, %b[%i] : memref<8xf64>
  } {stencil.vector = 4 : i64}
  return
}

// -----

// Two dear sides: each is skipped where no lane takes it. A side inside that is cheap is a selection.
// CHECK-LABEL: func.func @both(
// CHECK: %[[P:.*]] = arith.cmpf ogt
// CHECK: %[[ANY:.*]] = vector.reduction <or>, %[[P]]
// CHECK: %[[FIRST:.*]] = scf.if %[[ANY]]
// CHECK: arith.divf
// CHECK: arith.divf
// CHECK: %[[Q:.*]] = arith.cmpf ogt
// CHECK-NOT: scf.if
// CHECK: arith.select %[[Q]]
// CHECK: else
// CHECK: %[[NOT:.*]] = arith.xori %[[P]],
// CHECK: %[[OTHER:.*]] = vector.reduction <or>, %[[NOT]]
// CHECK: scf.if %[[OTHER]]
// CHECK: math.sqrt
// CHECK: math.sqrt
// CHECK: arith.select %[[P]], %[[FIRST]], %{{.*}} : vector<8xi1>, vector<8xf64>
// CHECK: } else {
// CHECK-NEXT: scf.yield %[[FIRST]]
func.func @both(%a: memref<8xf64>, %b: memref<8xf64>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c8 = arith.constant 8 : index
  %one = arith.constant 1.0 : f64
  scf.for %i = %c0 to %c8 step %c1 {
    %x = memref.load %a[%i] : memref<8xf64>
    %p = arith.cmpf ogt, %x, %one : f64
    %y = scf.if %p -> f64 {
      %d = arith.divf %one, %x : f64
      %e = arith.divf %d, %x : f64
      %q = arith.cmpf ogt, %e, %d : f64
      %f = scf.if %q -> f64 {
        %g = arith.addf %e, %d : f64
        scf.yield %g : f64
      } else {
        scf.yield %e : f64
      }
      scf.yield %f : f64
    } else {
      %r = math.sqrt %x : f64
      %s = math.sqrt %r : f64
      scf.yield %s : f64
    }
    memref.store %y, %b[%i] : memref<8xf64>
  } {stencil.vector = 8 : i64}
  return
}

// -----

// One division is not dear enough for a test, unless operations take long.
// CHECK-LABEL: func.func @cheap(
// CHECK-NOT: scf.if
// CHECK: arith.select
// SLOW-LABEL: func.func @cheap(
// SLOW: vector.reduction
func.func @cheap(%a: memref<8xf64>, %b: memref<8xf64>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c8 = arith.constant 8 : index
  %one = arith.constant 1.0 : f64
  scf.for %i = %c0 to %c8 step %c1 {
    %x = memref.load %a[%i] : memref<8xf64>
    %p = arith.cmpf ogt, %x, %one : f64
    %y = scf.if %p -> f64 {
      %d = arith.divf %one, %x : f64
      scf.yield %d : f64
    } else {
      scf.yield %x : f64
    }
    memref.store %y, %b[%i] : memref<8xf64>
  } {stencil.vector = 8 : i64}
  return
}
