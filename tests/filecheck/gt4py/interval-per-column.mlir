// RUN: fvopt run %s --check | FileCheck %s
// CHECK: {{^}}equal to the interpreter
//
// GTIR Interval whose ends come from an IJ field: the interval is the domain,
// and a comparison of the level with the field masks the statement.
//
//   with computation(PARALLEL), interval(start, bottom):   # bottom: IJ field
//       q = a

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

stencil.func @interval_per_column(%a: !field, %bottom: !stencil.field<ij x i32>, %q: !field) {
  %x = stencil.load %a : !field -> !temp
  %b = stencil.load %bottom : !stencil.field<ij x i32> -> !stencil.temp<ij x i32>
  %old = stencil.load %q : !field -> !temp
  %r = stencil.apply -> (!temp) {
    %k = stencil.index k
    %e32 = stencil.access %b[0, 0] : !stencil.temp<ij x i32>
    %e = arith.index_cast %e32 : i32 to index
    %inside = arith.cmpi slt, %k, %e : index
    %v = stencil.access %x[0, 0, 0] : !temp
    %o = stencil.access %old[0, 0, 0] : !temp
    %s = arith.select %inside, %v, %o : f64
    stencil.yield %s : f64
  }
  stencil.store %r to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
