// RUN: fvopt-opt %s --split-input-file --verify-diagnostics

// expected-error@+1 {{'stencil.func' op [stencil_func_c1] argument 1 has type memref<4xf64>}}
stencil.func @f(%a: f64, %b: memref<4xf64>) {
  stencil.return
}

// -----

// expected-error@+1 {{'stencil.func' op [stencil_func_c1] argument 0 has type !stencil.temp<ijk x f64>}}
stencil.func @f(%a: !stencil.temp<ijk x f64>) {
  stencil.return
}

// -----

// expected-error@+1 {{'stencil.func' op [stencil_func_c2] there are 1 results, the first of type f64}}
"stencil.func"() <{sym_name = "f", function_type = (f64) -> f64}> ({
^bb0(%a: f64):
  stencil.return
}) : () -> ()

// -----

// expected-error@+1 {{'stencil.func' op [stencil_func_c3] the body ends with `arith.constant`, but must end with `stencil.return`}}
stencil.func @f() {
  // expected-note@+1 {{the last operation is here}}
  %a = arith.constant 1.0 : f64
}

// -----

// expected-note@+1 {{the function is here}}
stencil.func @f(%n: index) {
  // expected-error@+1 {{'memref.alloc' op [stencil_func_c3] may not stand in a `stencil.func`}}
  %m = memref.alloc() : memref<4xf64>
  stencil.return
}

// -----

// expected-note@+1 {{the function is here}}
stencil.func @f(%c: i1) {
  // expected-error@+1 {{'scf.if' op [stencil_func_c3] may not stand in a `stencil.func`}}
  scf.if %c {
  }
  stencil.return
}

// -----

// expected-note@+1 {{the function is here}}
stencil.func @f() {
  // expected-error@+1 {{'program.alloc' op [stencil_func_c3] may not stand in a `stencil.func`}}
  %f = program.alloc (k = start to end) : !stencil.field<k x f64>
  stencil.return
}

// -----

// expected-note@+1 {{the function is here}}
stencil.func @f(%a: f64) {
  // expected-error@+1 {{'vector.broadcast' op [stencil_func_c3] may not stand in a `stencil.func`}}
  %v = vector.broadcast %a : f64 to vector<4xf64>
  stencil.return
}

// -----

// stencil_func_c3, checked by MLIR.
// expected-error@+1 {{'stencil.func' op expects region #0 to have 0 or 1 blocks}}
"stencil.func"() <{sym_name = "f", function_type = () -> ()}> ({
  stencil.return
^bb1:
  stencil.return
}) : () -> ()
