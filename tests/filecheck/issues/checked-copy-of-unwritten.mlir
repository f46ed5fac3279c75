// Checked mode reports a temporary that was never written where it is copied
// to a field of the caller, without any computation in between.
// RUN: not fvopt run %s --domain 2,1,1 --checked 2>&1 | FileCheck %s
// CHECK: checked-copy-of-unwritten.mlir:19:3: error: stencil.store stores a point that was never written to argument 0: at (0, 0, 0)
// CHECK: checked-copy-of-unwritten.mlir:19:3: error: stencil.store stores a point that was never written to argument 0: at (1, 0, 0)

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

program.func @main(%q: !field) {
  %t = program.alloc (i = start to end, j = start to end, k = start to end) : !field
  program.call @copy(%t, %q) : !field, !field
  program.return
}

stencil.func @copy(%in: !field, %out: !field) {
  %t = stencil.load %in : !field -> !temp
  // The line below is the one that is reported.
  stencil.store %t to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
