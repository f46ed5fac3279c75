// RUN: fvopt run %s --domain 4,3,2 2>&1 | FileCheck %s
// RUN: not fvopt run %s --domain 4,3,2 --checked 2>&1 | FileCheck %s --check-prefixes=CHECK,WRITTEN
// RUN: not fvopt run %s --domain 4,3,2 --check 2>&1 | FileCheck %s --check-prefixes=CHECK,STORED

// A run says what bounds can prove, with the place of the read: one column of the temporary was never written.
// requirement B8

// CHECK: warnings-of-undefined.mlir:[[#@LINE+21]]:10: warning: 'stencil.access' op reads (i = {{.*}}, j = start to end, k = start to end), where nothing was computed: what is stored of it is undefined
// CHECK: warnings-of-undefined.mlir:[[#@LINE+29]]:8: note: the field is allocated here, and nothing was written to it
// WRITTEN: error: stencil.access reads a point of {{a temp|the allocation .*}} that was never written
// STORED: error: stores an undefined value
!f = !stencil.field<ijk x f64>
!t = !stencil.temp<ijk x f64>
stencil.func @double(%q: !f, %o: !f) {
  %l = stencil.load %q : !f -> !t
  %r = stencil.apply -> (!t) {
    %a = stencil.access %l[0, 0, 0] : !t
    %b = arith.addf %a, %a : f64
    stencil.yield %b : f64
  }
  stencil.store %r to %o (i = start to end, j = start to end, k = start to end) : !t to !f
  stencil.return
}


stencil.func @gradient(%q: !f, %o: !f) {
  %l = stencil.load %q : !f -> !t
  %r = stencil.apply -> (!t) {
    %a = stencil.access %l[1, 0, 0] : !t
    %b = stencil.access %l[0, 0, 0] : !t
    %c = arith.subf %a, %b : f64
    stencil.yield %c : f64
  }
  stencil.store %r to %o (i = start to end, j = start to end, k = start to end) : !t to !f
  stencil.return
}
program.func @main(%q: !f, %o: !f) {
  %m = program.alloc (i = start to end + 1, j = start to end, k = start to end) : !f
  program.call @double(%q, %m) : !f, !f
  program.call @gradient(%m, %o) : !f, !f
  program.return
}
