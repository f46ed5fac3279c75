// Open Earth Compiler: casts with ranges, the standard dialect, functional types, a scalar argument.
module {
  func @uvbke(%arg0: !stencil.field<?x?x?xf64>, %arg1: !stencil.field<?x?x?xf64>, %arg2: !stencil.field<?x?x?xf64>, %arg3: !stencil.field<?x?x?xf64>, %arg4: f64) attributes {stencil.program} {
    %0 = stencil.cast %arg0([-1, -1, 0] : [9, 7, 2]) : (!stencil.field<?x?x?xf64>) -> !stencil.field<10x8x2xf64>
    %1 = stencil.cast %arg1([-1, -1, 0] : [9, 7, 2]) : (!stencil.field<?x?x?xf64>) -> !stencil.field<10x8x2xf64>
    %2 = stencil.cast %arg2([-1, -1, 0] : [9, 7, 2]) : (!stencil.field<?x?x?xf64>) -> !stencil.field<10x8x2xf64>
    %3 = stencil.cast %arg3([-1, -1, 0] : [9, 7, 2]) : (!stencil.field<?x?x?xf64>) -> !stencil.field<10x8x2xf64>
    %4 = stencil.load %0 : (!stencil.field<10x8x2xf64>) -> !stencil.temp<?x?x?xf64>
    %5 = stencil.load %1 : (!stencil.field<10x8x2xf64>) -> !stencil.temp<?x?x?xf64>
    %6 = stencil.load %2 : (!stencil.field<10x8x2xf64>) -> !stencil.temp<?x?x?xf64>
    %7 = stencil.apply (%arg5 = %4 : !stencil.temp<?x?x?xf64>, %arg6 = %5 : !stencil.temp<?x?x?xf64>, %arg7 = %6 : !stencil.temp<?x?x?xf64>, %arg8 = %arg4 : f64) -> !stencil.temp<?x?x?xf64> {
      %8 = stencil.access %arg6 [-1, 0, 0] : (!stencil.temp<?x?x?xf64>) -> f64
      %9 = stencil.access %arg6 [0, 0, 0] : (!stencil.temp<?x?x?xf64>) -> f64
      %10 = addf %8, %9 : f64
      %11 = stencil.access %arg7 [0, 0, 0] : (!stencil.temp<?x?x?xf64>) -> f64
      %12 = mulf %10, %11 : f64
      %13 = stencil.access %arg5 [0, -1, 0] : (!stencil.temp<?x?x?xf64>) -> f64
      %14 = stencil.access %arg5 [0, 0, 0] : (!stencil.temp<?x?x?xf64>) -> f64
      %15 = addf %13, %14 : f64
      %16 = subf %15, %12 : f64
      %cst = constant 5.000000e-01 : f64
      %17 = mulf %cst, %16 : f64
      %18 = mulf %arg8, %17 : f64
      %19 = stencil.store_result %18 : (f64) -> !stencil.result<f64>
      stencil.return %19 : !stencil.result<f64>
    }
    stencil.store %7 to %3([0, 0, 0] : [8, 6, 2]) : !stencil.temp<?x?x?xf64> to !stencil.field<10x8x2xf64>
    return
  }
}
