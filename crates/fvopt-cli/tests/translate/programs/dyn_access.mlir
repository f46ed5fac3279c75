// xDSL: each point reads the level that a field names; a second read is a constant away.
func.func @pick(%level : !stencil.field<[0,4]x[0,3]x[2,7]xi64>, %q : !stencil.field<[-1,5]x[0,3]x[1,9]xf64>, %out : !stencil.field<[0,4]x[0,3]x[2,7]xf64>) {
  %l = stencil.load %level : !stencil.field<[0,4]x[0,3]x[2,7]xi64> -> !stencil.temp<?x?x?xi64>
  %t = stencil.load %q : !stencil.field<[-1,5]x[0,3]x[1,9]xf64> -> !stencil.temp<?x?x?xf64>
  %r = stencil.apply(%a = %l : !stencil.temp<?x?x?xi64>, %b = %t : !stencil.temp<?x?x?xf64>) -> (!stencil.temp<?x?x?xf64>) {
    %n = stencil.access %a[0, 0, 0] : !stencil.temp<?x?x?xi64>
    %k = arith.index_cast %n : i64 to index
    %i = stencil.index 0 <[-1, 0, 0]>
    %j = stencil.index 1 <[0, 0, 0]>
    %v = stencil.dyn_access %b[%i, %j, %k] in <[-1, 0, -1]> : <[1, 0, 2]> : !stencil.temp<?x?x?xf64>
    %i2 = stencil.index 0 <[1, 0, 0]>
    %k2 = stencil.index 2 <[0, 0, 2]>
    %w = stencil.dyn_access %b[%i2, %j, %k2] in <[-1, 0, -1]> : <[1, 0, 2]> : !stencil.temp<?x?x?xf64>
    %hundred = arith.constant 1000.0 : f64
    %s = arith.mulf %w, %hundred : f64
    %x = arith.addf %v, %s : f64
    stencil.return %x : f64
  }
  stencil.store %r to %out(<[0, 0, 2], [4, 3, 7]>) : !stencil.temp<?x?x?xf64> to !stencil.field<[0,4]x[0,3]x[2,7]xf64>
  func.return
}
