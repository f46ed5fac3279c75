// A pair of casts through a narrower type keeps the low bits alone; upstream's canonicalizations
// IndexCastOfIndexCast and IndexCastUIOfIndexCastUI (llvm-project issues 90238 and 90296), which
// pipelines leave out, give the value itself.
// RUN: fvopt run %s --domain 1,1,1 --arg n=4294967301 --arg m=65535 --arg o=0 --arg u=0 --arg v=0 --arg w=0 --check | FileCheck %s
// CHECK: equal to the interpreter
// RUN: fvopt-opt %s --canonicalize | FileCheck %s --check-prefix=KEPT
// KEPT: arith.index_cast {{.*}} : index to i32
// KEPT: arith.index_cast {{.*}} : i32 to index
// KEPT: arith.index_castui {{.*}} : index to i8
// KEPT: arith.index_castui {{.*}} : i8 to index
!f = !stencil.field<i x i64>
!t = !stencil.temp<i x i64>
stencil.func @s(%n: index, %m: index, %o: !f, %u: !f, %v: !f, %w: !f) {
  %r:4 = stencil.apply -> (!t, !t, !t, !t) {
    // Of 4294967301 the low 32 bits are 5.
    %a = arith.index_cast %n : index to i32
    %b = arith.index_cast %a : i32 to index
    %c = arith.index_cast %b : index to i64
    // Of 65535 the low 8 bits are 255 without a sign, and -1 with one.
    %d = arith.index_castui %m : index to i8
    %e = arith.index_castui %d : i8 to index
    %f = arith.index_castui %e : index to i64
    %g = arith.index_cast %m : index to i8
    %h = arith.index_cast %g : i8 to index
    %i = arith.index_cast %h : index to i64
    // From an integer through an index and back nothing is lost.
    %j = arith.index_cast %f : i64 to index
    %k = arith.index_cast %j : index to i64
    stencil.yield %c, %f, %i, %k : i64, i64, i64, i64
  }
  stencil.store %r#0 to %o (i = start to end) : !t to !f
  stencil.store %r#1 to %u (i = start to end) : !t to !f
  stencil.store %r#2 to %v (i = start to end) : !t to !f
  stencil.store %r#3 to %w (i = start to end) : !t to !f
  stencil.return
}

// requirement L15
