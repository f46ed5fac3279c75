// xDSL: a plane and a column, read in three dimensions: `_` marks those that they do not have.
func.func @hybrid(%ps : !stencil.field<[0,6]x[-1,5]xf64>, %b : !stencil.field<[0,5]xf64>, %p : !stencil.field<[0,6]x[0,5]x[0,4]xf64>) {
  %s = stencil.load %ps : !stencil.field<[0,6]x[-1,5]xf64> -> !stencil.temp<?x?xf64>
  %c = stencil.load %b : !stencil.field<[0,5]xf64> -> !stencil.temp<?xf64>
  %r = stencil.apply(%plane = %s : !stencil.temp<?x?xf64>, %column = %c : !stencil.temp<?xf64>) -> (!stencil.temp<?x?x?xf64>) {
    %s0 = stencil.access %plane[0, 0, _] : !stencil.temp<?x?xf64>
    %s1 = stencil.access %plane[0, -1, _] : !stencil.temp<?x?xf64>
    %b0 = stencil.access %column[_, _, 0] : !stencil.temp<?xf64>
    %b1 = stencil.access %column[_, _, 1] : !stencil.temp<?xf64>
    %sum = arith.addf %s0, %s1 : f64
    %d = arith.subf %b1, %b0 : f64
    %v = arith.mulf %sum, %d : f64
    stencil.return %v : f64
  }
  stencil.store %r to %p(<[0, 0, 0], [6, 5, 4]>) : !stencil.temp<?x?x?xf64> to !stencil.field<[0,6]x[0,5]x[0,4]xf64>
  func.return
}
