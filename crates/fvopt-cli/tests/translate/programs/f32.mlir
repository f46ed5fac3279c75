// xDSL: single precision in and out, double precision between.
func.func @mean(%in : !stencil.field<[-1,11]x[0,3]xf32>, %out : !stencil.field<[0,10]x[0,3]xf32>, %wide : !stencil.field<[0,10]x[0,3]xf64>) {
  %t = stencil.load %in : !stencil.field<[-1,11]x[0,3]xf32> -> !stencil.temp<?x?xf32>
  %m, %d = stencil.apply(%a = %t : !stencil.temp<?x?xf32>) -> (!stencil.temp<?x?xf32>, !stencil.temp<?x?xf64>) {
    %w = stencil.access %a[-1, 0] : !stencil.temp<?x?xf32>
    %e = stencil.access %a[1, 0] : !stencil.temp<?x?xf32>
    %three = arith.constant 3.0 : f32
    %s = arith.addf %w, %e : f32
    %third = arith.divf %s, %three : f32
    %w64 = arith.extf %w : f32 to f64
    %e64 = arith.extf %e : f32 to f64
    %three64 = arith.constant 3.0 : f64
    %s64 = arith.addf %w64, %e64 : f64
    %third64 = arith.divf %s64, %three64 : f64
    stencil.return %third, %third64 : f32, f64
  }
  stencil.store %m to %out(<[0, 0], [10, 3]>) : !stencil.temp<?x?xf32> to !stencil.field<[0,10]x[0,3]xf32>
  stencil.store %d to %wide(<[0, 0], [10, 3]>) : !stencil.temp<?x?xf64> to !stencil.field<[0,10]x[0,3]xf64>
  func.return
}
