// RUN: fvopt-opt %s --stencil-infer-bounds | FileCheck %s

// A view at a level that is known when running only: of the field's levels,
// those that something else needs are required all the same.

// CHECK-LABEL: program.func @beside_a_view
// CHECK-SAME: program.required = [#stencil.box<(i = start to end, j = start to end, k = start to end + 2)>]
program.func @beside_a_view(%q: !stencil.field<ijk x f64>) {
  %0 = program.reduce max %q (i = start to end, j = start to end, k = start to end + 2) : !stencil.field<ijk x f64> -> f64
  %low, %high = program.bound (k = start to end)
  %level = program.view %q level %high : !stencil.field<ijk x f64> -> !stencil.field<ij x f64>
  program.exchange %level [0, 0, 0, 0] : !stencil.field<ij x f64>
  program.return
}

// Alone, it leaves the levels open where the level is not computed of arguments and ends alone.

// CHECK-LABEL: program.func @alone
// CHECK-SAME: program.required = [#stencil.box<(i = start to end, j = start to end)>]
program.func @alone(%q: !stencil.field<ijk x f64>) {
  %low, %high = program.bound (k = start to end)
  %other = arith.addi %high, %low : index
  %level = program.view %q level %other : !stencil.field<ijk x f64> -> !stencil.field<ij x f64>
  program.exchange %level [0, 0, 0, 0] : !stencil.field<ij x f64>
  program.return
}

// Where it is, the binding evaluates it.

// CHECK-LABEL: program.func @of_an_end
// CHECK-SAME: program.required = [#stencil.box<(i = start to end, j = start to end, k = end to end + 1)>]
program.func @of_an_end(%q: !stencil.field<ijk x f64>) {
  %low, %high = program.bound (k = start to end)
  %level = program.view %q level %high : !stencil.field<ijk x f64> -> !stencil.field<ij x f64>
  program.exchange %level [0, 0, 0, 0] : !stencil.field<ij x f64>
  program.return
}
