// Forty results are computed before the first is stored: each goes into its field at once.
// RUN: fvopt-opt %s --fvopt-kernels | FileCheck %s
// CHECK-NOT: program.alloc
// CHECK-COUNT-1: stencil.kernel <
// CHECK-NOT: stencil.kernel <
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
stencil.func @far_stores(%s: f64, %q0: !field, %q1: !field, %q2: !field, %q3: !field, %q4: !field, %q5: !field, %q6: !field, %q7: !field, %q8: !field, %q9: !field, %q10: !field, %q11: !field, %q12: !field, %q13: !field, %q14: !field, %q15: !field, %q16: !field, %q17: !field, %q18: !field, %q19: !field, %q20: !field, %q21: !field, %q22: !field, %q23: !field, %q24: !field, %q25: !field, %q26: !field, %q27: !field, %q28: !field, %q29: !field, %q30: !field, %q31: !field, %q32: !field, %q33: !field, %q34: !field, %q35: !field, %q36: !field, %q37: !field, %q38: !field, %q39: !field) {
  %r0 = stencil.apply -> (!temp) {
    %c = arith.constant 0.0 : f64
    %v = arith.addf %s, %c : f64
    stencil.yield %v : f64
  }
  %r1 = stencil.apply -> (!temp) {
    %c = arith.constant 1.0 : f64
    %v = arith.addf %s, %c : f64
    stencil.yield %v : f64
  }
  %r2 = stencil.apply -> (!temp) {
    %c = arith.constant 2.0 : f64
    %v = arith.addf %s, %c : f64
    stencil.yield %v : f64
  }
  %r3 = stencil.apply -> (!temp) {
    %c = arith.constant 3.0 : f64
    %v = arith.addf %s, %c : f64
    stencil.yield %v : f64
  }
  %r4 = stencil.apply -> (!temp) {
    %c = arith.constant 4.0 : f64
    %v = arith.addf %s, %c : f64
    stencil.yield %v : f64
  }
  %r5 = stencil.apply -> (!temp) {
    %c = arith.constant 5.0 : f64
    %v = arith.addf %s, %c : f64
    stencil.yield %v : f64
  }
  %r6 = stencil.apply -> (!temp) {
    %c = arith.constant 6.0 : f64
    %v = arith.addf %s, %c : f64
    stencil.yield %v : f64
  }
  %r7 = stencil.apply -> (!temp) {
    %c = arith.constant 7.0 : f64
    %v = arith.addf %s, %c : f64
    stencil.yield %v : f64
  }
  %r8 = stencil.apply -> (!temp) {
    %c = arith.constant 8.0 : f64
    %v = arith.addf %s, %c : f64
    stencil.yield %v : f64
  }
  %r9 = stencil.apply -> (!temp) {
    %c = arith.constant 9.0 : f64
    %v = arith.addf %s, %c : f64
    stencil.yield %v : f64
  }
  %r10 = stencil.apply -> (!temp) {
    %c = arith.constant 10.0 : f64
    %v = arith.addf %s, %c : f64
    stencil.yield %v : f64
  }
  %r11 = stencil.apply -> (!temp) {
    %c = arith.constant 11.0 : f64
    %v = arith.addf %s, %c : f64
    stencil.yield %v : f64
  }
  %r12 = stencil.apply -> (!temp) {
    %c = arith.constant 12.0 : f64
    %v = arith.addf %s, %c : f64
    stencil.yield %v : f64
  }
  %r13 = stencil.apply -> (!temp) {
    %c = arith.constant 13.0 : f64
    %v = arith.addf %s, %c : f64
    stencil.yield %v : f64
  }
  %r14 = stencil.apply -> (!temp) {
    %c = arith.constant 14.0 : f64
    %v = arith.addf %s, %c : f64
    stencil.yield %v : f64
  }
  %r15 = stencil.apply -> (!temp) {
    %c = arith.constant 15.0 : f64
    %v = arith.addf %s, %c : f64
    stencil.yield %v : f64
  }
  %r16 = stencil.apply -> (!temp) {
    %c = arith.constant 16.0 : f64
    %v = arith.addf %s, %c : f64
    stencil.yield %v : f64
  }
  %r17 = stencil.apply -> (!temp) {
    %c = arith.constant 17.0 : f64
    %v = arith.addf %s, %c : f64
    stencil.yield %v : f64
  }
  %r18 = stencil.apply -> (!temp) {
    %c = arith.constant 18.0 : f64
    %v = arith.addf %s, %c : f64
    stencil.yield %v : f64
  }
  %r19 = stencil.apply -> (!temp) {
    %c = arith.constant 19.0 : f64
    %v = arith.addf %s, %c : f64
    stencil.yield %v : f64
  }
  %r20 = stencil.apply -> (!temp) {
    %c = arith.constant 20.0 : f64
    %v = arith.addf %s, %c : f64
    stencil.yield %v : f64
  }
  %r21 = stencil.apply -> (!temp) {
    %c = arith.constant 21.0 : f64
    %v = arith.addf %s, %c : f64
    stencil.yield %v : f64
  }
  %r22 = stencil.apply -> (!temp) {
    %c = arith.constant 22.0 : f64
    %v = arith.addf %s, %c : f64
    stencil.yield %v : f64
  }
  %r23 = stencil.apply -> (!temp) {
    %c = arith.constant 23.0 : f64
    %v = arith.addf %s, %c : f64
    stencil.yield %v : f64
  }
  %r24 = stencil.apply -> (!temp) {
    %c = arith.constant 24.0 : f64
    %v = arith.addf %s, %c : f64
    stencil.yield %v : f64
  }
  %r25 = stencil.apply -> (!temp) {
    %c = arith.constant 25.0 : f64
    %v = arith.addf %s, %c : f64
    stencil.yield %v : f64
  }
  %r26 = stencil.apply -> (!temp) {
    %c = arith.constant 26.0 : f64
    %v = arith.addf %s, %c : f64
    stencil.yield %v : f64
  }
  %r27 = stencil.apply -> (!temp) {
    %c = arith.constant 27.0 : f64
    %v = arith.addf %s, %c : f64
    stencil.yield %v : f64
  }
  %r28 = stencil.apply -> (!temp) {
    %c = arith.constant 28.0 : f64
    %v = arith.addf %s, %c : f64
    stencil.yield %v : f64
  }
  %r29 = stencil.apply -> (!temp) {
    %c = arith.constant 29.0 : f64
    %v = arith.addf %s, %c : f64
    stencil.yield %v : f64
  }
  %r30 = stencil.apply -> (!temp) {
    %c = arith.constant 30.0 : f64
    %v = arith.addf %s, %c : f64
    stencil.yield %v : f64
  }
  %r31 = stencil.apply -> (!temp) {
    %c = arith.constant 31.0 : f64
    %v = arith.addf %s, %c : f64
    stencil.yield %v : f64
  }
  %r32 = stencil.apply -> (!temp) {
    %c = arith.constant 32.0 : f64
    %v = arith.addf %s, %c : f64
    stencil.yield %v : f64
  }
  %r33 = stencil.apply -> (!temp) {
    %c = arith.constant 33.0 : f64
    %v = arith.addf %s, %c : f64
    stencil.yield %v : f64
  }
  %r34 = stencil.apply -> (!temp) {
    %c = arith.constant 34.0 : f64
    %v = arith.addf %s, %c : f64
    stencil.yield %v : f64
  }
  %r35 = stencil.apply -> (!temp) {
    %c = arith.constant 35.0 : f64
    %v = arith.addf %s, %c : f64
    stencil.yield %v : f64
  }
  %r36 = stencil.apply -> (!temp) {
    %c = arith.constant 36.0 : f64
    %v = arith.addf %s, %c : f64
    stencil.yield %v : f64
  }
  %r37 = stencil.apply -> (!temp) {
    %c = arith.constant 37.0 : f64
    %v = arith.addf %s, %c : f64
    stencil.yield %v : f64
  }
  %r38 = stencil.apply -> (!temp) {
    %c = arith.constant 38.0 : f64
    %v = arith.addf %s, %c : f64
    stencil.yield %v : f64
  }
  %r39 = stencil.apply -> (!temp) {
    %c = arith.constant 39.0 : f64
    %v = arith.addf %s, %c : f64
    stencil.yield %v : f64
  }
  stencil.store %r0 to %q0 (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r1 to %q1 (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r2 to %q2 (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r3 to %q3 (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r4 to %q4 (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r5 to %q5 (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r6 to %q6 (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r7 to %q7 (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r8 to %q8 (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r9 to %q9 (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r10 to %q10 (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r11 to %q11 (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r12 to %q12 (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r13 to %q13 (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r14 to %q14 (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r15 to %q15 (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r16 to %q16 (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r17 to %q17 (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r18 to %q18 (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r19 to %q19 (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r20 to %q20 (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r21 to %q21 (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r22 to %q22 (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r23 to %q23 (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r24 to %q24 (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r25 to %q25 (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r26 to %q26 (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r27 to %q27 (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r28 to %q28 (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r29 to %q29 (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r30 to %q30 (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r31 to %q31 (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r32 to %q32 (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r33 to %q33 (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r34 to %q34 (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r35 to %q35 (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r36 to %q36 (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r37 to %q37 (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r38 to %q38 (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r39 to %q39 (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
