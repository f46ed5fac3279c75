// xDSL after stencil-bufferize: applies read and write fields, in the order of the text.
func.func @steps(%q : !stencil.field<[-1,9]xf64>, %s : !stencil.field<[-1,9]xf64>) {
  stencil.apply(%a = %q : !stencil.field<[-1,9]xf64>) outs (%s : !stencil.field<[-1,9]xf64>) {
    %w = stencil.access %a[-1] : !stencil.field<[-1,9]xf64>
    %e = stencil.access %a[1] : !stencil.field<[-1,9]xf64>
    %r = arith.addf %w, %e : f64
    stencil.return %r : f64
  } to <[0], [8]>
  stencil.apply(%a = %s : !stencil.field<[-1,9]xf64>) outs (%q : !stencil.field<[-1,9]xf64>) {
    %w = stencil.access %a[-1] : !stencil.field<[-1,9]xf64>
    %m = stencil.access %a[0] : !stencil.field<[-1,9]xf64>
    %r = arith.subf %m, %w : f64
    stencil.return %r : f64
  } to <[1], [8]>
  func.return
}
