// xDSL: a buffer keeps two applies from being fused.
func.func @twice(%in : !stencil.field<[-2,14]xf64>, %out : !stencil.field<[0,12]xf64>) {
  %t = stencil.load %in : !stencil.field<[-2,14]xf64> -> !stencil.temp<?xf64>
  %s = stencil.apply(%a = %t : !stencil.temp<?xf64>) -> (!stencil.temp<?xf64>) {
    %w = stencil.access %a[-1] : !stencil.temp<?xf64>
    %e = stencil.access %a[1] : !stencil.temp<?xf64>
    %r = arith.addf %w, %e : f64
    stencil.return %r : f64
  }
  %b = stencil.buffer %s : !stencil.temp<?xf64> -> !stencil.temp<?xf64>
  %u = stencil.apply(%a = %b : !stencil.temp<?xf64>) -> (!stencil.temp<?xf64>) {
    %w = stencil.access %a[-1] : !stencil.temp<?xf64>
    %e = stencil.access %a[1] : !stencil.temp<?xf64>
    %r = arith.subf %e, %w : f64
    stencil.return %r : f64
  }
  stencil.store %u to %out(<[0], [12]>) : !stencil.temp<?xf64> to !stencil.field<[0,12]xf64>
  func.return
}
