// RUN: fvopt-opt %s --split-input-file --stencil-infer-bounds --convert-kernels-to-loops --canonicalize --cse | FileCheck %s

// Swapped fields are memrefs that change places as block arguments. After the
// loop, what belongs to an argument is copied back where it ended elsewhere.

!field = !stencil.field<i x f64>

// CHECK-LABEL: func.func @fvopt.swap(
// CHECK-SAME: %[[A:[a-z0-9]+]]: memref<?xf64, strided<[1], offset: ?>>, %{{[a-z0-9]+}}: index, %[[B:[a-z0-9]+]]: memref
// CHECK: cf.br ^[[HEADER:bb[0-9]+]](%{{.*}}, %[[A]], %[[B]] :
// CHECK: ^[[HEADER]](%{{.*}}: index, %[[X:.*]]: memref<?xf64, {{[^,]*}}, {{[^,]*}}>, %[[Y:.*]]: memref<?xf64, {{[^,]*}}, {{[^,]*}}>):
// CHECK: cf.cond_br
// CHECK: %[[HOME:.*]] = memref.extract_aligned_pointer_as_index %[[A]]
// CHECK: %[[NOW:.*]] = memref.extract_aligned_pointer_as_index %[[X]]
// CHECK: %[[MOVED:.*]] = arith.cmpi ne, %[[HOME]], %[[NOW]]
// CHECK: scf.if
// CHECK: memref.store %{{.*}}, %[[A]]
// CHECK: memref.store %{{.*}}, %[[B]]
// The next iteration has them the other way round.
// CHECK: cf.br ^[[HEADER]](%{{.*}}, %[[Y]], %[[X]] :
program.func @swap(%n: index, %a: !field, %b: !field) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  program.for %i = %zero to %n step %one {
    program.swap %a, %b : !field
  }
  program.return
}

// -----

// Scalars that loops carry are block arguments; branches join. Iterations are counted down, so that
// the counter may end where 64 bits do.
!field = !stencil.field<i x f64>
// CHECK-LABEL: func.func @fvopt.scalars(
// CHECK-SAME: %[[N:[a-z0-9]+]]: index, %[[X:[a-z0-9]+]]: f64, %[[C:[a-z0-9]+]]: i1) -> i32
// CHECK-DAG: %[[DOWN:.*]] = arith.constant -1 : index
// CHECK-DAG: %[[ZERO:.*]] = arith.constant 0 : index
// CHECK: %[[SOME:.*]] = arith.cmpi sgt, %[[N]], %[[ZERO]] : index
// CHECK: %[[ITERATIONS:.*]] = arith.select %[[SOME]], %[[N]], %[[ZERO]] : index
// CHECK: cf.br ^[[HEADER:bb[0-9]+]](%[[ITERATIONS]], %[[X]] : index, f64)
// CHECK: ^[[HEADER]](%[[LEFT:.*]]: index, %[[S:.*]]: f64):
// CHECK-NEXT: %[[MORE:.*]] = arith.cmpi ne, %[[LEFT]], %[[ZERO]]
// CHECK-NEXT: cf.cond_br %[[MORE]], ^[[BODY:bb[0-9]+]], ^[[EXIT:bb[0-9]+]]
// CHECK: call @fvopt_host_callback
program.func @scalars(%n: index, %x: f64, %c: i1) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %r = program.for %i = %zero to %n step %one iter_args(%s = %x) -> (f64) {
    %t = program.if %c -> (f64) {
      %u = arith.negf %s : f64
      program.yield %u : f64
    } else {
      program.yield %s : f64
    }
    program.yield %t : f64
  }
  program.callback @use(%r) reads [] writes [] : f64
  program.return
}

// -----

