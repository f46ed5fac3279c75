// RUN: fvopt-opt %s --program-schedule=machine=%S/Inputs/machine-avx2.json | FileCheck %s
// requirement S9

// Where the rows of all levels that a point reads exceed the second-level cache (512 KB here: nine levels
// of 192 rows of 1.5 KB), threads take blocks of rows and go through all levels of each: of so many rows
// that they take no more than half of the cache.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// CHECK-LABEL: program.func @many_levels
// CHECK: stencil.kernel <order = "kji", parallel = "j", tile = [0, 16, 0], vector = 4>
program.func @many_levels(%in: !field, %out: !field) attributes {domain = array<i64: 192, 192, 80>} {
  %t = stencil.load %in (i = start to end, j = start to end, k = start - 4 to end + 4) : !field -> !temp
  %r = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
    %below = stencil.access %t[0, 0, -4] : !temp
    %above = stencil.access %t[0, 0, 4] : !temp
    %sum = arith.addf %below, %above : f64
    stencil.yield %sum : f64
  }
  stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// With one level read, or rows that fit, levels and rows are shared as they come.
// CHECK-LABEL: program.func @one_level
// CHECK: stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 4>
program.func @one_level(%in: !field, %out: !field) attributes {domain = array<i64: 192, 192, 80>} {
  %t = stencil.load %in (i = start to end, j = start - 1 to end + 1, k = start to end) : !field -> !temp
  %r = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
    %below = stencil.access %t[0, -1, 0] : !temp
    %above = stencil.access %t[0, 1, 0] : !temp
    %sum = arith.addf %below, %above : f64
    stencil.yield %sum : f64
  }
  stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// CHECK-LABEL: program.func @short_rows
// CHECK: stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 4>
program.func @short_rows(%in: !field, %out: !field) attributes {domain = array<i64: 16, 192, 80>} {
  %t = stencil.load %in (i = start to end, j = start to end, k = start - 4 to end + 4) : !field -> !temp
  %r = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
    %below = stencil.access %t[0, 0, -4] : !temp
    %above = stencil.access %t[0, 0, 4] : !temp
    %sum = arith.addf %below, %above : f64
    stencil.yield %sum : f64
  }
  stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}
