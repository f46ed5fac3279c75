// RUN: fvopt run %s --domain 4,3,2 --check | FileCheck %s
// RUN: fvopt run %s --domain 4,3,2 --interpret

// Calls on boxes, nested: the ends are those of the box of the call, step by step.
// `@main` compares with what is expected, point by point, and fails where it differs.

// CHECK: equal to the interpreter

!field = !stencil.field<ijk x i64>
!temp = !stencil.temp<ijk x i64>

stencil.func @copy(%from: !field, %to: !field) {
  %t = stencil.load %from : !field -> !temp
  stencil.store %t to %to (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
stencil.func @add(%f: !field, %amount: i64) {
  %t = stencil.load %f : !field -> !temp
  %r = stencil.apply -> (!temp) {
    %v = stencil.access %t[0, 0, 0] : !temp
    %w = arith.addi %v, %amount : i64
    stencil.yield %w : i64
  }
  stencil.store %r to %f (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
program.func @step(%f: !field, %amount: i64) {
  program.call @add(%f, %amount) (i = start to end - 1, j = start to end, k = start to end) : !field, i64
  program.call @add(%f, %amount) (i = start + 9 to end, j = start to end, k = start to end) : !field, i64
  program.return
}
program.func @main(%out: !field) {
  %in = program.alloc (i = start - 2 to end + 2, j = start - 2 to end + 2, k = start - 2 to end + 2) : !field
  program.call @position(%in) (i = start - 2 to end + 2, j = start - 2 to end + 2, k = start - 2 to end + 2) : !field
  program.call @copy(%in, %out) : !field, !field
  %seven = arith.constant 7 : i64
  program.call @step(%out, %seven) (i = start + 1 to end, j = start to end, k = start to end) : !field, i64
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
    // 7 more where 1 <= i < 3; the second call of @step is on an empty box.
    %one = arith.constant 1 : i64
    %two = arith.constant 2 : i64
    %seven = arith.constant 7 : i64
    %west = arith.cmpi sge, %i, %one : i64
    %east = arith.cmpi sle, %i, %two : i64
    %inside = arith.andi %west, %east : i1
    %p7 = arith.addi %p, %seven : i64
    %e = arith.select %inside, %p7, %p : i64
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
