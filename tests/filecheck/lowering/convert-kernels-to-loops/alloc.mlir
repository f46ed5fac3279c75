// RUN: fvopt-opt %s --convert-kernels-to-loops --canonicalize --cse | FileCheck %s

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// Rows of the program's own fields are whole cache lines, coordinate 0 at the start of one: 3 points
// lie below it, so the first is the fifth after a line.
// CHECK-LABEL: func.func @fvopt.lines(
// CHECK: %[[ALL:.*]] = memref.alloc() {alignment = 64 : i64} : memref<240005xf64>
// CHECK: memref.reinterpret_cast %[[ALL]] to offset: [5], sizes: [10, 60, 396], strides: [24000, 400, 1]
// CHECK: memref.dealloc
program.func @lines(%in: !field, %out: !field) attributes {domain = array<i64: 390, 60, 10>} {
  %f = program.alloc (i = start - 3 to end + 3, j = start to end, k = start to end) : !field
  stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 8> {
    %t = stencil.load %in (i = start to end, j = start to end, k = start to end) : !field -> !temp
    stencil.store %t to %f (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}

// Rows shorter than a line stay as they are.
// CHECK-LABEL: func.func @fvopt.short(
// CHECK: memref.alloc() {alignment = 64 : i64} : memref<4200xf64>
// CHECK: offset: [0], sizes: [10, 60, 7], strides: [420, 7, 1]
program.func @short(%in: !field, %out: !field) attributes {domain = array<i64: 1, 60, 10>} {
  %f = program.alloc (i = start - 3 to end + 3, j = start to end, k = start to end) : !field
  stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 8> {
    %t = stencil.load %in (i = start to end, j = start to end, k = start to end) : !field -> !temp
    stencil.store %t to %f (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}

// A layout says itself how far apart rows are; neither padding belongs to the field.
!padded = !stencil.field<ijk x f64, #stencil.layout<order = "kji", alignment = 128, padding = 3>>
// CHECK-LABEL: func.func @fvopt.layout(
// CHECK: memref.alloc() {alignment = 128 : i64} : memref<237600xf64>
// CHECK: offset: [0], sizes: [10, 60, 393], strides: [23760, 396, 1]
program.func @layout(%in: !field, %out: !field) attributes {domain = array<i64: 390, 60, 10>} {
  %f = program.alloc (i = start - 3 to end, j = start to end, k = start to end) : !padded
  stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 8> {
    %t = stencil.load %in (i = start to end, j = start to end, k = start to end) : !field -> !temp
    stencil.store %t to %f (i = start to end, j = start to end, k = start to end) : !temp to !padded
  }
  program.return
}
