// RUN: fvopt run %s --check | FileCheck %s
// CHECK: equal to the interpreter

!field = !stencil.field<i x f64>
!temp = !stencil.temp<i x f64>

stencil.func @clamp(%a: !field) {
  %t = stencil.load %a : !field -> !temp
  %r = stencil.apply -> (!temp) {
    %low = arith.constant 1.25 : f64
    %high = arith.constant 1.75 : f64
    %v = stencil.access %t[0] : !temp
    %c = math.clampf %v to [%low, %high] : f64
    stencil.yield %c : f64
  }
  stencil.store %r to %a (i = start to end) : !temp to !field
  stencil.return
}
