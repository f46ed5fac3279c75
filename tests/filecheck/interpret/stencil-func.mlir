// RUN: fvopt run %s --domain 4,3,2 --check | FileCheck %s
// RUN: fvopt run %s --domain 4,3,2 --interpret

// Operations run in order; the boxes of the body have the ends of the box of the call; scalars are passed along.
// `@main` compares with what is expected, point by point, and fails where it differs.

// CHECK: equal to the interpreter

!field = !stencil.field<ijk x i64>
!temp = !stencil.temp<ijk x i64>

stencil.func @test(%in: !field, %out: !field) {
  %t = stencil.load %in : !field -> !temp
  stencil.store %t to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
stencil.func @scale(%f: !field, %factor: i64) {
  %t = stencil.load %f : !field -> !temp
  %r = stencil.apply -> (!temp) {
    %v = stencil.access %t[0, 0, 0] : !temp
    %w = arith.muli %v, %factor : i64
    stencil.yield %w : i64
  }
  stencil.store %r to %f (i = start + 1 to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
program.func @main(%out: !field) {
  %in = program.alloc (i = start - 2 to end + 2, j = start - 2 to end + 2, k = start - 2 to end + 2) : !field
  program.call @position(%in) (i = start - 2 to end + 2, j = start - 2 to end + 2, k = start - 2 to end + 2) : !field
  program.call @test(%in, %out) : !field, !field
  %three = arith.constant 3 : i64
  program.call @scale(%out, %three) (i = start + 1 to end, j = start to end, k = start to end) : !field, i64
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
    // On the part that @scale is called on (its own box leaves one column out): 3 p.
    %two = arith.constant 2 : i64
    %three = arith.constant 3 : i64
    %p3 = arith.muli %p, %three : i64
    %inside = arith.cmpi sge, %i, %two : i64
    %e = arith.select %inside, %p3, %p : i64
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
