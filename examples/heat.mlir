// The heat equation in three dimensions, explicit in time, with a time loop.
//
//   fvopt run examples/heat.mlir --check
//   fvopt run examples/heat.mlir --check --arg steps=10
//
//   u_new = u + r (sum of the six neighbours - 6 u),   r = alpha dt / dx^2
//
// Forward in time, centred in space: the textbook scheme, stable for r <= 1/6;
// here r = diffusivity / 16, and a diffusivity of 1 up to 2 is fine. The domain
// is periodic along i and j (`program.exchange`) and insulated at the bottom
// and the top, where a missing neighbour counts as equal (no flux). After every
// step the two states swap their contents.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

stencil.func @heat_step(%u: !field, %out: !field, %diffusivity: f64) {
  %t = stencil.load %u : !field -> !temp
  %up = stencil.apply -> (!temp) {
    %a = stencil.access %t[0, 0, 0] : !temp
    %b = stencil.access %t[0, 0, 1] : !temp
    %d = arith.subf %b, %a : f64
    stencil.yield %d : f64
  }
  %zero = stencil.apply -> (!temp) {
    %c = arith.constant 0.0 : f64
    stencil.yield %c : f64
  }
  // Differences across the faces between two levels; none at the top and bottom.
  %inner = stencil.insert %up into %zero (k = start to end - 1) : !temp into !temp
  %new = stencil.apply -> (!temp) {
    %four = arith.constant 4.0 : f64
    %part = arith.constant 0.0625 : f64
    %m = stencil.access %t[0, 0, 0] : !temp
    %w = stencil.access %t[-1, 0, 0] : !temp
    %e = stencil.access %t[1, 0, 0] : !temp
    %s = stencil.access %t[0, -1, 0] : !temp
    %n = stencil.access %t[0, 1, 0] : !temp
    %below = stencil.access %inner[0, 0, -1] : !temp
    %above = stencil.access %inner[0, 0, 0] : !temp
    %we = arith.addf %w, %e : f64
    %sn = arith.addf %s, %n : f64
    %plane = arith.addf %we, %sn : f64
    %m4 = arith.mulf %four, %m : f64
    %horizontal = arith.subf %plane, %m4 : f64
    %vertical = arith.subf %above, %below : f64
    %laplacian = arith.addf %horizontal, %vertical : f64
    %r = arith.mulf %diffusivity, %part : f64
    %change = arith.mulf %r, %laplacian : f64
    %v = arith.addf %m, %change : f64
    stencil.yield %v : f64
  }
  stencil.store %new to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}

stencil.func @copy(%from: !field, %to: !field) {
  %t = stencil.load %from : !field -> !temp
  stencil.store %t to %to (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}

program.func @heat(%u: !field, %diffusivity: f64, %steps: index) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %next = program.alloc (i = start - 1 to end + 1, j = start - 1 to end + 1, k = start to end) : !field
  // Swapping hands over halos as well, so there has to be something in them.
  program.call @copy(%u, %next) (i = start - 1 to end + 1, j = start - 1 to end + 1, k = start to end) : !field, !field
  program.for %n = %zero to %steps step %one {
    program.exchange %u [1, 1, 1, 1] : !field
    program.call @heat_step(%u, %next, %diffusivity) : !field, !field, f64
    program.swap %u, %next : !field
  }
  program.return
}
