// REQUIRES: python
// RUN: python3 %S/Inputs/arrays.py save %t.in.npy 5 4 1
// RUN: fvopt run %s --domain 3,4,1 --arg in=%t.in.npy --arg out=-1 --out %t.npz --check
// RUN: python3 %S/Inputs/arrays.py show %t.npz | FileCheck %s
// RUN: fvopt run %s --domain 3,4,1 --arg in=%t.in.npy@1,0,0 --arg out=-1 --out %t.npz --interpret
// RUN: python3 %S/Inputs/arrays.py show %t.npz | FileCheck %s

// Arrays come from NumPy and go back to it, axes in the order i, j, k. The halo
// of one point on both sides of i is found from the sizes, or given by the index
// of the domain's first point.

// CHECK: in.npy (5, 4, 1) <f8 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19
// CHECK-NEXT: out.npy (3, 4, 1) <f8 8 10 12 14 16 18 20 22 24 26 28 30

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
stencil.func @neighbours(%in: !field, %out: !field) {
  %t = stencil.load %in : !field -> !temp
  %r = stencil.apply -> (!temp) {
    %w = stencil.access %t[-1, 0, 0] : !temp
    %e = stencil.access %t[1, 0, 0] : !temp
    %s = arith.addf %w, %e : f64
    stencil.yield %s : f64
  }
  stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
