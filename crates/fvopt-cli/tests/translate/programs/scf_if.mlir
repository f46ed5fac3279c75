// xDSL: upwind differences; a branch with two results, in generic form, and one inside another.
func.func @upwind(%u : !stencil.field<[0,12]xf64>, %q : !stencil.field<[-1,13]xf64>, %flux : !stencil.field<[0,12]xf64>, %side : !stencil.field<[0,12]xf64>) {
  %ut = stencil.load %u : !stencil.field<[0,12]xf64> -> !stencil.temp<?xf64>
  %qt = stencil.load %q : !stencil.field<[-1,13]xf64> -> !stencil.temp<?xf64>
  %f, %s = stencil.apply(%a = %ut : !stencil.temp<?xf64>, %b = %qt : !stencil.temp<?xf64>) -> (!stencil.temp<?xf64>, !stencil.temp<?xf64>) {
    %zero = arith.constant 0.0 : f64
    %c = stencil.access %a[0] : !stencil.temp<?xf64>
    %m = stencil.access %b[0] : !stencil.temp<?xf64>
    %right = arith.cmpf ogt, %c, %zero : f64
    %d:2 = "scf.if"(%right) ({
      %w = stencil.access %b[-1] : !stencil.temp<?xf64>
      %x = arith.subf %m, %w : f64
      %one = arith.constant 1.0 : f64
      "scf.yield"(%x, %one) : (f64, f64) -> ()
    }, {
      %left = arith.cmpf olt, %c, %zero : f64
      %x, %n = scf.if %left -> (f64, f64) {
        %e = stencil.access %b[1] : !stencil.temp<?xf64>
        %y = arith.subf %e, %m : f64
        %one = arith.constant -1.0 : f64
        scf.yield %y, %one : f64, f64
      } else {
        scf.yield %zero, %zero : f64, f64
      }
      "scf.yield"(%x, %n) : (f64, f64) -> ()
    }) : (i1) -> (f64, f64)
    %r = arith.mulf %c, %d#0 : f64
    stencil.return %r, %d#1 : f64, f64
  }
  stencil.store %f to %flux(<[0], [12]>) : !stencil.temp<?xf64> to !stencil.field<[0,12]xf64>
  stencil.store %s to %side(<[0], [12]>) : !stencil.temp<?xf64> to !stencil.field<[0,12]xf64>
  func.return
}
