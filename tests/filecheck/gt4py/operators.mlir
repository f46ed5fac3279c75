// RUN: fvopt run %s --check | FileCheck %s
// CHECK: {{^}}equal to the interpreter
//
// GTIR UnaryOp, BinaryOp (arithmetic, comparison, logical) and TernaryOp, of floats
// and integers.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

stencil.func @operators(%a: !field, %b: !field, %m: !stencil.field<ijk x i32>, %n: !stencil.field<ijk x i32>,
                        %f: !field, %g: !stencil.field<ijk x i32>, %p: !stencil.field<ijk x i1>) {
  %ta = stencil.load %a : !field -> !temp
  %tb = stencil.load %b : !field -> !temp
  %tm = stencil.load %m : !stencil.field<ijk x i32> -> !stencil.temp<ijk x i32>
  %tn = stencil.load %n : !stencil.field<ijk x i32> -> !stencil.temp<ijk x i32>
  %r:3 = stencil.apply -> (!temp, !stencil.temp<ijk x i32>, !stencil.temp<ijk x i1>) {
    %u = stencil.access %ta[0, 0, 0] : !temp
    %v = stencil.access %tb[0, 0, 0] : !temp
    %x = stencil.access %tm[0, 0, 0] : !stencil.temp<ijk x i32>
    %y = stencil.access %tn[0, 0, 0] : !stencil.temp<ijk x i32>
    %true = arith.constant true
    %zero = arith.constant 0 : i32
    %one = arith.constant 1 : i32
    // Unary: -, not. (+ is the operand itself.)
    %neg = arith.negf %u : f64
    %negi = arith.subi %zero, %x : i32
    // Arithmetic of floats.
    %add = arith.addf %neg, %v : f64
    %sub = arith.subf %add, %u : f64
    %mul = arith.mulf %sub, %v : f64
    %div = arith.divf %mul, %u : f64
    // Arithmetic of integers; division as in C, the divisor kept from zero.
    %y1 = arith.addi %y, %one : i32
    %addi = arith.addi %negi, %y : i32
    %muli = arith.muli %addi, %y1 : i32
    %divi = arith.divsi %muli, %y1 : i32
    // Comparisons.
    %gt = arith.cmpf ogt, %u, %v : f64
    %lt = arith.cmpf olt, %u, %v : f64
    %ge = arith.cmpf oge, %u, %v : f64
    %le = arith.cmpf ole, %u, %v : f64
    %eq = arith.cmpf oeq, %u, %v : f64
    %ne = arith.cmpf une, %u, %v : f64
    %gti = arith.cmpi sgt, %x, %y : i32
    %eqi = arith.cmpi eq, %x, %y : i32
    // Logical: and, or, not.
    %and = arith.andi %gt, %gti : i1
    %or = arith.ori %and, %eqi : i1
    %not = arith.xori %or, %true : i1
    %l1 = arith.andi %le, %ne : i1
    %l2 = arith.ori %l1, %eq : i1
    %l3 = arith.xori %l2, %ge : i1
    %l4 = arith.xori %l3, %lt : i1
    %logic = arith.xori %l4, %not : i1
    // Ternary.
    %ternary = arith.select %not, %div, %u : f64
    stencil.yield %ternary, %divi, %logic : f64, i32, i1
  }
  stencil.store %r#0 to %f (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r#1 to %g (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x i32> to !stencil.field<ijk x i32>
  stencil.store %r#2 to %p (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x i1> to !stencil.field<ijk x i1>
  stencil.return
}
