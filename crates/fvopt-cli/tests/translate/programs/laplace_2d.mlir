// xDSL: fields whose bounds only casts say, numbered values, a module.
builtin.module {
  func.func private @laplace(%0 : !stencil.field<?x?xf64>, %1 : !stencil.field<?x?xf64>) {
    %2 = stencil.cast %0 : !stencil.field<?x?xf64> -> !stencil.field<[-1,13]x[-1,9]xf64>
    %3 = stencil.cast %1 : !stencil.field<?x?xf64> -> !stencil.field<[-1,13]x[-1,9]xf64>
    %4 = stencil.load %2 : !stencil.field<[-1,13]x[-1,9]xf64> -> !stencil.temp<?x?xf64>
    %5 = stencil.apply(%6 = %4 : !stencil.temp<?x?xf64>) -> (!stencil.temp<?x?xf64>) {
      %7 = stencil.access %6[-1, 0] : !stencil.temp<?x?xf64>
      %8 = stencil.access %6[1, 0] : !stencil.temp<?x?xf64>
      %9 = stencil.access %6[0, -1] : !stencil.temp<?x?xf64>
      %10 = stencil.access %6[0, 1] : !stencil.temp<?x?xf64>
      %11 = stencil.access %6[0, 0] : !stencil.temp<?x?xf64>
      %12 = arith.addf %7, %8 : f64
      %13 = arith.addf %9, %10 : f64
      %14 = arith.addf %12, %13 : f64
      %cst = arith.constant -4.000000e+00 : f64
      %15 = arith.mulf %11, %cst : f64
      %16 = arith.addf %15, %14 : f64
      stencil.return %16 : f64
    }
    stencil.store %5 to %3(<[0, 0], [12, 8]>) : !stencil.temp<?x?xf64> to !stencil.field<[-1,13]x[-1,9]xf64>
    func.return
  }
}
