// xDSL: functions of the math dialect, minimum and maximum, flags.
func.func @speed(%u : !stencil.field<[0,7]x[0,7]xf64>, %v : !stencil.field<[0,7]x[0,8]xf64>, %s : !stencil.field<[0,7]x[0,7]xf64>) {
  %ut = stencil.load %u : !stencil.field<[0,7]x[0,7]xf64> -> !stencil.temp<?x?xf64>
  %vt = stencil.load %v : !stencil.field<[0,7]x[0,8]xf64> -> !stencil.temp<?x?xf64>
  %r = stencil.apply(%a = %ut : !stencil.temp<?x?xf64>, %b = %vt : !stencil.temp<?x?xf64>) -> (!stencil.temp<?x?xf64>) {
    %x = stencil.access %a[0, 0] : !stencil.temp<?x?xf64>
    %y0 = stencil.access %b[0, 0] : !stencil.temp<?x?xf64>
    %y1 = stencil.access %b[0, 1] : !stencil.temp<?x?xf64>
    %y = arith.maximumf %y0, %y1 : f64
    %ax = math.absf %x : f64
    %xx = arith.mulf %ax, %x fastmath<none> : f64
    %yy = arith.mulf %y, %y : f64
    %xy = arith.addf %xx, %yy : f64
    %root = math.sqrt %xy : f64
    %whole = math.floor %root : f64
    %top = arith.constant 12.0 : f64
    %capped = arith.minimumf %whole, %top : f64
    stencil.return %capped : f64
  }
  stencil.store %r to %s(<[0, 0], [7, 7]>) : !stencil.temp<?x?xf64> to !stencil.field<[0,7]x[0,7]xf64>
  func.return
}
