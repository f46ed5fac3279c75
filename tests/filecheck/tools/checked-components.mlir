// Checked runs of a program with data dimensions: what was written of one component was not written of another.
// An index of an access beyond the components is clamped, which compiled code and the interpreter tell.
// requirement R7

// RUN: fvopt run %s --domain 2,1,1 --arg a=1.5 --arg w=1 --arg r=1 --checked | FileCheck %s --check-prefix=SAME
// SAME: @main on 2 x 1 x 1: compiled
// RUN: fvopt run %s --domain 2,1,1 --arg a=1.5 --arg w=-4 --arg r=0 --check | FileCheck %s --check-prefix=EQUAL
// EQUAL: equal to the interpreter
// RUN: not fvopt run %s --domain 2,1,1 --arg a=1.5 --arg w=1 --arg r=2 --checked 2>&1 | FileCheck %s --check-prefix=OTHER
// OTHER: checked-components.mlir:[[#@LINE+26]]:10: error: stencil.access reads a point of the allocation at {{.*}}checked-components.mlir:[[#@LINE+13]]:8 that was never written: at (0, 0, 0)
// OTHER: error: stencil.access reads {{.*}} that was never written: at (1, 0, 0)
// RUN: not fvopt run %s --domain 2,1,1 --arg a=1.5 --arg w=0 --arg r=7 --checked 2>&1 | FileCheck %s --check-prefix=BEYOND
// BEYOND: warning: stencil.access at data dimension 0: position 7 is outside [0, 2] and clamped to 2 at (0, 0, 0)
// BEYOND: error: stencil.access reads {{.*}} that was never written: at (0, 0, 0)
// RUN: fvopt run %s --domain 2,1,1 --arg a=1.5 --arg w=9 --arg r=9 --interpret --checked 2>&1 | FileCheck %s --check-prefix=CLAMPED
// CLAMPED: checked-components.mlir:[[#@LINE+14]]:3: warning: position 9 is clamped to 2{{$}}
// CLAMPED: checked-components.mlir:[[#@LINE+19]]:10: warning: position 9 is clamped to 2 at (0, 0, 0), 2 times in all

!parts = !stencil.field<ijk x 3 x f64>
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
program.func @main(%a: !field, %out: !field, %w: index, %r: index) {
  %q = program.alloc (i = start to end, j = start to end, k = start to end) : !parts
  program.call @put(%a, %q, %w) : !field, !parts, index
  program.call @get(%q, %out, %r) : !parts, !field, index
  program.return
}
stencil.func @put(%in: !field, %q: !parts, %c: index) {
  %t = stencil.load %in : !field -> !temp
  stencil.store %t to %q at %c (i = start to end, j = start to end, k = start to end) : !temp to !parts
  stencil.return
}
stencil.func @get(%q: !parts, %out: !field, %c: index) {
  %t = stencil.load %q : !parts -> !stencil.temp<ijk x 3 x f64>
  %r = stencil.apply -> (!temp) {
    %v = stencil.access %t[0, 0, 0] at %c : !stencil.temp<ijk x 3 x f64>
    stencil.yield %v : f64
  }
  stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
