// xDSL: memory of another dialect, loaded as fields and stored back.
func.func @double(%a : memref<10x6xf64>, %b : memref<8x6xf64>) {
  %in = stencil.external_load %a : memref<10x6xf64> -> !stencil.field<[-1,9]x[0,6]xf64>
  %out = stencil.external_load %b : memref<8x6xf64> -> !stencil.field<[0,8]x[0,6]xf64>
  %t = stencil.load %in : !stencil.field<[-1,9]x[0,6]xf64> -> !stencil.temp<?x?xf64>
  %r = stencil.apply(%x = %t : !stencil.temp<?x?xf64>) -> (!stencil.temp<?x?xf64>) {
    %w = stencil.access %x[-1, 0] : !stencil.temp<?x?xf64>
    %e = stencil.access %x[1, 0] : !stencil.temp<?x?xf64>
    %s = arith.addf %w, %e : f64
    stencil.return %s : f64
  }
  stencil.store %r to %out(<[0, 0], [8, 6]>) : !stencil.temp<?x?xf64> to !stencil.field<[0,8]x[0,6]xf64>
  stencil.external_store %out to %b : !stencil.field<[0,8]x[0,6]xf64> to memref<8x6xf64>
  func.return
}
