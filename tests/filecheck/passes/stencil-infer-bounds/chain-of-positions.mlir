// RUN: split-file %s %t
// RUN: fvopt-opt %t/chain.mlir --program-flatten --stencil-infer-bounds | FileCheck %t/chain.mlir
// RUN: fvopt run %t/chain.mlir --domain 33,3,5 --check | FileCheck %s --check-prefix=EQUAL
// RUN: fvopt run %t/chain.mlir --domain 33,3,5 --arg p0=0 --arg p1=1 --arg p2=2 --arg p3=3 --arg p4=31 --arg p5=32 --check | FileCheck %s --check-prefix=EQUAL
// RUN: fvopt run %t/late.mlir --domain 33,3,5 --check | FileCheck %s --check-prefix=EQUAL
// RUN: fvopt run %t/late.mlir --domain 1,1,1 --arg p=0 --check | FileCheck %s --check-prefix=EQUAL
// EQUAL: equal to the interpreter

// requirement B7

// The low end of what is needed doubles with every update at a run-time position that is read
// beside the point. From 17 terms on it is computed, before everything, and boxes refer to it; so
// does what a binding must offer.

//--- chain.mlir
!f = !stencil.field<ijk x f64>
!t = !stencil.temp<ijk x f64>
// CHECK-LABEL: program.func @s
// CHECK-SAME: program.required = [#stencil.box<(i = min(pos({{8|9|10|11}}), {{.*}} to max(pos({{8|9|10|11}}), {{.*}}, j = start to end, k = start to end)>
// CHECK-SAME: program.required_ends = [#stencil.box<(i = {{.*}} to start)>, {{.*}}]
// CHECK-NEXT: %[[END:[^,]+]], %{{[^ ]+}} = program.bound (i = {{.*}} to start)
// CHECK: stencil.load %{{.*}} (i = min(%low{{[_0-9]*}}, {{.*}} to max(%low
// CHECK-NOT: program.bound
stencil.func @s(%q: !f, %o: !f, %p0: index, %p1: index, %p2: index, %p3: index, %p4: index, %p5: index) {
  %t0 = stencil.load %q : !f -> !t
  %a0 = stencil.apply -> (!t) {
    %x = stencil.access %t0[-1, 0, 0] : !t
    %y = stencil.access %t0[1, 0, 0] : !t
    %s = arith.subf %x, %y : f64
    stencil.yield %s : f64
  }
  %t1 = stencil.insert %a0 into %t0 (i = %p0 to %p0 + 2) : !t into !t
  %a1 = stencil.apply -> (!t) {
    %x = stencil.access %t1[-1, 0, 0] : !t
    %y = stencil.access %t1[1, 0, 0] : !t
    %s = arith.subf %x, %y : f64
    stencil.yield %s : f64
  }
  %t2 = stencil.insert %a1 into %t1 (i = %p1 to %p1 + 2) : !t into !t
  %a2 = stencil.apply -> (!t) {
    %x = stencil.access %t2[-1, 0, 0] : !t
    %y = stencil.access %t2[1, 0, 0] : !t
    %s = arith.subf %x, %y : f64
    stencil.yield %s : f64
  }
  %t3 = stencil.insert %a2 into %t2 (i = %p2 to %p2 + 2) : !t into !t
  %a3 = stencil.apply -> (!t) {
    %x = stencil.access %t3[-1, 0, 0] : !t
    %y = stencil.access %t3[1, 0, 0] : !t
    %s = arith.subf %x, %y : f64
    stencil.yield %s : f64
  }
  %t4 = stencil.insert %a3 into %t3 (i = %p3 to %p3 + 2) : !t into !t
  %a4 = stencil.apply -> (!t) {
    %x = stencil.access %t4[-1, 0, 0] : !t
    %y = stencil.access %t4[1, 0, 0] : !t
    %s = arith.subf %x, %y : f64
    stencil.yield %s : f64
  }
  %t5 = stencil.insert %a4 into %t4 (i = %p4 to %p4 + 2) : !t into !t
  %a5 = stencil.apply -> (!t) {
    %x = stencil.access %t5[-1, 0, 0] : !t
    %y = stencil.access %t5[1, 0, 0] : !t
    %s = arith.subf %x, %y : f64
    stencil.yield %s : f64
  }
  %t6 = stencil.insert %a5 into %t5 (i = %p5 to %p5 + 2) : !t into !t
  stencil.store %t6 to %o (i = start to end, j = start to end, k = start to end) : !t to !f
  stencil.return
}

// The positions of later updates are computed after the first values: an end that is computed of
// them is looked into, and the parts that are known early bound what is computed early.

//--- late.mlir
!f = !stencil.field<ijk x f64>
!t = !stencil.temp<ijk x f64>
stencil.func @s(%q: !f, %o: !f, %p: index) {
  %t0 = stencil.load %q : !f -> !t
  %a0 = stencil.apply -> (!t) {
    %x = stencil.access %t0[0, 0, 0] : !t
    %s = arith.addf %x, %x : f64
    stencil.yield %s : f64
  }
  %one = arith.constant 1 : index
  %p1 = arith.addi %p, %one : index
  %p2 = arith.addi %p1, %one : index
  %p3 = arith.addi %p2, %one : index
  %p4 = arith.addi %p3, %one : index
  %t1 = stencil.insert %t0 into %a0 (i = max(start, min(%p1, end)) to min(end, %p1 + 2)) : !t into !t
  %t2 = stencil.insert %t0 into %t1 (i = max(start, min(%p2, end)) to min(end, %p2 + 2)) : !t into !t
  %t3 = stencil.insert %t0 into %t2 (i = max(start, min(%p3, end)) to min(end, %p3 + 2)) : !t into !t
  %t4 = stencil.insert %t0 into %t3 (i = max(start, min(%p4, end)) to min(end, %p4 + 2)) : !t into !t
  %b = stencil.apply -> (!t) {
    %x = stencil.access %t4[0, 0, 0] : !t
    %s = arith.addf %x, %x : f64
    stencil.yield %s : f64
  }
  stencil.store %b to %o (i = max(start, min(%p, end), min(%p1, end), min(%p2, end), min(%p3, %p4, end), min(%p1 + 3, %p4 - 2), min(%p, %p4), min(%p, %p2, %p3))
     to min(end, max(%p + 1, start), max(%p1 + 1, start), max(%p2 + 1, start), max(%p3, %p4, start + 1), max(%p1 + 3, %p4 - 2), max(%p, %p4 + 1), max(%p + 1, %p2, %p3)),
     j = start to end, k = start to end) : !t to !f
  stencil.return
}
