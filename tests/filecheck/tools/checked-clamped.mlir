// Checked runs of a stencil that clamps: data indices of what is read, and levels that are chosen at run time.
// Compiled code says so at every point, the interpreter at the first.
// requirement R7

// Nothing is clamped, and nothing is said.
// RUN: fvopt run %s --domain 2,1,3 --arg d=1 --arg l=2 --arg r=1 --checked --check 2>&1 | FileCheck %s --check-prefix=SILENT --implicit-check-not="clamped to"
// SILENT: @read on 2 x 1 x 3: compiled
// SILENT: {{^}}equal to the interpreter

// RUN: fvopt run %s --domain 2,1,3 --arg d=2 --arg l=9 --arg r=-1 --checked 2>&1 | FileCheck %s --implicit-check-not="clamped to"
// RUN: fvopt run %s --domain 2,1,3 --arg d=2 --arg l=9 --arg r=-1 --interpret --checked 2>&1 | FileCheck %s --check-prefix=WARN --implicit-check-not="clamped to"

// Any number of threads say the same: the position at each point.
// RUN: fvopt run %s --domain 2,8,3 --arg d=2 --arg l=0 --arg r=0 --checked --threads 1 2> %t.one
// RUN: fvopt run %s --domain 2,8,3 --arg d=2 --arg l=0 --arg r=0 --checked --threads 7 2> %t.seven
// RUN: diff %t.one %t.seven
// RUN: FileCheck %s --check-prefix=THREADS --implicit-check-not="clamped to" < %t.seven
// THREADS-COUNT-2: position 2 is outside [-1, 1] and clamped to 1 at ({{[01]}}, 0, 0)
// THREADS-COUNT-2: position 3 is outside [-1, 1] and clamped to 1 at ({{[01]}}, 1, 0)
// THREADS-COUNT-2: position 4 is outside [-1, 1] and clamped to 1 at ({{[01]}}, 2, 0)
// THREADS-COUNT-2: position 5 is outside [-1, 1] and clamped to 1 at ({{[01]}}, 3, 0)
// THREADS-COUNT-2: position 6 is outside [-1, 1] and clamped to 1 at ({{[01]}}, 4, 0)
// THREADS-COUNT-2: position 7 is outside [-1, 1] and clamped to 1 at ({{[01]}}, 5, 0)
// THREADS-COUNT-2: position 8 is outside [-1, 1] and clamped to 1 at ({{[01]}}, 6, 0)
// THREADS-COUNT-2: position 9 is outside [-1, 1] and clamped to 1 at ({{[01]}}, 7, 0)

!parts = !stencil.field<ijk x 3 x f64>
!field = !stencil.field<ijk x f64>
!three = !stencil.temp<ijk x 3 x f64>
!temp = !stencil.temp<ijk x f64>
stencil.func @read(%q: !parts, %out: !field, %r: index, %d: index, %l: index) {
  %t = stencil.load %q : !parts -> !three
  %v = stencil.apply -> (!temp) {
    // CHECK: clamped.mlir:[[#@LINE+3]]:10: warning: stencil.access at data dimension 0: position -1 is outside [0, 2] and clamped to 0 at (0, 0, 0)
    // CHECK-NEXT: clamped.mlir:[[#@LINE+2]]:10: warning: stencil.access at data dimension 0: position -1 is outside [0, 2] and clamped to 0 at (1, 0, 0)
    // WARN: clamped.mlir:[[#@LINE+1]]:10: warning: position -1 is clamped to 0 at (0, 0, 0), 2 times in all
    %a = stencil.access %t[0, 0, 0] at %r : !three
    %n = arith.constant 1 : index
    %j = stencil.index j
    %dj = arith.addi %d, %j : index
    // CHECK-NEXT: clamped.mlir:[[#@LINE+3]]:10: warning: stencil.access_dyn relative to the level: position 2 is outside [-1, 1] and clamped to 1 at (0, 0, 0)
    // CHECK-NEXT: clamped.mlir:[[#@LINE+2]]:10: warning: stencil.access_dyn relative to the level: position 2 is outside [-1, 1] and clamped to 1 at (1, 0, 0)
    // WARN: clamped.mlir:[[#@LINE+1]]:10: warning: position 2 is clamped to 1 at (0, 0, 0), 2 times in all
    %b = stencil.access_dyn %t[0, 0] relative %dj : index in [-1, 1] at %n : !three
    // CHECK-NEXT: clamped.mlir:[[#@LINE+3]]:10: warning: stencil.access_dyn at an absolute level: position 9 is outside [0, 2] and clamped to 2 at (0, 0, 0)
    // CHECK-NEXT: clamped.mlir:[[#@LINE+2]]:10: warning: stencil.access_dyn at an absolute level: position 9 is outside [0, 2] and clamped to 2 at (1, 0, 0)
    // WARN: clamped.mlir:[[#@LINE+1]]:10: warning: position 9 is clamped to 2 at (0, 0, 0), 2 times in all
    %c = stencil.access_dyn %t[0, 0] absolute %l : index (k = start to end) at %n : !three
    %ab = arith.addf %a, %b : f64
    %abc = arith.addf %ab, %c : f64
    stencil.yield %abc : f64
  }
  stencil.store %v to %out (i = start to end, j = start to end, k = start to start + 1) : !temp to !field
  stencil.return
}
