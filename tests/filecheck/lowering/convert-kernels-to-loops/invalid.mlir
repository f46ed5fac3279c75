// RUN: fvopt-opt %s --split-input-file --verify-diagnostics --convert-kernels-to-loops

// What is not lowered yet is refused, and left as it is.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

program.func @vector(%in: !field, %out: !field) {
  // expected-error @+1 {{'stencil.kernel' op cannot be lowered to loops: explicit vectors are not generated yet; write vector = 0 to leave vectors to LLVM}}
  stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 4> {
    %t = stencil.load %in (i = start to end, j = start to end, k = start to end) : !field -> !temp
    stencil.store %t to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
program.func @place(%in: !field, %out: !field) {
  stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %in (i = start to end, j = start to end, k = start to end) : !field -> !temp
    // expected-error @+1 {{'stencil.apply' op cannot be lowered to loops: the only place of an intermediate that is lowered is `register`}}
    %a = stencil.apply place row (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %v = stencil.access %t[0, 0, 0] : !temp
      stencil.yield %v : f64
    }
    %b = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %v = stencil.access %a[0, 0, 0] : !temp
      stencil.yield %v : f64
    }
    stencil.store %b to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
program.func @boxes(%in: !field, %out: !field, %other: !field) {
  stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %in (i = start to end, j = start to end, k = start to end) : !field -> !temp
    stencil.store %t to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
    // expected-error @+1 {{'stencil.store' op cannot be lowered to loops: its box (i = start to end - 1, j = start to end, k = start to end) is not that of the kernel's first store, (i = start to end, j = start to end, k = start to end); give it a kernel of its own}}
    stencil.store %t to %other (i = start to end - 1, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
program.func @offset(%in: !field, %out: !field) {
  stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %in (i = start to end, j = start to end, k = start to end) : !field -> !temp
    %a = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %v = stencil.access %t[0, 0, 0] : !temp
      stencil.yield %v : f64
    }
    %b = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      // expected-error @+1 {{'stencil.access' op cannot be lowered to loops: it reads another result of the kernel at an offset, which needs a place other than register; give the producer a kernel of its own}}
      %v = stencil.access %a[1, 0, 0] : !temp
      stencil.yield %v : f64
    }
    stencil.store %b to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}

// -----

// What is not in kernel form.
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
program.func @unscheduled(%in: !field, %out: !field) {
  // expected-error @+1 {{'stencil.load' op cannot be lowered to loops: it is not in kernel form; run program-schedule first}}
  %t = stencil.load %in (i = start to end, j = start to end, k = start to end) : !field -> !temp
  stencil.store %t to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}
