// RUN: split-file %s %t
// RUN: fvopt run %t/loaded.mlir --domain 5,3,6 --arg n=3 --check | FileCheck %s --check-prefix=EQUAL
// RUN: fvopt run %t/loaded.mlir --domain 1,1,1 --arg n=-9223372036854775808 --check --checked 2>&1 | FileCheck %s --check-prefixes=CLAMPED,EQUAL
// RUN: fvopt run %t/search.mlir --domain 5,3,6 --check | FileCheck %s --check-prefix=EQUAL
// RUN: fvopt run %t/search.mlir --domain 1,1,1 --check | FileCheck %s --check-prefix=EQUAL
// RUN: fvopt run %t/program.mlir --domain 6,4,5 --arg n=2 --check | FileCheck %s --check-prefix=EQUAL
// RUN: fvopt run %t/program.mlir --domain 6,4,5 --arg n=-7 --check --checked 2>&1 | FileCheck %s --check-prefixes=CLAMPED,EQUAL
// RUN: fvopt run %t/program.mlir --domain 1,1,1 --arg n=9223372036854775807 --check | FileCheck %s --check-prefix=EQUAL
// RUN: fvopt run %t/in-place.mlir --domain 7,5,4 --arg n=2 --arg m=3 --check | FileCheck %s --check-prefix=EQUAL
// RUN: fvopt run %t/in-place.mlir --domain 7,5,4 --arg n=-3 --arg m=2 --arg w=same:q --check | FileCheck %s --check-prefix=EQUAL
// RUN: fvopt run %t/in-place.mlir --domain 1,1,1 --arg n=0 --arg m=1 --check | FileCheck %s --check-prefix=EQUAL
// RUN: fvopt-opt %t/program.mlir --program-flatten | FileCheck %t/program.mlir
// CLAMPED: warning: stencil.access_dyn {{.*}}clamped to
// EQUAL: {{^}}equal to the interpreter
//
// GTIR FieldAccess with a VariableKOffset or an AbsoluteKIndex of which no range is known: any level
// of the memory that the field has.
//
//   with computation(PARALLEL), interval(...):
//       q = a[0, 0, n] + a.at(K=n)
// requirement D9

//--- loaded.mlir
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
stencil.func @loaded(%a: !field, %q: !field, %n: index) {
  %x = stencil.load %a : !field -> !temp
  %r = stencil.apply -> (!temp) {
    %k = stencil.index k
    %p = arith.addi %k, %n : index
    %u = stencil.access_dyn %x[0, 0] absolute %p : index (k = unbounded to unbounded) : !temp
    %v = stencil.access_dyn %x[0, 0] absolute %n : index (k = unbounded to unbounded) : !temp
    %w = stencil.access %x[0, 0, 2] : !temp
    %s = arith.addf %u, %v : f64
    %t = arith.addf %s, %w : f64
    stencil.yield %t : f64
  }
  stencil.store %r to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}

// A search that ends at the last level of the memory and not before; in a sweep, what is carried
// was loaded as well.

//--- search.mlir
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
stencil.func @search(%a: !field, %q: !field) {
  %x = stencil.load %a : !field -> !temp
  %z = stencil.load %q : !field -> !temp
  %low, %high = stencil.allocation k of %a : !field
  %one = arith.constant 1 : index
  %r = stencil.sweep backward carries(%c = %z : !temp) {
    stencil.interval (k = start to end) {
      stencil.stage writes(%c[0] : !temp) {
        %here = stencil.access %x[0, 0, 0] : !temp
        %k = stencil.index k
        %last = arith.subi %high, %one : index
        %found = scf.while (%l = %k) : (index) -> index {
          %v = stencil.access_dyn %x[0, 0] absolute %l : index (k = unbounded to unbounded) : !temp
          %less = arith.cmpf ole, %v, %here : f64
          %left = arith.cmpi slt, %l, %last : index
          %on = arith.andi %less, %left : i1
          scf.condition(%on) %l : index
        } do {
        ^bb0(%l: index):
          %next = arith.addi %l, %one : index
          scf.yield %next : index
        }
        %u = stencil.access_dyn %x[0, 0] absolute %found : index (k = unbounded to unbounded) : !temp
        %w = stencil.access_dyn %c[0, 0] absolute %found : index (k = unbounded to unbounded) : !temp
        %s = arith.addf %u, %w : f64
        stencil.yield %s : f64
      }
    }
  }
  stencil.store %r to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}

// What the program allocates has the levels of its allocation, through a view as well; what was
// computed has those of the domain, also where another stencil stored it; and all that before
// stencils become one region.

