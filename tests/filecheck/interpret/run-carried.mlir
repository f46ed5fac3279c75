// requirement L13
// requirement L14
// What points share along a row is carried from one to the next, and rows are asked for ahead: results are those
// of the interpreter, on rows that are shorter and longer than a vector.
// RUN: fvopt run %s --entry kinds --domain 1,1,1 --check | FileCheck %s
// RUN: fvopt run %s --entry kinds --domain 17,3,2 --check | FileCheck %s
// RUN: fvopt run %s --entry numbers --domain 1,2,3 --check | FileCheck %s
// RUN: fvopt run %s --entry numbers --domain 3,2,34 --check | FileCheck %s
// RUN: fvopt run %s --entry components --domain 2,1,30 --check | FileCheck %s
// RUN: fvopt run %s --entry components --domain 40,7,5 --check | FileCheck %s
// RUN: fvopt run %s --entry back --domain 1,1,1 --check | FileCheck %s
// RUN: fvopt run %s --entry back --domain 19,4,6 --check | FileCheck %s

// CHECK: equal to the interpreter

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
!bits = !stencil.field<ijk x i1>
!bit = !stencil.temp<ijk x i1>

// Truth values, and values that branches use.
program.func @kinds(%in: !field, %mask: !bits, %out: !field, %changed: !bits) {
  stencil.kernel <order = "kji", parallel = "k", tile = [0, 0, 0], vector = 8> {
    %t = stencil.load %in (i = start - 1 to end + 1, j = start to end, k = start to end) : !field -> !temp
    %b = stencil.load %mask (i = start - 1 to end + 1, j = start to end, k = start to end) prefetch 3 : !bits -> !bit
    %r, %s = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp, !bit) {
      %b0 = stencil.access %b[-1, 0, 0] : !bit
      %b1 = stencil.access %b[0, 0, 0] : !bit
      %b2 = stencil.access %b[1, 0, 0] : !bit
      %v0 = stencil.access %t[-1, 0, 0] : !temp
      %v1 = stencil.access %t[0, 0, 0] : !temp
      %v2 = stencil.access %t[1, 0, 0] : !temp
      %c0 = arith.cmpf olt, %v0, %v1 : f64
      %c1 = arith.cmpf olt, %v1, %v2 : f64
      %d0 = arith.xori %c0, %b0 : i1
      %d1 = arith.xori %c1, %b1 : i1
      %e0 = arith.andi %d0, %b1 : i1
      %e1 = arith.andi %d1, %b2 : i1
      %w = arith.xori %e0, %e1 : i1
      %f = scf.if %e0 -> (f64) {
        %q = arith.mulf %v0, %v2 : f64
        scf.yield %q : f64
      } else {
        %q = arith.addf %v1, %v0 : f64
        scf.yield %q : f64
      }
      stencil.yield %f, %w : f64, i1
    }
    stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
    stencil.store %s to %changed (i = start to end, j = start to end, k = start to end) : !bit to !bits
  }
  program.return
}

// Integers of a byte, a division, and the number of the point, along k: the two points before.
!bytes = !stencil.field<ijk x i8>
!byte = !stencil.temp<ijk x i8>
program.func @numbers(%in: !bytes, %out: !bytes) {
  stencil.kernel <order = "jik", parallel = "j", tile = [0, 0, 0], vector = 16> {
    %t = stencil.load %in (i = start to end, j = start to end, k = start - 2 to end) : !bytes -> !byte
    %r = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!byte) {
      %odd = arith.constant 1 : i8
      %seven = arith.constant 7 : i8
      %c-1 = arith.constant -1 : index
      %c-2 = arith.constant -2 : index
      %k0 = stencil.index k
      %k1 = arith.addi %k0, %c-1 : index
      %k2 = arith.addi %k0, %c-2 : index
      %n0 = arith.index_cast %k0 : index to i8
      %n1 = arith.index_cast %k1 : index to i8
      %n2 = arith.index_cast %k2 : index to i8
      %v0 = stencil.access %t[0, 0, 0] : !byte
      %v1 = stencil.access %t[0, 0, -1] : !byte
      %v2 = stencil.access %t[0, 0, -2] : !byte
      %x0 = arith.muli %v0, %n0 : i8
      %x1 = arith.muli %v1, %n1 : i8
      %x2 = arith.muli %v2, %n2 : i8
      %y0 = arith.xori %x0, %n0 : i8
      %y1 = arith.xori %x1, %n1 : i8
      %y2 = arith.xori %x2, %n2 : i8
      %a = arith.andi %y1, %seven : i8
      %d = arith.ori %a, %odd : i8
      %q = arith.divsi %y2, %d : i8
      %m = arith.subi %q, %y0 : i8
      stencil.yield %m : i8
    }
    stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !byte to !bytes
  }
  program.return
}

