// RUN: fvopt-opt %s --split-input-file --verify-diagnostics

// expected-error@+1 {{'program.func' op [program_func_c1] argument 0 has type vector<4xf64>, which is neither a field nor a scalar}}
program.func @f(%a: vector<4xf64>) {
  program.return
}

// -----

// expected-error@+1 {{'program.func' op [program_func_c2] there are 1 results, the first of type f64}}
"program.func"() <{sym_name = "f", function_type = (f64) -> f64}> ({
^bb0(%a: f64):
  program.return
}) : () -> ()

// -----

// expected-error@+1 {{'program.func' op [program_func_c3] the body ends with `arith.constant`, but must end with `program.return`}}
program.func @f() {
  // expected-note@+1 {{the last operation is here}}
  %a = arith.constant 1.0 : f64
}

// -----

// expected-error@+1 {{'program.func' op [program_func_c4] the pinned domain [192, 0, 80] is not three positive sizes}}
program.func @f() attributes {domain = array<i64: 192, 0, 80>} {
  program.return
}

// -----

// expected-error@+1 {{'program.func' op [program_func_c4] the pinned domain [192] is not three positive sizes}}
program.func @f() attributes {domain = array<i64: 192>} {
  program.return
}

// -----

// expected-error@+1 {{'program.func' op [program_func_c4] the pinned domain [9223372036854775807, 1, 1] has a size above 2147483648}}
program.func @main() attributes {domain = array<i64: 9223372036854775807, 1, 1>} {
  program.return
}

// -----

// program_func_c3, checked by MLIR.
// expected-error@+1 {{'program.func' op expects region #0 to have 0 or 1 blocks}}
"program.func"() <{sym_name = "f", function_type = () -> ()}> ({
  program.return
^bb1:
  program.return
}) : () -> ()
