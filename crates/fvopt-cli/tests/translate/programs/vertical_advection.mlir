// xDSL: the explicit part of a vertical advection; the lowest level differs, told by its index.
func.func @advect(%w : !stencil.field<[0,5]x[0,4]x[0,9]xf64>, %q : !stencil.field<[0,5]x[0,4]x[-1,9]xf64>, %tendency : !stencil.field<[0,5]x[0,4]x[0,8]xf64>) {
  %wt = stencil.load %w : !stencil.field<[0,5]x[0,4]x[0,9]xf64> -> !stencil.temp<?x?x?xf64>
  %qt = stencil.load %q : !stencil.field<[0,5]x[0,4]x[-1,9]xf64> -> !stencil.temp<?x?x?xf64>
  %t = stencil.apply(%a = %wt : !stencil.temp<?x?x?xf64>, %b = %qt : !stencil.temp<?x?x?xf64>) -> (!stencil.temp<?x?x?xf64>) {
    %k = stencil.index 2 <[0, 0, 0]>
    %bottom = arith.constant 0 : index
    %is_bottom = arith.cmpi eq, %k, %bottom : index
    %half = arith.constant 0.5 : f64
    %w0 = stencil.access %a[0, 0, 0] : !stencil.temp<?x?x?xf64>
    %w1 = stencil.access %a[0, 0, 1] : !stencil.temp<?x?x?xf64>
    %ws = arith.addf %w0, %w1 : f64
    %wm = arith.mulf %half, %ws : f64
    %r = scf.if %is_bottom -> (f64) {
      %q0 = stencil.access %b[0, 0, 0] : !stencil.temp<?x?x?xf64>
      %q1 = stencil.access %b[0, 0, 1] : !stencil.temp<?x?x?xf64>
      %d = arith.subf %q1, %q0 : f64
      %v = arith.mulf %wm, %d : f64
      scf.yield %v : f64
    } else {
      %q0 = stencil.access %b[0, 0, -1] : !stencil.temp<?x?x?xf64>
      %q1 = stencil.access %b[0, 0, 1] : !stencil.temp<?x?x?xf64>
      %d = arith.subf %q1, %q0 : f64
      %dh = arith.mulf %half, %d : f64
      %v = arith.mulf %wm, %dh : f64
      scf.yield %v : f64
    }
    %n = arith.negf %r : f64
    stencil.return %n : f64
  }
  stencil.store %t to %tendency(<[0, 0, 0], [5, 4, 8]>) : !stencil.temp<?x?x?xf64> to !stencil.field<[0,5]x[0,4]x[0,8]xf64>
  func.return
}
