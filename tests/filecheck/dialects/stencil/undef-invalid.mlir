// RUN: fvopt-opt %s --split-input-file --verify-diagnostics

stencil.func @undef() {
  // expected-error@+1 {{'stencil.undef' op result #0 must be}}
  %a = "stencil.undef"() : () -> !stencil.field<ijk x f64>
  stencil.return
}
