// RUN: fvopt-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: stencil.func @insert
stencil.func @insert(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %n: index) {
  // CHECK-NEXT: %[[T:[0-9]+]] = stencil.load
  // CHECK-NEXT: %[[U:[0-9]+]] = stencil.load
  %t = stencil.load %f : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  %u = stencil.load %g : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  // An empty box: the destination.
  // CHECK-NEXT: stencil.store %[[U]] to
  %a = stencil.insert %t into %u (i = start + 1 to start) : !stencil.temp<ijk x f64> into !stencil.temp<ijk x f64>
  stencil.store %a to %f (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  // The same temp: itself.
  // CHECK-NEXT: stencil.store %[[T]] to
  %b = stencil.insert %t into %t (i = start to %n) : !stencil.temp<ijk x f64> into !stencil.temp<ijk x f64>
  stencil.store %b to %f (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  // The whole space: the source.
  // CHECK-NEXT: stencil.store %[[T]] to
  %c = stencil.insert %t into %u () : !stencil.temp<ijk x f64> into !stencil.temp<ijk x f64>
  stencil.store %c to %f (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  // Not known to be empty: the domain may be.
  // CHECK-NEXT: stencil.insert
  %d = stencil.insert %t into %u (i = end to start + 1) : !stencil.temp<ijk x f64> into !stencil.temp<ijk x f64>
  // CHECK-NEXT: stencil.store
  stencil.store %d to %f (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  // CHECK-NEXT: stencil.return
  stencil.return
}

// CHECK-LABEL: stencil.func @component
stencil.func @component(%q: !stencil.field<ijk x 4 x f64>, %n: index) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  %u = stencil.load %q : !stencil.field<ijk x 4 x f64> -> !stencil.temp<ijk x 4 x f64>
  // CHECK: stencil.insert
  %a = stencil.insert %t into %u at %n () : !stencil.temp<ijk x f64> into !stencil.temp<ijk x 4 x f64>
  stencil.store %a to %q (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x 4 x f64> to !stencil.field<ijk x 4 x f64>
  stencil.return
}

// CHECK-LABEL: stencil.func @empty_store
stencil.func @empty_store(%f: !stencil.field<ijk x f64>, %n: index) {
  // CHECK-NEXT: stencil.return
  %t = stencil.undef : !stencil.temp<ijk x f64>
  stencil.store %t to %f (i = start to end, j = %n to %n, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.return
}

// CHECK-LABEL: stencil.func @unused_results
stencil.func @unused_results(%f: !stencil.field<ijk x f64>, %n: index) {
  %t = stencil.load %f : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  // CHECK: %[[R:[0-9]+]] = stencil.apply (i = start to end, j = start to end, k = start to %{{.*}}) -> (!stencil.temp<ijk x f64>) {
  // CHECK-NEXT: %[[V:[0-9]+]] = stencil.access %{{.*}}[0, 0, 0]
  // CHECK-NEXT: stencil.yield %[[V]] : f64
  // CHECK-NEXT: } {note = "kept"}
  %r:3 = stencil.apply (i = start to end, j = start to end, k = start to %n) -> (!stencil.temp<ijk x 2 x f64>, !stencil.temp<ijk x f64>, !stencil.temp<ijk x f64>) {
    %a = stencil.access %t[0, 0, 1] : !stencil.temp<ijk x f64>
    %b = stencil.access %t[0, 0, 0] : !stencil.temp<ijk x f64>
    stencil.yield %a, %a, %b, %a : f64, f64, f64, f64
  } {note = "kept"}
  // CHECK: stencil.store %[[R]] to
  stencil.store %r#1 to %f (i = start to end, j = start to end, k = start to %n) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.return
}

// CHECK-LABEL: program.func @branches
program.func @branches(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %a: f64, %b: f64) {
  %true = arith.constant true
  %false = arith.constant false
  // CHECK-NEXT: program.swap
  %r = program.if %true -> (f64) {
    program.swap %f, %g : !stencil.field<ijk x f64>
    program.yield %a : f64
  } else {
    program.yield %b : f64
  }
  // CHECK-NEXT: program.callback @host(%{{[a-z0-9]+}}) reads
  program.callback @host(%r) reads [] writes [] : f64
  program.if %false {
    program.swap %f, %g : !stencil.field<ijk x f64>
  }
  // CHECK-NEXT: program.return
  program.return
}

// CHECK-LABEL: program.func @loops
program.func @loops(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %a: f64) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  // CHECK-NEXT: program.callback @host(%{{[a-z0-9]+}}) reads
  %r = program.for %i = %one to %zero step %one iter_args(%s = %a) -> (f64) {
    program.swap %f, %g : !stencil.field<ijk x f64>
    %t = arith.addf %s, %s : f64
    program.yield %t : f64
  }
  program.callback @host(%r) reads [] writes [] : f64
  // CHECK-NEXT: program.return
  program.return
}

// What is carried and not used goes, and what never changes is its initial value.
// CHECK-LABEL: program.func @carried
// CHECK-SAME: (%[[X:[a-z0-9]+]]: f64, %[[N:[a-z0-9]+]]: index, %[[FLAG:[a-z0-9]+]]: i1)
program.func @carried(%x: f64, %n: index, %flag: i1) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  // CHECK: %[[R:[0-9]+]] = program.for %{{[a-z0-9]+}} = %{{[a-z0-9]+}} to %[[N]] step %{{[a-z0-9]+}} iter_args(%[[S:[a-z0-9]+]] = %[[X]]) -> (f64) {
  // CHECK-NEXT: arith.addf %[[S]], %[[X]]
  // CHECK-NEXT: program.yield
  %r:3 = program.for %i = %zero to %n step %one iter_args(%s = %x, %same = %x, %unused = %n) -> (f64, f64, index) {
    %t = arith.addf %s, %same : f64
    program.yield %t, %same, %i : f64, f64, index
  }
  // CHECK: %[[B:[0-9]+]] = program.if %[[FLAG]] -> (f64) {
  // CHECK: program.callback @host(%[[R]], %[[X]], %[[B]]) reads
  %b:2 = program.if %flag -> (f64, index) {
    program.yield %x, %one : f64, index
  } else {
    program.yield %r#0, %zero : f64, index
  }
  program.callback @host(%r#0, %r#1, %b#0) reads [] writes [] : f64, f64, f64
  program.return
}

// CHECK-LABEL: program.func @memory
program.func @memory(%f: !stencil.field<ijk x f64>, %n: index) {
  // A swap with itself.
  // CHECK-NOT: program.swap
  program.swap %f, %f : !stencil.field<ijk x f64>
  // Written and never read.
  // CHECK-NOT: program.alloc
  // CHECK-NOT: stencil.store
  %dead = program.alloc (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64>
  %t = stencil.load %f : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  stencil.store %t to %dead (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.store %t to %dead (i = start to end, j = start to end, k = start to %n) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  // Read through a view, by a swap, or in a kernel: it stays.
  // CHECK: program.alloc
  // CHECK: program.alloc
  %viewed = program.alloc (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64>
  %swapped = program.alloc (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64>
  // CHECK-COUNT-2: stencil.store
  stencil.store %t to %viewed (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.store %t to %swapped (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  %level = program.view %viewed level %n : !stencil.field<ijk x f64> -> !stencil.field<ij x f64>
  // CHECK: program.swap
  program.swap %swapped, %f : !stencil.field<ijk x f64>
  program.callback @host(%level) reads [(i = start to end, j = start to end)] writes [none] : !stencil.field<ij x f64>
  program.return
}

// requirement D7