// Rows are asked for of one component, and of planes, as far ahead as can be.
!parts = !stencil.field<ijk x 3 x f64>
!part = !stencil.temp<ijk x 3 x f64>
!plane = !stencil.field<ij x f64>
!flat = !stencil.temp<ij x f64>
program.func @components(%in: !parts, %factor: !plane, %out: !field) {
  stencil.kernel <order = "kji", parallel = "kj", tile = [16, 4, 0], vector = 4> {
    %t = stencil.load %in (i = start - 1 to end + 1, j = start to end, k = start to end) : !parts -> !part
    %p = stencil.load %factor (i = start to end, j = start - 1 to end) prefetch 1000000 : !plane -> !flat
    %r = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %c3 = arith.constant 3 : index
      %k = stencil.index k
      %n = arith.remui %k, %c3 : index
      %v0 = stencil.access %t[-1, 0, 0] at %n : !part
      %v1 = stencil.access %t[0, 0, 0] at %n : !part
      %v2 = stencil.access %t[1, 0, 0] at %n : !part
      %d0 = arith.subf %v1, %v0 : f64
      %d1 = arith.subf %v2, %v1 : f64
      %e0 = math.exp %d0 : f64
      %e1 = math.exp %d1 : f64
      %x = stencil.access %p[0, -1] : !flat
      %y = arith.mulf %e0, %x : f64
      %z = arith.addf %y, %e1 : f64
      stencil.yield %z : f64
    }
    stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}

// Down the levels, in place, over a plane that a stage keeps.
!single = !stencil.field<ijk x f32>
!value = !stencil.temp<ijk x f32>
!kept = !stencil.temp<ij x f32>
program.func @back(%in: !single, %out: !single) {
  stencil.kernel <order = "kji", parallel = "j", tile = [0, 0, 0], vector = 8> {
    %t = stencil.load %in (i = start - 1 to end + 1, j = start to end + 1, k = start to end) prefetch 3 : !single -> !value
    %old = stencil.load %out (i = start to end, j = start to end, k = start to end) prefetch 2 : !single -> !value
    %s = stencil.sweep backward (i = start to end, j = start to end, k = start to end) carries(%c = %old : !value) {
      stencil.interval (k = start to end - 1) {
        %h = stencil.stage (i = start - 1 to end + 1, j = start to end) -> (!kept) {
          %v = stencil.access %t[0, 0, 0] : !value
          %w = stencil.access %t[0, 1, 0] : !value
          %x = arith.mulf %v, %w : f32
          stencil.yield %x : f32
        }
        stencil.stage (i = start to end, j = start to end) writes(%c[0] : !value) {
          %w0 = stencil.access %h[-1, 0] : !kept
          %w1 = stencil.access %h[0, 0] : !kept
          %w2 = stencil.access %h[1, 0] : !kept
          %d0 = arith.divf %w1, %w0 : f32
          %d1 = arith.divf %w2, %w1 : f32
          %e0 = math.cos %d0 : f32
          %e1 = math.cos %d1 : f32
          %v = arith.subf %e0, %e1 : f32
          %x = stencil.access %c[0, 0, 1] : !value
          %w = arith.subf %v, %x : f32
          stencil.yield %w : f32
        }
      }
    }
    stencil.store %s to %out (i = start to end, j = start to end, k = start to end) : !value to !single
  }
  program.return
}
