// RUN: fvopt-opt %s -convert-kernels-to-loops | FileCheck %s

// The words of a view: the address of what is left, then sizes, strides and origins of the dimensions that are
// left, then what may be written.

// CHECK-LABEL: func.func @fvopt.main(
// CHECK-SAME: program.callbacks = {{\[\[}}"physics", "{{.*}}callback.mlir:[[#@LINE+7]]:{{[0-9]+}}", !stencil.field<ij x f64>, f64]]
// CHECK: %[[MEMORY:.*]] = memref.alloca() : memref<13xi64>
// The level is inside of the allocation.
// CHECK: arith.cmpi slt, %[[LEVEL:[a-z0-9]+]], %[[LOW:[a-z0-9]+]]
// CHECK: arith.cmpi sge, %[[LEVEL]],
program.func @main(%a: !stencil.field<ijk x f64>, %k: index, %dt: f64) {
  %plane = program.view %a level %k : !stencil.field<ijk x f64> -> !stencil.field<ij x f64>
  program.callback @physics(%plane, %dt) reads [(i = start to end, j = start to end)] writes [(i = start + 1 to end, j = start to end)] : !stencil.field<ij x f64>, f64
  program.return
}
// The strides are those of the field, less that of k.
// CHECK: %{{.*}}, %[[OFFSET:.*]], %[[SIZES:.*]]:3, %[[STRIDES:.*]]:3 = memref.extract_strided_metadata
// CHECK: %[[AT:.*]] = arith.addi %[[LEVEL]], %{{.*}} : index
// CHECK: arith.muli %[[AT]], %[[STRIDES]]#0
// CHECK: arith.addi %[[OFFSET]],
// CHECK: arith.index_cast %[[STRIDES]]#1
// CHECK: arith.index_cast %[[STRIDES]]#2
// CHECK: call @fvopt_host_callback

