// xDSL: fluxes on the faces of cells: three stores, each on a range of its own.
func.func @faces(%h : !stencil.field<[-1,9]x[-1,7]xf64>, %fx : !stencil.field<[0,9]x[0,6]xf64>, %fy : !stencil.field<[0,8]x[0,7]xf64>, %div : !stencil.field<[0,8]x[0,6]xf64>) {
  %t = stencil.load %h : !stencil.field<[-1,9]x[-1,7]xf64> -> !stencil.temp<?x?xf64>
  %x = stencil.apply(%a = %t : !stencil.temp<?x?xf64>) -> (!stencil.temp<?x?xf64>) {
    %l = stencil.access %a[-1, 0] : !stencil.temp<?x?xf64>
    %r = stencil.access %a[0, 0] : !stencil.temp<?x?xf64>
    %d = arith.subf %r, %l : f64
    stencil.return %d : f64
  }
  %y = stencil.apply(%a = %t : !stencil.temp<?x?xf64>) -> (!stencil.temp<?x?xf64>) {
    %l = stencil.access %a[0, -1] : !stencil.temp<?x?xf64>
    %r = stencil.access %a[0, 0] : !stencil.temp<?x?xf64>
    %d = arith.subf %r, %l : f64
    stencil.return %d : f64
  }
  %s = stencil.apply(%a = %x : !stencil.temp<?x?xf64>, %b = %y : !stencil.temp<?x?xf64>) -> (!stencil.temp<?x?xf64>) {
    %x0 = stencil.access %a[0, 0] : !stencil.temp<?x?xf64>
    %x1 = stencil.access %a[1, 0] : !stencil.temp<?x?xf64>
    %y0 = stencil.access %b[0, 0] : !stencil.temp<?x?xf64>
    %y1 = stencil.access %b[0, 1] : !stencil.temp<?x?xf64>
    %dx = arith.subf %x1, %x0 : f64
    %dy = arith.subf %y1, %y0 : f64
    %d = arith.addf %dx, %dy : f64
    stencil.return %d : f64
  }
  stencil.store %s to %div(<[0, 0], [8, 6]>) : !stencil.temp<?x?xf64> to !stencil.field<[0,8]x[0,6]xf64>
  stencil.store %x to %fx(<[0, 0], [9, 6]>) : !stencil.temp<?x?xf64> to !stencil.field<[0,9]x[0,6]xf64>
  stencil.store %y to %fy(<[0, 0], [8, 7]>) : !stencil.temp<?x?xf64> to !stencil.field<[0,8]x[0,7]xf64>
  func.return
}
