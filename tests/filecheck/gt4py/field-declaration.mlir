// RUN: fvopt run %s --check | FileCheck %s
// RUN: fvopt run %s --domain 1,1,1 --check | FileCheck %s
// CHECK: {{^}}equal to the interpreter
//
// GTIR FieldDecl with fewer dimensions: IJ, IK, JK, I, J, K fields, and tables
// without any axis (data dimensions only).
//
//   q = a + ij + ik + jk + i + j + k + table[1]

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

stencil.func @field_declaration(%a: !field, %ij: !stencil.field<ij x f64>, %ik: !stencil.field<ik x f64>,
                                %jk: !stencil.field<jk x f64>, %i: !stencil.field<i x f64>,
                                %j: !stencil.field<j x f64>, %k: !stencil.field<k x f64>,
                                %table: !stencil.field<none x 3 x f64>, %q: !field) {
  %0 = stencil.load %a : !field -> !temp
  %1 = stencil.load %ij : !stencil.field<ij x f64> -> !stencil.temp<ij x f64>
  %2 = stencil.load %ik : !stencil.field<ik x f64> -> !stencil.temp<ik x f64>
  %3 = stencil.load %jk : !stencil.field<jk x f64> -> !stencil.temp<jk x f64>
  %4 = stencil.load %i : !stencil.field<i x f64> -> !stencil.temp<i x f64>
  %5 = stencil.load %j : !stencil.field<j x f64> -> !stencil.temp<j x f64>
  %6 = stencil.load %k : !stencil.field<k x f64> -> !stencil.temp<k x f64>
  %7 = stencil.load %table : !stencil.field<none x 3 x f64> -> !stencil.temp<none x 3 x f64>
  %r = stencil.apply -> (!temp) {
    %one = arith.constant 1 : index
    %v0 = stencil.access %0[0, 0, 0] : !temp
    %v1 = stencil.access %1[1, 0] : !stencil.temp<ij x f64>
    %v2 = stencil.access %2[0, 1] : !stencil.temp<ik x f64>
    %v3 = stencil.access %3[-1, 0] : !stencil.temp<jk x f64>
    %v4 = stencil.access %4[2] : !stencil.temp<i x f64>
    %v5 = stencil.access %5[0] : !stencil.temp<j x f64>
    %v6 = stencil.access %6[-1] : !stencil.temp<k x f64>
    %v7 = stencil.access %7[] at %one : !stencil.temp<none x 3 x f64>
    %s1 = arith.addf %v0, %v1 : f64
    %s2 = arith.addf %s1, %v2 : f64
    %s3 = arith.addf %s2, %v3 : f64
    %s4 = arith.addf %s3, %v4 : f64
    %s5 = arith.addf %s4, %v5 : f64
    %s6 = arith.addf %s5, %v6 : f64
    %s7 = arith.addf %s6, %v7 : f64
    stencil.yield %s7 : f64
  }
  stencil.store %r to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
