// What a branch gives, passed on twice by the condition of an `scf.while`, became the value of its
// else side in the body of the loop: upstream's canonicalization WhileMoveIfDown (llvm-project issue
// 219456), which pipelines leave out.
// RUN: fvopt run %s --domain 1,1,1 --arg q=3 --arg o=0 --check | FileCheck %s
// CHECK: equal to the interpreter
// RUN: fvopt-opt %s --canonicalize --canonicalize | FileCheck %s --check-prefix=KEPT
// KEPT: scf.while
// KEPT: scf.if
// KEPT: scf.condition
// What `canonicalize` leaves out is seen where a pipeline is printed, and can be given anew.
// RUN: fvopt-opt %s --canonicalize --dump-pass-pipeline -o /dev/null 2>&1 | FileCheck %s --check-prefix=PRINTED
// PRINTED: disable-patterns={{.*}}WhileMoveIfDown
// PRINTED-SAME: region-simplify=normal{{.*}}top-down=true
!f = !stencil.field<i x i32>
!t = !stencil.temp<i x i32>
stencil.func @s(%q: !f, %o: !f) {
  %l = stencil.load %q : !f -> !t
  %r = stencil.apply -> (!t) {
    %limit = arith.constant 5 : i32
    %two = arith.constant 2 : i32
    %twenty = arith.constant 20 : i32
    %thousand = arith.constant 1000 : i32
    %v = stencil.access %l[0] : !t
    %w:3 = scf.while (%s = %v) : (i32) -> (i32, i32, i32) {
      %go = arith.cmpi slt, %s, %limit : i32
      %x = scf.if %go -> (i32) {
        %n = arith.addi %s, %two : i32
        scf.yield %n : i32
      } else {
        scf.yield %twenty : i32
      }
      scf.condition(%go) %x, %x, %s : i32, i32, i32
    } do {
    ^bb0(%a: i32, %b: i32, %c: i32):
      scf.yield %b : i32
    }
    %m = arith.muli %w#2, %thousand : i32
    %y = arith.addi %m, %w#0 : i32
    stencil.yield %y : i32
  }
  stencil.store %r to %o (i = start to end) : !t to !f
  stencil.return
}

// requirement L15
