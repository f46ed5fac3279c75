// RUN: fvopt-opt %s --split-input-file --verify-diagnostics

stencil.func @f(%q: !stencil.field<ij x f64>) {
  // expected-error@+1 {{'stencil.allocation' op [allocation_c1] the field has the axes `ij`, without k}}
  %low, %high = stencil.allocation k of %q : !stencil.field<ij x f64>
  stencil.return
}
