// RUN: fvopt-opt %s --expand-math-functions --convert-math-to-calls --vectorize-annotated-loops --inline-math-functions | FileCheck %s

// The functions that calls are of are those of vectors; those of scalars are gone. Where an exponent is known when
// running only, there is a branch, and a mask of the lanes that it is asked for.
// CHECK-NOT: func.func private @fvopt_math_exp_f64(
// CHECK-DAG: func.func private @fvopt_math_powf_f64_x8(%{{.*}}: vector<8xf64>, %{{.*}}: vector<8xf64>) -> vector<8xf64>
// CHECK-DAG: func.func private @fvopt_math_powf_f64_x8_masked(%{{.*}}: vector<8xf64>, %{{.*}}: vector<8xf64>, %{{.*}}: vector<8xi1>) -> vector<8xf64>
// CHECK-DAG: func.func private @fvopt_math_powf_f64_x8_vu(%{{.*}}: vector<8xf64>, %{{.*}}: f64) -> vector<8xf64>
// CHECK: func.func private @fvopt_math_exp_f64_x8(
// CHECK-NOT: vector.extract
// CHECK: math.fma %{{.*}} : vector<8xf64>
// CHECK: arith.shli %{{.*}} : vector<8xi64>
// CHECK-NOT: vector.extract
// CHECK: return

// Functions in annotated loops become vectors, and no lane is handled by itself.
// CHECK-LABEL: func.func @loop(
// CHECK-NOT: vector.extract
// CHECK: call @fvopt_math_exp_f64_x8(%{{.*}}) : (vector<8xf64>) -> vector<8xf64>
// CHECK: call @fvopt_math_powf_f64_x8(
// CHECK: call @fvopt_math_powf_f64_x8_masked(
// CHECK-NOT: vector.extract
// CHECK: return
func.func @loop(%a: memref<?xf64>, %b: memref<?xf64>, %n: index) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  scf.for %i = %zero to %n step %one {
    %x = memref.load %a[%i] : memref<?xf64>
    %e = math.exp %x : f64
    %l = math.log %e : f64
    %y = memref.load %b[%i] : memref<?xf64>
    %p = math.powf %l, %y : f64
    memref.store %p, %b[%i] : memref<?xf64>
  } {stencil.vector = 8 : i64}
  return
}

// What is the same for all lanes stays a scalar.
// CHECK-LABEL: func.func @same(
// CHECK: call @fvopt_math_powf_f64_x8_vu(%{{.*}}, %{{.*}}) : (vector<8xf64>, f64) -> vector<8xf64>
func.func @same(%a: memref<?xf64>, %y: f64, %n: index) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  scf.for %i = %zero to %n step %one {
    %x = memref.load %a[%i] : memref<?xf64>
    %p = math.powf %x, %y : f64
    memref.store %p, %a[%i] : memref<?xf64>
  } {stencil.vector = 8 : i64}
  return
}
