// RUN: fvopt-opt %s | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -mlir-print-op-generic | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -emit-bytecode | fvopt-opt | FileCheck %s

// CHECK-LABEL: stencil.func @load(
// CHECK-SAME: %[[F:[a-z0-9]+]]: !stencil.field<ijk x f64>, %[[Q:[a-z0-9]+]]: !stencil.field<ij x 4 x f32>, %[[N:[a-z0-9]+]]: index
stencil.func @load(%f: !stencil.field<ijk x f64>, %q: !stencil.field<ij x 4 x f32>, %n: index) {
  // CHECK: stencil.load %[[F]] : <ijk x f64> -> <ijk x f64>
  %a = stencil.load %f : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  // CHECK: stencil.load %[[F]] (i = start - 1 to end + 1, j = start to end, k = %[[N]] to min(end, %[[N]] + 4)) :
  %b = stencil.load %f (i = start - 1 to end + 1, j = start to end, k = %n to min(%n + 4, end)) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  // CHECK: stencil.load %[[Q]] (i = start to end, j = 0 to 7) : <ij x 4 x f32> -> <ij x 4 x f32>
  %c = stencil.load %q (i = start to end, j = 0 to 7) : !stencil.field<ij x 4 x f32> -> !stencil.temp<ij x 4 x f32>
  stencil.return
}

// A layout belongs to the field, not to the temp.
// CHECK-LABEL: stencil.func @layout
stencil.func @layout(%f: !stencil.field<ijk x f64, #stencil.layout<order = "kji", alignment = 64, padding = 0>>) {
  // CHECK: stencil.load %{{.*}} : <ijk x f64, #stencil.layout<order = "kji", alignment = 64, padding = 0>> -> <ijk x f64>
  %a = stencil.load %f : !stencil.field<ijk x f64, #stencil.layout<order = "kji", alignment = 64, padding = 0>> -> !stencil.temp<ijk x f64>
  stencil.return
}
