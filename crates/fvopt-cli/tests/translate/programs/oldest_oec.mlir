// Open Earth Compiler, its oldest syntax: views, types after the body.
func @lap(%in : !stencil.field<ijk,f64>, %out : !stencil.field<ijk,f64>) attributes { stencil.program } {
  stencil.assert %in ([-1, -1, 0]:[7, 7, 2]) : !stencil.field<ijk,f64>
  stencil.assert %out ([0, 0, 0]:[6, 6, 2]) : !stencil.field<ijk,f64>
  %0 = stencil.load %in : (!stencil.field<ijk,f64>) -> !stencil.view<ijk,f64>
  %1 = stencil.apply %arg2 = %0 : !stencil.view<ijk,f64> {
      %2 = stencil.access %arg2[-1, 0, 0] : (!stencil.view<ijk,f64>) -> f64
      %3 = stencil.access %arg2[1, 0, 0] : (!stencil.view<ijk,f64>) -> f64
      %4 = stencil.access %arg2[0, 1, 0] : (!stencil.view<ijk,f64>) -> f64
      %5 = stencil.access %arg2[0, -1, 0] : (!stencil.view<ijk,f64>) -> f64
      %6 = addf %2, %3 : f64
      %7 = addf %4, %5 : f64
      %8 = subf %6, %7 : f64
      stencil.return %8 : f64
  } : !stencil.view<ijk,f64>
  stencil.store %1 to %out ([0, 0, 0]:[6, 6, 2]) : !stencil.view<ijk,f64> to !stencil.field<ijk,f64>
  return
}
