// RUN: fvopt run %s --check | FileCheck %s
// CHECK: {{^}}equal to the interpreter
// requirement D6
//
// Both fields are loaded before either is stored: their contents change places.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

stencil.func @change_places(%a: !field, %b: !field) {
  %t = stencil.load %a : !field -> !temp
  %u = stencil.load %b : !field -> !temp
  stencil.store %u to %a (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %t to %b (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
