// RUN: fvopt-opt %s --split-input-file --verify-diagnostics --pass-pipeline='builtin.module(stencil-infer-bounds,program-schedule{strategy=none report-copies=true})' | FileCheck %s

// Every copy that could not be avoided is a remark.

// The old contents are read after the field is written: they are kept, on what is read of them.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// CHECK-LABEL: program.func @old(
// CHECK-SAME: %[[A0:[a-z0-9]+]]:{{.*}}, %[[A1:[a-z0-9]+]]:{{.*}}, %[[A2:[a-z0-9]+]]:
// CHECK:   %[[V0:.*]] = program.alloc (i = start to end, j = start - 1 to end - 1, k = start to end)
// CHECK-NEXT:   stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 8> {
// CHECK-NEXT:     %[[V1:.*]] = stencil.load %[[A0]] (i = start to end, j = start - 1 to end - 1, k = start to end)
// CHECK-NEXT:     stencil.store %[[V1]] to %[[V0]] (i = start to end, j = start - 1 to end - 1, k = start to end)
// CHECK-NEXT:   }
// CHECK-NEXT:   stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 8> {
// CHECK-NEXT:     %[[V1:.*]] = stencil.load %[[A1]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:     stencil.store %[[V1]] to %[[A0]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   }
// CHECK-NEXT:   stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 8> {
// CHECK-NEXT:     %[[V1:.*]] = stencil.load %[[V0]] (i = start to end, j = start - 1 to end - 1, k = start to end)
// CHECK-NEXT:     %[[V2:.*]] = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
// CHECK-NEXT:       %[[V3:.*]] = stencil.access %[[V1]][0, -1, 0]
// CHECK-NEXT:       stencil.yield %[[V3]]
// CHECK-NEXT:     }
// CHECK-NEXT:     stencil.store %[[V2]] to %[[A2]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   }
// CHECK-NEXT:   program.return
// CHECK-NEXT: }
program.func @old(%q: !field, %in: !field, %out: !field) {
  // expected-remark @+1 {{a copy is made here: the field is written while its old contents are still needed}}
  %old = stencil.load %q : !field -> !temp
  %new = stencil.load %in : !field -> !temp
  stencil.store %new to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
  %a = stencil.apply -> (!temp) {
    %v = stencil.access %old[0, -1, 0] : !temp
    stencil.yield %v : f64
  }
  stencil.store %a to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

// An insert into the contents of a caller's field, without a store to it.
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
// CHECK-LABEL: program.func @insert(
// CHECK-SAME: %[[A0:[a-z0-9]+]]:{{.*}}, %[[A1:[a-z0-9]+]]:{{.*}}, %[[A2:[a-z0-9]+]]:
// CHECK:   %[[V0:.*]] = program.alloc (i = start to end, j = start + 1 to end + 1, k = start to end)
// CHECK-NEXT:   stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 8> {
// CHECK-NEXT:     %[[V1:.*]] = stencil.load %[[A1]] (i = start to end, j = start + 1 to end + 1, k = start to start + 1)
// CHECK-NEXT:     %[[V2:.*]] = stencil.load %[[A0]] (i = start to end, j = start + 1 to end + 1, k = start + 1 to end)
// CHECK-NEXT:     stencil.store %[[V2]] to %[[V0]] (i = start to end, j = start + 1 to end + 1, k = start + 1 to end)
// CHECK-NEXT:     stencil.store %[[V1]] to %[[V0]] (i = start to end, j = start + 1 to end + 1, k = start to start + 1)
// CHECK-NEXT:   }
// CHECK-NEXT:   stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 8> {
// CHECK-NEXT:     %[[V1:.*]] = stencil.load %[[V0]] (i = start to end, j = start + 1 to end + 1, k = start to end)
// CHECK-NEXT:     %[[V2:.*]] = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
// CHECK-NEXT:       %[[V3:.*]] = stencil.access %[[V1]][0, 1, 0]
// CHECK-NEXT:       stencil.yield %[[V3]]
// CHECK-NEXT:     }
// CHECK-NEXT:     stencil.store %[[V2]] to %[[A2]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   }
// CHECK-NEXT:   program.return
// CHECK-NEXT: }
program.func @insert(%q: !field, %in: !field, %out: !field) {
  %old = stencil.load %q : !field -> !temp
  %new = stencil.load %in : !field -> !temp
  // expected-remark @+1 {{a copy is made here: the destination is still needed, or is a field of the caller}}
  %n = stencil.insert %new into %old (k = start to start + 1) : !temp into !temp
  %a = stencil.apply -> (!temp) {
    %v = stencil.access %n[0, 1, 0] : !temp
    stencil.yield %v : f64
  }
  stencil.store %a to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

// The same into a temp that nobody else needs: in place, no copy of it.
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
// CHECK-LABEL: program.func @insert_in_place(
// CHECK-SAME: %[[A0:[a-z0-9]+]]:{{.*}}, %[[A1:[a-z0-9]+]]:{{.*}}, %[[A2:[a-z0-9]+]]:
// CHECK:   %[[V0:.*]] = program.alloc (i = start to end, j = start + 1 to end + 1, k = start to end)
// CHECK-NEXT:   stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 8> {
// CHECK-NEXT:     %[[V1:.*]] = stencil.load %[[A0]] (i = start to end, j = start + 1 to end + 1, k = start + 1 to end)
// CHECK-NEXT:     %[[V2:.*]] = stencil.apply (i = start to end, j = start + 1 to end + 1, k = start + 1 to end) -> (!stencil.temp<ijk x f64>) {
// CHECK-NEXT:       %[[V3:.*]] = stencil.access %[[V1]][0, 0, 0]
// CHECK-NEXT:       %[[V4:.*]] = arith.negf %[[V3]]
// CHECK-NEXT:       stencil.yield %[[V4]]
// CHECK-NEXT:     }
// CHECK-NEXT:     stencil.store %[[V2]] to %[[V0]] (i = start to end, j = start + 1 to end + 1, k = start + 1 to end)
// CHECK-NEXT:   }
// CHECK-NEXT:   stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 8> {
// CHECK-NEXT:     %[[V1:.*]] = stencil.load %[[A1]] (i = start to end, j = start + 1 to end + 1, k = start to start + 1)
// CHECK-NEXT:     stencil.store %[[V1]] to %[[V0]] (i = start to end, j = start + 1 to end + 1, k = start to start + 1)
// CHECK-NEXT:   }
// CHECK-NEXT:   stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 8> {
// CHECK-NEXT:     %[[V1:.*]] = stencil.load %[[V0]] (i = start to end, j = start + 1 to end + 1, k = start to end)
// CHECK-NEXT:     %[[V2:.*]] = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
// CHECK-NEXT:       %[[V3:.*]] = stencil.access %[[V1]][0, 1, 0]
// CHECK-NEXT:       stencil.yield %[[V3]]
// CHECK-NEXT:     }
// CHECK-NEXT:     stencil.store %[[V2]] to %[[A2]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   }
// CHECK-NEXT:   program.return
// CHECK-NEXT: }
program.func @insert_in_place(%q: !field, %in: !field, %out: !field) {
  %q1 = stencil.load %q : !field -> !temp
  %old = stencil.apply -> (!temp) {
    %v = stencil.access %q1[0, 0, 0] : !temp
    %w = arith.negf %v : f64
    stencil.yield %w : f64
  }
  %new = stencil.load %in : !field -> !temp
  %n = stencil.insert %new into %old (k = start to start + 1) : !temp into !temp
  %a = stencil.apply -> (!temp) {
    %v = stencil.access %n[0, 1, 0] : !temp
    stencil.yield %v : f64
  }
  stencil.store %a to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

// The initial value of a sweep is a field of the caller, the result goes elsewhere.
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
// CHECK-LABEL: program.func @sweep(
// CHECK-SAME: %[[A0:[a-z0-9]+]]:{{.*}}, %[[A1:[a-z0-9]+]]:
// CHECK:   %[[V0:.*]] = program.alloc (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   stencil.kernel <order = "jki", parallel = "j", tile = [0, 0, 0], vector = 8> {
// CHECK-NEXT:     %[[V1:.*]] = stencil.load %[[A0]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:     %[[V2:.*]] = stencil.sweep forward (i = start to end, j = start to end, k = start to end) carries(%[[A2:.*]] = %[[V1]] : !stencil.temp<ijk x f64>) {
// CHECK-NEXT:       stencil.interval (k = start + 1 to end) {
// CHECK-NEXT:         stencil.stage (i = start to end, j = start to end) writes(%[[A2]][0] : !stencil.temp<ijk x f64>) {
// CHECK-NEXT:           %[[V3:.*]] = stencil.access %[[A2]][0, 0, -1]
// CHECK-NEXT:           stencil.yield %[[V3]]
// CHECK-NEXT:         }
// CHECK-NEXT:       }
// CHECK-NEXT:     }
// CHECK-NEXT:     stencil.store %[[V2]] to %[[V0]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   }
// CHECK-NEXT:   stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 8> {
// CHECK-NEXT:     %[[V1:.*]] = stencil.load %[[V0]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:     stencil.store %[[V1]] to %[[A1]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   }
// CHECK-NEXT:   program.return
// CHECK-NEXT: }
program.func @sweep(%x: !field, %out: !field) {
  %b = stencil.load %x : !field -> !temp
  // expected-remark @+1 {{a copy is made here: the initial value of a carry is still needed, or is a field of the caller}}
  %s = stencil.sweep forward carries(%c = %b : !temp) {
    stencil.interval (k = start + 1 to end) {
      stencil.stage writes(%c[0] : !temp) {
        %v = stencil.access %c[0, 0, -1] : !temp
        stencil.yield %v : f64
      }
    }
  }
  stencil.store %s to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

// From one view of a field to another, which may be the same memory.
!plane = !stencil.field<ij x f64>
// CHECK-LABEL: program.func @views(
// CHECK-SAME: %[[A0:[a-z0-9]+]]:{{.*}}, %[[A1:[a-z0-9]+]]:{{.*}}, %[[A2:[a-z0-9]+]]:
// CHECK:   %[[V0:.*]] = program.alloc (i = start to end, j = start to end)
// CHECK-NEXT:   %[[V1:.*]] = program.view %[[A0]] level %[[A1]]
// CHECK-NEXT:   %[[V2:.*]] = program.view %[[A0]] level %[[A2]]
// CHECK-NEXT:   stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 8> {
// CHECK-NEXT:     %[[V3:.*]] = stencil.load %[[V1]] (i = start to end, j = start to end)
// CHECK-NEXT:     stencil.store %[[V3]] to %[[V0]] (i = start to end, j = start to end)
// CHECK-NEXT:   }
// CHECK-NEXT:   stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 8> {
// CHECK-NEXT:     %[[V3:.*]] = stencil.load %[[V0]] (i = start to end, j = start to end)
// CHECK-NEXT:     stencil.store %[[V3]] to %[[V2]] (i = start to end, j = start to end)
// CHECK-NEXT:   }
// CHECK-NEXT:   program.return
// CHECK-NEXT: }
program.func @views(%x: !stencil.field<ijk x f64>, %m: index, %n: index) {
  %p = program.view %x level %m : !stencil.field<ijk x f64> -> !plane
  %q = program.view %x level %n : !stencil.field<ijk x f64> -> !plane
  %t = stencil.load %p : !plane -> !stencil.temp<ij x f64>
  // expected-remark @+1 {{a copy is made here: source and target are views of one field}}
  stencil.store %t to %q (i = start to end, j = start to end) : !stencil.temp<ij x f64> to !plane
  program.return
}
