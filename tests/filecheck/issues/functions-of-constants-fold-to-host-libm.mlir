// Upstream folds functions of constants with the libm of the compiler's host. The constants here meet a function
// requirement L4
// only after other folds; its result must be that of the function that is chosen.
//
// RUN: fvopt-opt %s --canonicalize | FileCheck %s
// RUN: fvopt run %s --check --domain 5,1,1 | FileCheck %s --check-prefix=SAME
// RUN: fvopt run %s --check --domain 5,1,1 --math libm | FileCheck %s --check-prefix=SAME
// RUN: fvopt run %s --check --domain 5,1,1 --math libm-products | FileCheck %s --check-prefix=SAME
// RUN: not fvopt run %s --math fast 2>&1 | FileCheck %s --check-prefix=REFUSED
// RUN: fvopt-opt %s --fvopt-cpu="math=libm" | FileCheck %s --check-prefix=LIBM
// RUN: fvopt-opt %s --fvopt-cpu | FileCheck %s --check-prefix=OWN
// RUN: not fvopt-opt %s --fvopt-cpu="math=fast" 2>&1 | FileCheck %s --check-prefix=REFUSED
// RUN: fvopt run %s --check --domain 5,1,1 --checked | FileCheck %s --check-prefix=SAME
//
// CHECK: math.exp
// CHECK: math.tan
// SAME: {{^}}equal to the interpreter
// LIBM: fvopt_libm_exp
// OWN-NOT: fvopt_libm_
// REFUSED: `fast` is none of own, libm and libm-products
!f = !stencil.field<i x f64>
!t = !stencil.temp<i x f64>
stencil.func @main(%a: !f) {
  %x = stencil.load %a : !f -> !t
  %r = stencil.apply -> (!t) {
    %v = stencil.access %x[0] : !t
    %one = arith.constant 1.0 : f64
    %more = arith.constant 2.75 : f64
    %sum = arith.addf %one, %more : f64
    %e = math.exp %sum : f64
    %p = math.powf %e, %sum : f64
    %t = math.tan %p : f64
    %u = arith.addf %t, %v : f64
    stencil.yield %u : f64
  }
  stencil.store %r to %a (i = start to end) : !t to !f
  stencil.return
}
