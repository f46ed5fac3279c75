// xDSL after shape inference: every temp has its range; the store is in the older notation.
func.func @smooth(%q : !stencil.field<[-2,10]x[0,6]x[0,4]xf64>, %s : !stencil.field<[-2,10]x[0,6]x[0,4]xf64>) {
  %t = stencil.load %q : !stencil.field<[-2,10]x[0,6]x[0,4]xf64> -> !stencil.temp<[-2,10]x[0,6]x[0,4]xf64>
  %d = stencil.apply(%a = %t : !stencil.temp<[-2,10]x[0,6]x[0,4]xf64>) -> (!stencil.temp<[-1,9]x[0,6]x[0,4]xf64>) {
    %w = stencil.access %a[-1, 0, 0] : !stencil.temp<[-2,10]x[0,6]x[0,4]xf64>
    %c = stencil.access %a[0, 0, 0] : !stencil.temp<[-2,10]x[0,6]x[0,4]xf64>
    %e = stencil.access %a[1, 0, 0] : !stencil.temp<[-2,10]x[0,6]x[0,4]xf64>
    %two = arith.constant 2.0 : f64
    %c2 = arith.mulf %two, %c : f64
    %we = arith.addf %w, %e : f64
    %r = arith.subf %we, %c2 : f64
    stencil.return %r : f64
  }
  %d2 = stencil.apply(%a = %d : !stencil.temp<[-1,9]x[0,6]x[0,4]xf64>) -> (!stencil.temp<[0,8]x[0,6]x[0,4]xf64>) {
    %w = stencil.access %a[-1, 0, 0] : !stencil.temp<[-1,9]x[0,6]x[0,4]xf64>
    %c = stencil.access %a[0, 0, 0] : !stencil.temp<[-1,9]x[0,6]x[0,4]xf64>
    %e = stencil.access %a[1, 0, 0] : !stencil.temp<[-1,9]x[0,6]x[0,4]xf64>
    %two = arith.constant 2.0 : f64
    %c2 = arith.mulf %two, %c : f64
    %we = arith.addf %w, %e : f64
    %r = arith.subf %we, %c2 : f64
    stencil.return %r : f64
  }
  stencil.store %d2 to %s ([0, 0, 0] : [8, 6, 4]) : !stencil.temp<[0,8]x[0,6]x[0,4]xf64> to !stencil.field<[-2,10]x[0,6]x[0,4]xf64>
  return
}
