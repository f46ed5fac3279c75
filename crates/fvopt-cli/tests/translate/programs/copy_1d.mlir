// xDSL: one dimension, all bounds stated.
func.func @copy(%in : !stencil.field<[0,10]xf64>, %out : !stencil.field<[0,10]xf64>) {
  %t = stencil.load %in : !stencil.field<[0,10]xf64> -> !stencil.temp<[2,9]xf64>
  %r = stencil.apply(%a = %t : !stencil.temp<[2,9]xf64>) -> (!stencil.temp<[2,8]xf64>) {
    %v = stencil.access %a[1] : !stencil.temp<[2,9]xf64>
    stencil.return %v : f64
  }
  stencil.store %r to %out(<[2], [8]>) : !stencil.temp<[2,8]xf64> to !stencil.field<[0,10]xf64>
  func.return
}
