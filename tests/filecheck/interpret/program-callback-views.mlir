// RUN: fvopt run %s --entry main --domain 4,3,2 --check | FileCheck %s
// RUN: fvopt run %s --entry main --domain 1,1,2 --check | FileCheck %s
// RUN: fvopt run %s --entry main --domain 4,3,2 --checked --check | FileCheck %s
// RUN: not fvopt run %s --entry outside --domain 4,3,2 --arg n=5 2>&1 | FileCheck %s --check-prefix=OUTSIDE
// RUN: not fvopt run %s --entry outside --domain 4,3,2 --arg n=5 --interpret 2>&1 | FileCheck %s --check-prefix=OUTSIDE-INTERPRETED
// RUN: fvopt run %s --entry outside --domain 4,3,2 --arg n=1 --check | FileCheck %s

// A host function gets a level, a component, and a level of a component: the same memory.

// CHECK: equal to the interpreter

!field = !stencil.field<ijk x f64>
!plane = !stencil.field<ij x f64>
!table = !stencil.field<ijk x 3 x 2 x f64>
!numbers = !stencil.field<ijk x i64>
!tile = !stencil.field<ijk x 2 x f64>

program.func @main(%a: !field, %q: !table, %planes: !stencil.field<k x 2 x f32>, %n: !numbers) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %nine = arith.constant 9 : index
  %two = arith.constant 2.0 : f64
  %three = arith.constant 3.0 : f64
  %level = program.view %a level %one : !field -> !plane
  program.callback @fvopt_scale(%level, %two)
      reads [(i = start to end, j = start to end)] writes [(i = start to end, j = start to end)] : !plane, f64
  // Component 9 is the last.
  %last = program.view %q component %nine : !table -> !tile
  program.callback @fvopt_scale(%last, %three)
      reads [(i = start to end, j = start to end, k = start to end)]
      writes [(i = start to end, j = start to end, k = start to end)] : !tile, f64
  %first = program.view %last component %zero : !tile -> !field
  %of_first = program.view %first level %zero : !field -> !plane
  %low = arith.constant 0.0 : f64
  %high = arith.constant 1.0 : f64
  program.callback @fvopt_scale(%of_first, %two, %low, %high)
      reads [(i = start to end, j = start to end)] writes [(i = start to start + 1, j = start to end)]
      : !plane, f64, f64, f64
  // Nothing but data indices is left.
  %values = program.view %planes level %one : !stencil.field<k x 2 x f32> -> !stencil.field<none x 2 x f32>
  program.callback @fvopt_scale(%values, %three) reads [()] writes [()] : !stencil.field<none x 2 x f32>, f64
  // A field of the program's own.
  %own = program.alloc (i = start to end, j = start to end, k = start to end) : !field
  program.call @zero(%own) : !field
  %of_own = program.view %own level %zero : !field -> !plane
  program.callback @fvopt_scale(%of_own, %two)
      reads [(i = start to end, j = start to end)] writes [(i = start to end, j = start to end)] : !plane, f64
  program.call @copy(%own, %a) (i = start to end, j = start to end, k = start to start + 1) : !field, !field
  // What the host may have written counts as written, in checked mode too.
  %numbers = program.alloc (i = start to end, j = start to end, k = start to end) : !numbers
  %nothing = arith.constant 0.0 : f64
  program.callback @fvopt_scale(%numbers, %nothing) reads [none]
      writes [(i = start to end, j = start to end, k = start to end)] : !numbers, f64
  program.call @copy_numbers(%numbers, %n) : !numbers, !numbers
  program.return
}

stencil.func @zero(%f: !field) {
  %t = stencil.apply -> (!stencil.temp<ijk x f64>) {
    %v = arith.constant 0.5 : f64
    stencil.yield %v : f64
  }
  stencil.store %t to %f (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !field
  stencil.return
}
stencil.func @copy(%from: !field, %to: !field) {
  %t = stencil.load %from : !field -> !stencil.temp<ijk x f64>
  stencil.store %t to %to (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !field
  stencil.return
}
stencil.func @copy_numbers(%from: !numbers, %to: !numbers) {
  %t = stencil.load %from : !numbers -> !stencil.temp<ijk x i64>
  stencil.store %t to %to (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x i64> to !numbers
  stencil.return
}

// A level that does not exist is an error even where nothing is declared: the host gets memory.
// OUTSIDE: error: program.callback gets a level of argument 0: level 5 is outside 0 to 2
// OUTSIDE-INTERPRETED: level 5 is outside of the allocation of
program.func @outside(%a: !field, %n: index) {
  %level = program.view %a level %n : !field -> !plane
  program.callback @fvopt_check_finite(%level) reads [none] writes [none] : !plane
  program.return
}
