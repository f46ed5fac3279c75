// xDSL: scalars are computed in the function and handed to the apply, which is isolated.
func.func @relax(%q : !stencil.field<[0,8]x[0,8]xf64>, %dt : f64, %steps : i32, %r : !stencil.field<[0,8]x[0,8]xf64>) {
  %n = arith.sitofp %steps : i32 to f64
  %rate = arith.divf %dt, %n {note = "of a step"} : f64
  %t = stencil.load %q : !stencil.field<[0,8]x[0,8]xf64> -> !stencil.temp<?x?xf64>
  %s = stencil.apply(%a = %t : !stencil.temp<?x?xf64>, %f = %rate : f64) -> (!stencil.temp<?x?xf64>) {
    %v = stencil.access %a[0, 0] : !stencil.temp<?x?xf64>
    %c = arith.mulf %f, %v : f64
    %m = arith.subf %v, %c : f64
    stencil.return %m : f64
  }
  stencil.store %s to %r(<[0, 0], [8, 8]>) : !stencil.temp<?x?xf64> to !stencil.field<[0,8]x[0,8]xf64>
  func.return
}
