// Open Earth Compiler: the size 0 stands for a dimension that is not there.
module {
  func @scale(%q: !stencil.field<?x?x?xf64>, %plane: !stencil.field<?x?x0xf64>, %column: !stencil.field<0x0x?xf64>, %out: !stencil.field<?x?x?xf64>) attributes {stencil.program} {
    %0 = stencil.cast %q([0, 0, 0] : [5, 4, 3]) : (!stencil.field<?x?x?xf64>) -> !stencil.field<5x4x3xf64>
    %1 = stencil.cast %plane([0, -1, 0] : [5, 4, 3]) : (!stencil.field<?x?x0xf64>) -> !stencil.field<5x5x0xf64>
    %2 = stencil.cast %column([0, 0, 0] : [5, 4, 4]) : (!stencil.field<0x0x?xf64>) -> !stencil.field<0x0x4xf64>
    %3 = stencil.cast %out([0, 0, 0] : [5, 4, 3]) : (!stencil.field<?x?x?xf64>) -> !stencil.field<5x4x3xf64>
    %4 = stencil.load %0 : (!stencil.field<5x4x3xf64>) -> !stencil.temp<?x?x?xf64>
    %5 = stencil.load %1 : (!stencil.field<5x5x0xf64>) -> !stencil.temp<?x?x0xf64>
    %6 = stencil.load %2 : (!stencil.field<0x0x4xf64>) -> !stencil.temp<0x0x?xf64>
    %7 = stencil.apply (%a = %4 : !stencil.temp<?x?x?xf64>, %b = %5 : !stencil.temp<?x?x0xf64>, %c = %6 : !stencil.temp<0x0x?xf64>) -> !stencil.temp<?x?x?xf64> {
      %8 = stencil.access %a [0, 0, 0] : (!stencil.temp<?x?x?xf64>) -> f64
      %9 = stencil.access %b [0, -1, 0] : (!stencil.temp<?x?x0xf64>) -> f64
      %10 = stencil.access %c [0, 0, 1] : (!stencil.temp<0x0x?xf64>) -> f64
      %11 = mulf %9, %10 : f64
      %12 = addf %8, %11 : f64
      %13 = stencil.store_result %12 : (f64) -> !stencil.result<f64>
      stencil.return %13 : !stencil.result<f64>
    }
    stencil.store %7 to %3([0, 0, 0] : [5, 4, 3]) : !stencil.temp<?x?x?xf64> to !stencil.field<5x4x3xf64>
    return
  }
}
