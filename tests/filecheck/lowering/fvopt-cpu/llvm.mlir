// RUN: fvopt-opt %s --fvopt-cpu | FileCheck %s

// requirement L9

// Everything ends in the LLVM dialect (and its OpenMP companion for threads).

// CHECK-NOT: {{^ *(%.* = )?(stencil|program|scf|memref|vector|arith|math|func|cf|index|affine|builtin)\.}}
// L9: memory comes from functions that the runtime has, and so from its pool.
// CHECK-DAG: llvm.func @_mlir_memref_to_llvm_free(
// CHECK-DAG: llvm.func @_mlir_memref_to_llvm_aligned_alloc(
// Every kernel is a function of its own, with its threads.
// CHECK: llvm.func @fvopt.main.kernel_0(
// CHECK-NOT: {{^ *(%.* = )?(stencil|program|scf|memref|vector|arith|math|func|cf|index|affine|builtin)\.}}
// CHECK: omp.parallel
// CHECK-NOT: {{^ *(%.* = )?(stencil|program|scf|memref|vector|arith|math|func|cf|index|affine|builtin)\.}}
// CHECK: llvm.func @fvopt.main(
// CHECK-NOT: {{^ *(%.* = )?(stencil|program|scf|memref|vector|arith|math|func|cf|index|affine|builtin)\.}}
// CHECK: llvm.call @fvopt.main.kernel_0(
// CHECK-NOT: {{^ *(%.* = )?(stencil|program|scf|memref|vector|arith|math|func|cf|index|affine|builtin)\.}}

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
stencil.func @all(%in: !field, %out: !field) {
  %t = stencil.load %in : !field -> !temp
  %a = stencil.apply -> (!temp) {
    %v = stencil.access %t[1, 0, 0] : !temp
    %w = math.sin %v : f64
    %n = arith.maxnumf %v, %w : f64
    stencil.yield %n : f64
  }
  %s = stencil.sweep forward carries(%c = %a : !temp) {
    stencil.interval (k = start + 1 to end) {
      stencil.stage writes(%c[0] : !temp) {
        %p = stencil.access %c[0, 0, -1] : !temp
        stencil.yield %p : f64
      }
    }
  }
  stencil.store %s to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
program.func @main(%in: !field, %out: !field, %n: index) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  program.for %i = %zero to %n step %one {
    program.call @all(%in, %out) : !field, !field
    program.swap %in, %out : !field
    program.exchange %in [1, 1, 1, 1] : !field
  }
  %m = program.reduce max %out (i = start to end, j = start to end, k = start to end) : !field -> f64
  program.callback @host(%out, %m) reads [none] writes [(i = start to end, j = start to end, k = start to end)] : !field, f64
  program.return
}
