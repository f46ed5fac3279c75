// xDSL: a domain around the origin; positions count from there.
func.func @around(%in : !stencil.field<[-9,9]x[-5,5]xf64>, %out : !stencil.field<[-9,9]x[-5,5]xf64>) {
  %t = stencil.load %in : !stencil.field<[-9,9]x[-5,5]xf64> -> !stencil.temp<?x?xf64>
  %r = stencil.apply(%a = %t : !stencil.temp<?x?xf64>) -> (!stencil.temp<?x?xf64>) {
    %v = stencil.access %a[1, -1] : !stencil.temp<?x?xf64>
    %i = stencil.index 0 <[0, 0]>
    %j = stencil.index 1 <[0, 3]>
    %ii = arith.index_cast %i : index to i64
    %jj = arith.index_cast %j : index to i64
    %x = arith.sitofp %ii : i64 to f64
    %y = arith.sitofp %jj : i64 to f64
    %xy = arith.mulf %x, %y : f64
    %s = arith.addf %v, %xy : f64
    stencil.return %s : f64
  }
  stencil.store %r to %out(<[-8, -4], [8, 4]>) : !stencil.temp<?x?xf64> to !stencil.field<[-9,9]x[-5,5]xf64>
  func.return
}
