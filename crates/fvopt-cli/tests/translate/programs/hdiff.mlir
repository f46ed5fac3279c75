// xDSL: horizontal diffusion with a flux limiter, results wrapped by store_result.
func.func @hdiff(%in : !stencil.field<[-2,12]x[-2,10]x[0,3]xf64>, %coeff : !stencil.field<[-2,12]x[-2,10]x[0,3]xf64>, %out : !stencil.field<[-2,12]x[-2,10]x[0,3]xf64>) attributes {stencil.program} {
  %i = stencil.load %in : !stencil.field<[-2,12]x[-2,10]x[0,3]xf64> -> !stencil.temp<?x?x?xf64>
  %c = stencil.load %coeff : !stencil.field<[-2,12]x[-2,10]x[0,3]xf64> -> !stencil.temp<?x?x?xf64>
  %lap = stencil.apply(%a = %i : !stencil.temp<?x?x?xf64>) -> (!stencil.temp<?x?x?xf64>) {
    %w = stencil.access %a[-1, 0, 0] : !stencil.temp<?x?x?xf64>
    %e = stencil.access %a[1, 0, 0] : !stencil.temp<?x?x?xf64>
    %s = stencil.access %a[0, -1, 0] : !stencil.temp<?x?x?xf64>
    %n = stencil.access %a[0, 1, 0] : !stencil.temp<?x?x?xf64>
    %m = stencil.access %a[0, 0, 0] : !stencil.temp<?x?x?xf64>
    %we = arith.addf %w, %e : f64
    %sn = arith.addf %s, %n : f64
    %sum = arith.addf %we, %sn : f64
    %four = arith.constant 4.0 : f64
    %m4 = arith.mulf %four, %m : f64
    %r = arith.subf %m4, %sum : f64
    %stored = stencil.store_result %r : !stencil.result<f64>
    stencil.return %stored : !stencil.result<f64>
  }
  %flx, %fly = stencil.apply(%l = %lap : !stencil.temp<?x?x?xf64>, %a = %i : !stencil.temp<?x?x?xf64>) -> (!stencil.temp<?x?x?xf64>, !stencil.temp<?x?x?xf64>) {
    %zero = arith.constant 0.0 : f64
    %l0 = stencil.access %l[0, 0, 0] : !stencil.temp<?x?x?xf64>
    %a0 = stencil.access %a[0, 0, 0] : !stencil.temp<?x?x?xf64>
    %l1 = stencil.access %l[1, 0, 0] : !stencil.temp<?x?x?xf64>
    %a1 = stencil.access %a[1, 0, 0] : !stencil.temp<?x?x?xf64>
    %fx = arith.subf %l1, %l0 : f64
    %gx = arith.subf %a1, %a0 : f64
    %px = arith.mulf %fx, %gx : f64
    %ux = arith.cmpf ogt, %px, %zero : f64
    %x = arith.select %ux, %zero, %fx : f64
    %l2 = stencil.access %l[0, 1, 0] : !stencil.temp<?x?x?xf64>
    %a2 = stencil.access %a[0, 1, 0] : !stencil.temp<?x?x?xf64>
    %fy = arith.subf %l2, %l0 : f64
    %gy = arith.subf %a2, %a0 : f64
    %py = arith.mulf %fy, %gy : f64
    %uy = arith.cmpf ogt, %py, %zero : f64
    %y = arith.select %uy, %zero, %fy : f64
    %sx = stencil.store_result %x : !stencil.result<f64>
    %sy = stencil.store_result %y : !stencil.result<f64>
    stencil.return %sx, %sy : !stencil.result<f64>, !stencil.result<f64>
  }
  %o = stencil.apply(%a = %i : !stencil.temp<?x?x?xf64>, %k = %c : !stencil.temp<?x?x?xf64>, %x = %flx : !stencil.temp<?x?x?xf64>, %y = %fly : !stencil.temp<?x?x?xf64>) -> (!stencil.temp<?x?x?xf64>) {
    %m = stencil.access %a[0, 0, 0] : !stencil.temp<?x?x?xf64>
    %kk = stencil.access %k[0, 0, 0] : !stencil.temp<?x?x?xf64>
    %x0 = stencil.access %x[-1, 0, 0] : !stencil.temp<?x?x?xf64>
    %x1 = stencil.access %x[0, 0, 0] : !stencil.temp<?x?x?xf64>
    %y0 = stencil.access %y[0, -1, 0] : !stencil.temp<?x?x?xf64>
    %y1 = stencil.access %y[0, 0, 0] : !stencil.temp<?x?x?xf64>
    %dx = arith.subf %x1, %x0 : f64
    %dy = arith.subf %y1, %y0 : f64
    %d = arith.addf %dx, %dy : f64
    %kd = arith.mulf %kk, %d : f64
    %r = arith.subf %m, %kd : f64
    %stored = stencil.store_result %r : !stencil.result<f64>
    stencil.return %stored : !stencil.result<f64>
  }
  stencil.store %o to %out(<[0, 0, 0], [10, 8, 3]>) : !stencil.temp<?x?x?xf64> to !stencil.field<[-2,12]x[-2,10]x[0,3]xf64>
  func.return
}
