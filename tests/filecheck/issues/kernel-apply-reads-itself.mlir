// RUN: fvopt-opt %s --verify-diagnostics

// Dominance is verified only after the kernel, so its own verifier meets an apply that reads itself.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
program.func @itself(%out: !field) {
  stencil.kernel <order = "kji", parallel = "kj", tile = [0, 8, 0], vector = 8> {
    // expected-note @+1 {{it is computed here}}
    %a = stencil.apply place tile (i = start to end, j = start to end, k = start to end) -> (!temp) {
      // expected-error @+1 {{reads a result of the kernel before it is computed}}
      %v = stencil.access %a[0, 0, 0] : !temp
      stencil.yield %v : f64
    }
    stencil.store %a to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}
