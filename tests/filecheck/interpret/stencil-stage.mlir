// RUN: fvopt run %s --domain 4,3,2 --check | FileCheck %s
// RUN: fvopt run %s --domain 4,3,2 --interpret

// A stage is complete on its whole box before the next starts; locals are seen by later stages at any offset.
// `@main` compares with what is expected, point by point, and fails where it differs.

// CHECK: equal to the interpreter

!field = !stencil.field<ijk x i64>
!temp = !stencil.temp<ijk x i64>

stencil.func @test(%in: !field, %out: !field) {
  %t = stencil.load %in : !field -> !temp
  %r = stencil.sweep forward carries(%c = %t : !temp) {
    stencil.interval (k = start to end) {
      %l = stencil.stage (i = start - 1 to end + 1, j = start to end) -> (!stencil.temp<ij x i64>) {
        %v = stencil.access %t[0, 0, 0] : !temp
        stencil.yield %v : i64
      }
      stencil.stage (i = start to end, j = start to end) writes(%c[0] : !temp) {
        %w = stencil.access %l[-1, 0] : !stencil.temp<ij x i64>
        %x = stencil.access %l[1, 0] : !stencil.temp<ij x i64>
        %ten = arith.constant 10 : i64
        %x10 = arith.muli %x, %ten : i64
        %s = arith.addi %w, %x10 : i64
        stencil.yield %s : i64
      }
      // Reads what the stage before wrote, east of the point.
      %m = stencil.stage (i = start to end - 1, j = start to end) -> (!stencil.temp<ij x i64>) {
        %v = stencil.access %c[1, 0, 0] : !temp
        stencil.yield %v : i64
      }
      stencil.stage (i = start to end - 1, j = start to end) writes(%c[0] : !temp) {
        %v = stencil.access %m[0, 0] : !stencil.temp<ij x i64>
        stencil.yield %v : i64
      }
    }
  }
  stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
program.func @main(%out: !field) {
  %in = program.alloc (i = start - 2 to end + 2, j = start - 2 to end + 2, k = start - 2 to end + 2) : !field
  program.call @position(%in) (i = start - 2 to end + 2, j = start - 2 to end + 2, k = start - 2 to end + 2) : !field
  program.call @test(%in, %out) : !field, !field
  program.call @compare(%out) : !field
  program.return
}

// Every point gets i + 10 j + 100 k.
stencil.func @position(%f: !field) {
  %t = stencil.apply -> (!temp) {
    %pi = stencil.index i
    %pj = stencil.index j
    %pk = stencil.index k
    %i = arith.index_cast %pi : index to i64
    %j = arith.index_cast %pj : index to i64
    %k = arith.index_cast %pk : index to i64
    %ten = arith.constant 10 : i64
    %hundred = arith.constant 100 : i64
    %j10 = arith.muli %j, %ten : i64
    %k100 = arith.muli %k, %hundred : i64
    %ij = arith.addi %i, %j10 : i64
    %p = arith.addi %ij, %k100 : i64
    stencil.yield %p : i64
  }
  stencil.store %t to %f (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
// What is expected of the point at i, j, k, where %p is i + 10 j + 100 k.
stencil.func @expected(%f: !field) {
  %t = stencil.apply -> (!temp) {
    %pi = stencil.index i
    %pj = stencil.index j
    %pk = stencil.index k
    %i = arith.index_cast %pi : index to i64
    %j = arith.index_cast %pj : index to i64
    %k = arith.index_cast %pk : index to i64
    %ten = arith.constant 10 : i64
    %hundred = arith.constant 100 : i64
    %j10 = arith.muli %j, %ten : i64
    %k100 = arith.muli %k, %hundred : i64
    %ij = arith.addi %i, %j10 : i64
    %p = arith.addi %ij, %k100 : i64
    // (p - 1) + 10 (p + 1) = 11 p + 9, of the point east; at the east end (i = 3) of the point itself.
    %three = arith.constant 3 : i64
    %nine = arith.constant 9 : i64
    %eleven = arith.constant 11 : i64
    %twenty = arith.constant 20 : i64
    %p11 = arith.muli %p, %eleven : i64
    %inner = arith.addi %p11, %twenty : i64
    %last = arith.addi %p11, %nine : i64
    %east = arith.cmpi eq, %i, %three : i64
    %e = arith.select %east, %last, %inner : i64
    stencil.yield %e : i64
  }
  stencil.store %t to %f (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
program.func @compare(%found: !field) {
  %expected = program.alloc (i = start to end, j = start to end, k = start to end) : !field
  program.call @expected(%expected) : !field
  program.call @difference(%found, %expected) : !field, !field
  %differences = program.reduce add %expected (i = start to end, j = start to end, k = start to end) : !field -> i64
  program.callback @fvopt_fail(%differences) reads [] writes [] : i64
  program.return
}
stencil.func @difference(%found: !field, %expected: !field) {
  %a = stencil.load %found : !field -> !temp
  %b = stencil.load %expected : !field -> !temp
  %t = stencil.apply -> (!temp) {
    %x = stencil.access %a[0, 0, 0] : !temp
    %y = stencil.access %b[0, 0, 0] : !temp
    %differ = arith.cmpi ne, %x, %y : i64
    %one = arith.extui %differ : i1 to i64
    stencil.yield %one : i64
  }
  stencil.store %t to %expected (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
