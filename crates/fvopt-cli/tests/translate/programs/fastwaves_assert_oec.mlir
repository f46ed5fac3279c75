// Open Earth Compiler, an early version: stencil.assert, axes by name, vertical differences.
func @fastwaves(%pp: !stencil.field<ijk,f64>, %hhl: !stencil.field<ijk,f64>, %fx: !stencil.field<j,f64>, %out: !stencil.field<ijk,f64>)
  attributes { stencil.program } {
  stencil.assert %pp ([0, 0, -1]:[7, 5, 7]) : !stencil.field<ijk,f64>
  stencil.assert %hhl ([0, 0, 0]:[7, 5, 7]) : !stencil.field<ijk,f64>
  stencil.assert %fx ([0, 0, 0]:[7, 5, 7]) : !stencil.field<j,f64>
  stencil.assert %out ([0, 0, 0]:[6, 5, 6]) : !stencil.field<ijk,f64>
  %0 = stencil.load %pp : (!stencil.field<ijk,f64>) -> !stencil.temp<ijk,f64>
  %1 = stencil.load %hhl : (!stencil.field<ijk,f64>) -> !stencil.temp<ijk,f64>
  %2 = stencil.load %fx : (!stencil.field<j,f64>) -> !stencil.temp<j,f64>
  // Pressure differences between levels
  %3 = stencil.apply (%p = %0 : !stencil.temp<ijk,f64>) -> !stencil.temp<ijk,f64> {
    %4 = stencil.access %p [0, 0, 0] : (!stencil.temp<ijk,f64>) -> f64
    %5 = stencil.access %p [0, 0, -1] : (!stencil.temp<ijk,f64>) -> f64
    %6 = subf %4, %5 : f64
    stencil.return %6 : f64
  }
  %7 = stencil.apply (%d = %3 : !stencil.temp<ijk,f64>, %h = %1 : !stencil.temp<ijk,f64>, %f = %2 : !stencil.temp<j,f64>) -> !stencil.temp<ijk,f64> {
    %8 = stencil.access %d [1, 0, 0] : (!stencil.temp<ijk,f64>) -> f64
    %9 = stencil.access %d [0, 0, 0] : (!stencil.temp<ijk,f64>) -> f64
    %10 = stencil.access %h [0, 0, 1] : (!stencil.temp<ijk,f64>) -> f64
    %11 = stencil.access %h [0, 0, 0] : (!stencil.temp<ijk,f64>) -> f64
    %12 = addf %8, %9 : f64
    %13 = subf %10, %11 : f64
    %14 = divf %12, %13 : f64
    %15 = stencil.access %f [0, 0, 0] : (!stencil.temp<j,f64>) -> f64
    %zero = constant 0.0 : f64
    %16 = cmpf "olt", %14, %zero : f64
    %17 = negf %14 : f64
    %18 = select %16, %17, %14 : f64
    %19 = mulf %18, %15 : f64
    stencil.return %19 : f64
  }
  stencil.store %7 to %out([0, 0, 0] : [6, 5, 6]) : !stencil.temp<ijk,f64> to !stencil.field<ijk,f64>
  return
}