//--- program.mlir
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
!pair = !stencil.field<ijk x 2 x f64>
// CHECK-LABEL: program.func @main
// CHECK-NEXT: %[[A:low[_0-9]*]], %[[B:high[_0-9]*]] = stencil.allocation k of %arg0 : <ijk x f64>
// CHECK-NEXT: program.alloc (i = start to end, j = start to end, k = start - 1 to end + 2)
// CHECK-NEXT: %[[C:low[_0-9]*]], %[[D:high[_0-9]*]] = program.bound (k = start - 1 to end + 2)
// CHECK-NOT: stencil.allocation
// CHECK: absolute %{{.*}} : index (k = %[[A]] to %[[B]]) : <ijk x f64>
// CHECK: absolute %{{.*}} : index (k = start + 1 to end) : <ijk x f64>
// CHECK: absolute %{{.*}} : index (k = %[[C]] to %[[D]]) : <ijk x f64>
// CHECK: absolute %{{.*}} : index (k = %[[A]] to %[[B]]) : <ijk x f64>
stencil.func @spread(%a: !field, %m: !field, %n: index) {
  %x = stencil.load %a : !field -> !temp
  %r = stencil.apply -> (!temp) {
    %v = stencil.access_dyn %x[0, 0] absolute %n : index (k = unbounded to unbounded) : !temp
    %w = stencil.access %x[0, 0, 0] : !temp
    %s = arith.addf %v, %w : f64
    stencil.yield %s : f64
  }
  stencil.store %r to %m (i = start to end, j = start to end, k = start - 1 to end + 2) : !temp to !field
  stencil.return
}
stencil.func @collect(%m: !field, %a: !field, %q: !field, %n: index) {
  %l = stencil.load %m : !field -> !temp
  %x = stencil.load %a : !field -> !temp
  %t = stencil.apply -> (!temp) {
    %v = stencil.access %l[0, 0, 0] : !temp
    %w = arith.mulf %v, %v : f64
    stencil.yield %w : f64
  }
  %r = stencil.apply -> (!temp) {
    %k = stencil.index k
    %p = arith.addi %k, %n : index
    %u = stencil.access_dyn %t[0, 0] absolute %p : index (k = unbounded to unbounded) : !temp
    %v = stencil.access_dyn %l[0, 0] absolute %p : index (k = unbounded to unbounded) : !temp
    %w = stencil.access_dyn %x[0, 0] absolute %p : index (k = unbounded to unbounded) : !temp
    %s = arith.addf %u, %v : f64
    %d = arith.subf %s, %w : f64
    stencil.yield %d : f64
  }
  stencil.store %r to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
program.func @main(%a: !field, %q: !field, %n: index) {
  %two = program.alloc (i = start to end, j = start to end, k = start - 1 to end + 2) : !pair
  %one = arith.constant 1 : index
  %m = program.view %two component %one : !pair -> !field
  program.call @spread(%a, %m, %n) : !field, !field, index
  program.call @collect(%m, %a, %q, %n) (i = start to end, j = start to end, k = start + 1 to end) : !field, !field, !field, index
  program.return
}

// In place, on parts of a domain, with fields that are exchanged: a copy is kept of what is read.

//--- in-place.mlir
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
stencil.func @s(%q: !field, %n: index) {
  %x = stencil.load %q : !field -> !temp
  %r = stencil.apply -> (!temp) {
    %k = stencil.index k
    %p = arith.addi %k, %n : index
    %v = stencil.access_dyn %x[1, 0] absolute %p : index (k = unbounded to unbounded) : !temp
    %w = stencil.access %x[0, -1, 1] : !temp
    %u = arith.addf %v, %w : f64
    stencil.yield %u : f64
  }
  %r2 = stencil.apply -> (!temp) {
    %k = stencil.index k
    %p = arith.subi %k, %n : index
    %v = stencil.access_dyn %r[0, 0] absolute %p : index (k = unbounded to unbounded) : !temp
    %w = stencil.access %x[0, -1, 0] : !temp
    %u = arith.addf %v, %w : f64
    stencil.yield %u : f64
  }
  stencil.store %r2 to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
program.func @main(%q: !field, %w: !field, %n: index, %m: index) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  program.for %i = %zero to %m step %one {
    program.call @s(%q, %n) (i = start + 1 to end - 1, j = start + 1 to end, k = start to end - 1) : !field, index
    program.call @s(%w, %i) (i = start to end, j = start to end, k = start + 1 to end) : !field, index
    program.swap %q, %w : !field
    program.call @s(%q, %i) : !field, index
    program.yield
  }
  program.return
}