// Words of a callback: scalars as one word (a float as its bits), a field as its
// address, sizes and strides (slowest first), origins (i, j) and what may be
// written (here nothing). A status other than 0 leaves the program.
// CHECK: func.func private @fvopt_host_callback(!llvm.ptr, i64, !llvm.ptr, i64) -> i32
// CHECK-LABEL: func.func @fvopt.callback(
// CHECK-SAME: %[[HOST:[a-z0-9]+]]: !llvm.ptr
// CHECK-SAME: %[[Q:[a-z0-9]+]]: memref<?x?xf32, strided<[?, 1], offset: ?>>, %[[OI:[a-z0-9]+]]: index, %[[OJ:[a-z0-9]+]]: index, %[[DT:[a-z0-9]+]]: f64, %[[FLAG:[a-z0-9]+]]: i1, %{{[a-z0-9]+}}: index) -> i32
// CHECK-SAME: program.callbacks = {{.}}["physics", "{{.*}}program.mlir:{{[0-9:]+}}", !stencil.field<ij x f32>, f64, i1], ["after", "{{.*}}program.mlir:{{[0-9:]+}}"]]
// CHECK-DAG: %[[COUNT:.*]] = arith.constant 14 : i64
// CHECK: %[[WORDS:.*]] = memref.alloca() : memref<14xi64>
// CHECK: %{{.*}}, %{{.*}}, %{{.*}}:2, %[[STRIDES:.*]]:2 = memref.extract_strided_metadata %[[Q]]
// CHECK: memref.extract_aligned_pointer_as_index %[[Q]]
// CHECK-DAG: %[[WI:.*]] = arith.index_cast %[[OI]] : index to i64
// CHECK-DAG: %[[WJ:.*]] = arith.index_cast %[[OJ]] : index to i64
// CHECK-DAG: %[[WDT:.*]] = arith.bitcast %[[DT]] : f64 to i64
// CHECK-DAG: %[[WFLAG:.*]] = arith.extui %[[FLAG]] : i1 to i64
// CHECK: memref.store %[[WI]], %[[WORDS]]
// CHECK: memref.store %[[WJ]], %[[WORDS]]
// CHECK: memref.store %[[WDT]], %[[WORDS]]
// CHECK: memref.store %[[WFLAG]], %[[WORDS]]
// CHECK: %[[STATUS:.*]] = call @fvopt_host_callback(%[[HOST]], %{{.*}}, %{{.*}}, %[[COUNT]])
// CHECK: %[[OKAY:.*]] = arith.cmpi eq, %[[STATUS]], %{{.*}} : i32
// CHECK: cf.cond_br %[[OKAY]], ^{{.*}}, ^[[EXIT:bb[0-9]+]](%[[STATUS]] : i32)
// CHECK: ^[[EXIT]](%[[RESULT:.*]]: i32):
// CHECK-NEXT: return %[[RESULT]]
program.func @callback(%q: !stencil.field<ij x f32>, %dt: f64, %flag: i1, %n: index) {
  program.callback @physics(%q, %dt, %flag) reads [(i = start to end, j = start to end)] writes [none] : !stencil.field<ij x f32>, f64, i1
  program.callback @after() reads [] writes []
  program.return
}

// -----

// A check that fails tells the host where and what, and leaves with status -1.
// CHECK: func.func private @fvopt_host_report(!llvm.ptr, i64, i64, i64, i64, i64){{$}}
// CHECK-LABEL: func.func @fvopt.checks(
// CHECK-SAME: program.places = ["{{.*}}program.mlir:{{.*}}: program.for"]
// CHECK-DAG: %[[MINUS:.*]] = arith.constant -1 : i32
// CHECK: %[[STUCK:.*]] = arith.cmpi sle, %[[STEP:.*]], %{{.*}} : index
// CHECK: cf.cond_br %[[STUCK]], ^[[FAILED:bb[0-9]+]], ^
// CHECK: ^[[FAILED]]:
// CHECK: %[[WORD:.*]] = arith.index_cast %[[STEP]]
// CHECK: call @fvopt_host_report(%{{.*}}, %{{.*}}, %{{.*}}, %[[WORD]],
// CHECK-NEXT: cf.br ^{{.*}}(%[[MINUS]] : i32)
program.func @checks(%step: index) {
  %zero = arith.constant 0 : index
  program.for %i = %zero to %step step %step {
    program.callback @tick() reads [] writes []
  }
  program.return
}

// -----

// A reduction runs in the fixed order: along i, then rows, then planes, each from the identity.
// CHECK-LABEL: func.func @fvopt.reduce(
// CHECK-DAG: %[[ZERO:.*]] = arith.constant 0.000000e+00 : f64
// CHECK: %[[ALL:.*]] = scf.for {{.*}} iter_args(%[[S2:.*]] = %[[ZERO]])
// CHECK: %[[PLANE:.*]] = scf.for {{.*}} iter_args(%[[S1:.*]] = %[[ZERO]])
// CHECK: %[[ROW:.*]] = scf.for {{.*}} iter_args(%[[S0:.*]] = %[[ZERO]])
// CHECK: %[[V:.*]] = memref.load
// CHECK: arith.addf %[[S0]], %[[V]]
// CHECK: arith.addf %[[S1]], %[[ROW]]
// CHECK: arith.addf %[[S2]], %[[PLANE]]
// CHECK: arith.bitcast %[[ALL]]
program.func @reduce(%q: !stencil.field<ijk x f64>) {
  %s = program.reduce add %q (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> f64
  program.callback @use(%s) reads [] writes [] : f64
  program.return
}

// requirement L16
