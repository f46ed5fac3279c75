// `fvopt run` and `fvopt measure` filled fields whose type chooses an order of axes as if it were k, j, i: compiled
// code read other points than the interpreter.
// RUN: fvopt run %s --domain 9,5,7 --check | FileCheck %s
// RUN: fvopt run %s --domain 1,5,16 --check | FileCheck %s
// CHECK: equal to the interpreter

!columns = !stencil.field<ijk x f64, #stencil.layout<order = "ijk", alignment = 64, padding = 0>>
!planes = !stencil.field<ijk x 2 x f32, #stencil.layout<order = "kij", alignment = 64, padding = 0>>
!flat = !stencil.field<ij x f64, #stencil.layout<order = "ij", alignment = 64, padding = 0>>
!temp = !stencil.temp<ijk x f64>
!pair = !stencil.temp<ijk x 2 x f32>
!plane = !stencil.temp<ij x f64>

stencil.func @orders(%a: !columns, %b: !planes, %s: !flat, %out: !columns) {
  %x = stencil.load %a : !columns -> !temp
  %y = stencil.load %b : !planes -> !pair
  %z = stencil.load %s : !flat -> !plane
  %r = stencil.apply -> (!temp) {
    %one = arith.constant 1 : index
    %u = stencil.access %x[1, 0, -1] : !temp
    %v = stencil.access %y[0, -1, 1] at %one : !pair
    %w = stencil.access %z[0, 1] : !plane
    %wide = arith.extf %v : f32 to f64
    %p = arith.mulf %u, %wide : f64
    %q = arith.subf %p, %w : f64
    stencil.yield %q : f64
  }
  stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !columns
  stencil.return
}
