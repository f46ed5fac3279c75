// xDSL: two computations side by side along the second dimension, and one of the lower half alone.
func.func @halves(%in : !stencil.field<[-1,7]x[0,10]xf64>, %out : !stencil.field<[0,6]x[0,10]xf64>, %low : !stencil.field<[0,6]x[0,10]xf64>) {
  %t = stencil.load %in : !stencil.field<[-1,7]x[0,10]xf64> -> !stencil.temp<?x?xf64>
  %a, %extra = stencil.apply(%x = %t : !stencil.temp<?x?xf64>) -> (!stencil.temp<?x?xf64>, !stencil.temp<?x?xf64>) {
    %v = stencil.access %x[-1, 0] : !stencil.temp<?x?xf64>
    %n = arith.negf %v : f64
    stencil.return %v, %n : f64, f64
  }
  %b = stencil.apply(%x = %t : !stencil.temp<?x?xf64>) -> (!stencil.temp<?x?xf64>) {
    %v = stencil.access %x[1, 0] : !stencil.temp<?x?xf64>
    stencil.return %v : f64
  }
  %c, %d = stencil.combine 1 at 4 lower = (%a : !stencil.temp<?x?xf64>) upper = (%b : !stencil.temp<?x?xf64>) lowerext = %extra : !stencil.temp<?x?xf64> : !stencil.temp<?x?xf64>, !stencil.temp<?x?xf64>
  stencil.store %c to %out(<[0, 0], [6, 10]>) : !stencil.temp<?x?xf64> to !stencil.field<[0,6]x[0,10]xf64>
  stencil.store %d to %low(<[0, 0], [6, 4]>) : !stencil.temp<?x?xf64> to !stencil.field<[0,6]x[0,10]xf64>
  func.return
}
