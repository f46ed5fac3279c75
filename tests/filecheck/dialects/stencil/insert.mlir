// RUN: fvopt-opt %s | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -mlir-print-op-generic | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -emit-bytecode | fvopt-opt | FileCheck %s

// CHECK-LABEL: stencil.func @insert(
// CHECK-SAME: %[[N:[a-z0-9]+]]: index
stencil.func @insert(%n: index) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  %q = stencil.undef : !stencil.temp<ijk x 2 x 3 x f64>
  // CHECK: stencil.insert %{{.*}} into %{{.*}} (k = start to start + 1) : <ijk x f64> into !stencil.temp<ijk x f64>
  %a = stencil.insert %t into %t (k = start to start + 1) : !stencil.temp<ijk x f64> into !stencil.temp<ijk x f64>
  // CHECK: stencil.insert %{{.*}} into %{{.*}} () :
  %b = stencil.insert %t into %t () : !stencil.temp<ijk x f64> into !stencil.temp<ijk x f64>
  // CHECK: stencil.insert %{{.*}} into %{{.*}} at %[[N]], %[[N]] (i = %[[N]] to unbounded) : <ijk x f64> into !stencil.temp<ijk x 2 x 3 x f64>
  %c = stencil.insert %t into %q at %n, %n (i = %n to unbounded) : !stencil.temp<ijk x f64> into !stencil.temp<ijk x 2 x 3 x f64>
  stencil.return
}
