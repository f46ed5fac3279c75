// RUN: fvopt-opt %s --program-schedule | FileCheck %s
// RUN: fvopt-opt %s --program-schedule=threads=1 | FileCheck %s --check-prefix=ONE

// Where starting threads takes longer than they save, a kernel runs on the calling thread; how large
// kernels are is known of programs that are pinned to their sizes.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// One column.
// CHECK-LABEL: program.func @column(
// CHECK: stencil.kernel <order = "kji", parallel = ""
program.func @column(%q: !field) attributes {domain = array<i64: 192, 192, 80>} {
  %t = stencil.load %q (i = start to start + 1, j = start to start + 1, k = start to end) : !field -> !temp
  %r = stencil.apply (i = start to start + 1, j = start to start + 1, k = start to end) -> (!temp) {
    %v = stencil.access %t[0, 0, 0] : !temp
    %w = arith.addf %v, %v : f64
    stencil.yield %w : f64
  }
  stencil.store %r to %q (i = start to start + 1, j = start to start + 1, k = start to end) : !temp to !field
  program.return
}

// All of the domain; unless there is one thread only.
// ONE-LABEL: program.func @all(
// ONE: stencil.kernel <order = "kji", parallel = ""
// CHECK-LABEL: program.func @all(
// CHECK: stencil.kernel <order = "kji", parallel = "k
program.func @all(%q: !field) attributes {domain = array<i64: 192, 192, 80>} {
  %t = stencil.load %q (i = start to end, j = start to end, k = start to end) : !field -> !temp
  %r = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
    %v = stencil.access %t[0, 0, 0] : !temp
    %w = arith.addf %v, %v : f64
    stencil.yield %w : f64
  }
  stencil.store %r to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// Sizes that nobody knows yet.
// CHECK-LABEL: program.func @any(
// CHECK: stencil.kernel <order = "kji", parallel = "k
program.func @any(%q: !field) {
  %t = stencil.load %q (i = start to start + 1, j = start to start + 1, k = start to end) : !field -> !temp
  %r = stencil.apply (i = start to start + 1, j = start to start + 1, k = start to end) -> (!temp) {
    %v = stencil.access %t[0, 0, 0] : !temp
    stencil.yield %v : f64
  }
  stencil.store %r to %q (i = start to start + 1, j = start to start + 1, k = start to end) : !temp to !field
  program.return
}
