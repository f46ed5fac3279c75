// RUN: fvopt-opt %s --fvopt-cpu | FileCheck %s --check-prefix=LLVM
// RUN: fvopt run %s --domain 1,2,2 --check | FileCheck %s
// RUN: fvopt run %s --domain 15,2,2 --check | FileCheck %s
// RUN: fvopt run %s --domain 16,2,2 --check | FileCheck %s
// RUN: fvopt run %s --domain 17,2,2 --check | FileCheck %s
// RUN: fvopt run %s --domain 33,3,2 --check | FileCheck %s

// Programs of f32 have 16 lanes: rows shorter than a vector, just filled, and with a rest of one and of many.
// The body has a branch that lanes take differently, a level that is read lane by lane, and a mathematical function.

// LLVM: vector<16xf32>
// CHECK: equal to the interpreter

!field = !stencil.field<ijk x f32>
!temp = !stencil.temp<ijk x f32>

stencil.func @main(%a: !field, %level: !stencil.field<ij x i32>, %out: !field) {
  %t = stencil.load %a : !field -> !temp
  %l = stencil.load %level : !stencil.field<ij x i32> -> !stencil.temp<ij x i32>
  %u = stencil.apply -> (!temp) {
    %w = stencil.access %t[-1, 0, 0] : !temp
    %e = stencil.access %t[1, 0, 0] : !temp
    %s = arith.subf %e, %w : f32
    stencil.yield %s : f32
  }
  %r = stencil.apply -> (!temp) {
    %zero = arith.constant 0.0 : f32
    %w = stencil.access %u[0, -1, 0] : !temp
    %e = stencil.access %u[1, 0, 0] : !temp
    %up = arith.cmpf ogt, %w, %zero : f32
    %x = scf.if %up -> (f32) {
      %i = stencil.access %l[0, 0] : !stencil.temp<ij x i32>
      %k = arith.index_cast %i : i32 to index
      %v = stencil.access_dyn %t[0, 0] relative %k : index in [0, 1] : !temp
      scf.yield %v : f32
    } else {
      %q = math.exp %e : f32
      scf.yield %q : f32
    }
    stencil.yield %x : f32
  }
  stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
