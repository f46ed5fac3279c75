// RUN: fvopt-opt %s | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -mlir-print-op-generic | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -emit-bytecode | fvopt-opt | FileCheck %s

// CHECK-LABEL: program.func @view(
// CHECK-SAME: %[[Q:[a-z0-9]+]]: !stencil.field<ijk x 4 x f64>, %[[N:[a-z0-9]+]]: index
program.func @view(%q: !stencil.field<ijk x 4 x f64>, %n: index) {
  // CHECK: %[[V:.*]] = program.view %[[Q]] component %[[N]] : <ijk x 4 x f64> -> <ijk x f64>
  %v = program.view %q component %n : !stencil.field<ijk x 4 x f64> -> !stencil.field<ijk x f64>
  // CHECK: program.view %[[V]] level %[[N]] : <ijk x f64> -> <ij x f64>
  %s = program.view %v level %n : !stencil.field<ijk x f64> -> !stencil.field<ij x f64>
  program.return
}
