// RUN: fvopt-opt %s --convert-kernels-to-loops --canonicalize --cse | FileCheck %s
// requirement L10

// Each kernel is a function of the fields and scalars that it uses; equal kernels are one function, which takes the
// fields.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// CHECK: func.func private @fvopt.main.kernel_0(%[[FACTOR:[a-z0-9]+]]: f64, %[[FROM:[a-z0-9]+]]: memref<?x?x?xf64, strided<[?, ?, 1], offset: ?>>, %[[OK:[a-z0-9]+]]: index,
// CHECK-SAME: attributes {passthrough = ["noinline"], program.kernel}
// CHECK: arith.addi %{{.*}}, %[[OK]]
// CHECK: memref.load %[[FROM]]
// CHECK: arith.mulf %{{.*}}, %[[FACTOR]]

// Memory of the program's own has the shape that is known.
// CHECK: func.func private @fvopt.main.kernel_1(
// CHECK-SAME: memref<6x4x8xf64, strided<[32, 8, 1]>>
// CHECK-NOT: func.func private @fvopt.main.kernel_2(

// CHECK: func.func @fvopt.main(
// CHECK-SAME: %[[HOST:[a-z0-9]+]]: !llvm.ptr, %{{[a-z0-9]+}}: index, %{{[a-z0-9]+}}: index, %{{[a-z0-9]+}}: index,
// CHECK-SAME: %[[A:[a-z0-9]+]]: memref<?x?x?xf64, strided<[?, ?, 1], offset: ?>>, %[[AI:[a-z0-9]+]]: index, %[[AJ:[a-z0-9]+]]: index, %[[AK:[a-z0-9]+]]: index,
// CHECK-SAME: %[[B:[a-z0-9]+]]: memref<?x?x?xf64, strided<[?, ?, 1], offset: ?>>, %[[BI:[a-z0-9]+]]: index, %[[BJ:[a-z0-9]+]]: index, %[[BK:[a-z0-9]+]]: index, %[[S:[a-z0-9]+]]: f64)
// CHECK: call @fvopt.main.kernel_0(%[[S]], %[[A]], %[[AK]], %[[AJ]], %[[AI]], %[[B]], %[[BK]], %[[BJ]], %[[BI]])
// CHECK: call @fvopt.main.kernel_0(%[[S]], %[[B]], %[[BK]], %[[BJ]], %[[BI]], %[[A]], %[[AK]], %[[AJ]], %[[AI]])
// CHECK: call @fvopt.main.kernel_1(
program.func @main(%a: !field, %b: !field, %s: f64) attributes {domain = array<i64: 8, 4, 6>} {
  %own = program.alloc (i = start to end, j = start to end, k = start to end) : !field
  stencil.kernel <order = "kji", parallel = "k", tile = [0, 0, 0], vector = 8> {
    %t = stencil.load %a (i = start to end, j = start to end, k = start to end) : !field -> !temp
    %r = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %v = stencil.access %t[0, 0, 0] : !temp
      %w = arith.mulf %v, %s : f64
      stencil.yield %w : f64
    }
    stencil.store %r to %b (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  stencil.kernel <order = "kji", parallel = "k", tile = [0, 0, 0], vector = 8> {
    %t = stencil.load %b (i = start to end, j = start to end, k = start to end) : !field -> !temp
    %r = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %v = stencil.access %t[0, 0, 0] : !temp
      %w = arith.mulf %v, %s : f64
      stencil.yield %w : f64
    }
    stencil.store %r to %a (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  stencil.kernel <order = "kji", parallel = "k", tile = [0, 0, 0], vector = 8> {
    %t = stencil.load %a (i = start to end, j = start to end, k = start to end) : !field -> !temp
    stencil.store %t to %own (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}
