// A bit of everything in one program: regions at the domain's edges, fields
// over i, j and over k alone, an update in place, levels chosen at run time, a
// branch on a reduction, views, and functions of the host.
//
//   fvopt run examples/everything.mlir --check
//
// No model computes this; every step shows one thing. `shift` says how many
// levels further up the flow comes from (clamped to 0, 1 or 2).

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
!plane = !stencil.field<ij x f64>
!plane_temp = !stencil.temp<ij x f64>
!column = !stencil.field<k x f64>
!column_temp = !stencil.temp<k x f64>

// A one-sided difference at the first and the last point of i, a centred one
// between them, and the mean of the field in the corner (start, start).
stencil.func @gradient(%q: !field, %out: !field) {
  %t = stencil.load %q : !field -> !temp
  %centred, %rightward, %leftward, %same = stencil.apply -> (!temp, !temp, !temp, !temp) {
    %half = arith.constant 0.5 : f64
    %w = stencil.access %t[-1, 0, 0] : !temp
    %m = stencil.access %t[0, 0, 0] : !temp
    %e = stencil.access %t[1, 0, 0] : !temp
    %we = arith.subf %e, %w : f64
    %c = arith.mulf %half, %we : f64
    %r = arith.subf %e, %m : f64
    %l = arith.subf %m, %w : f64
    stencil.yield %c, %r, %l, %m : f64, f64, f64, f64
  }
  %west = stencil.insert %rightward into %centred (i = start to start + 1) : !temp into !temp
  %east = stencil.insert %leftward into %west (i = end - 1 to end) : !temp into !temp
  %corner = stencil.insert %same into %east (i = start to start + 1, j = start to start + 1) : !temp into !temp
  stencil.store %corner to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}

// In place: q += weight[k] * gradient taken `shift` levels further up, divided
// by the height of the ground; the top levels repeat.
stencil.func @advance(%q: !field, %gradient: !field, %ground: !plane, %weight: !column, %shift: index) {
  %t = stencil.load %q : !field -> !temp
  %g = stencil.load %gradient : !field -> !temp
  %h = stencil.load %ground : !plane -> !plane_temp
  %w = stencil.load %weight : !column -> !column_temp
  %low, %high = program.bound (k = start to end)
  %new = stencil.apply -> (!temp) {
    %one = arith.constant 1 : index
    %m = stencil.access %t[0, 0, 0] : !temp
    %hp = stencil.access %h[0, 0] : !plane_temp
    %wk = stencil.access %w[0] : !column_temp
    // Not further than to the highest level of the domain.
    %k = stencil.index k
    %top = arith.subi %high, %one : index
    %room = arith.subi %top, %k : index
    %fits = arith.cmpi sle, %shift, %room : index
    %d = arith.select %fits, %shift, %room : index
    %up = stencil.access_dyn %g[0, 0] relative %d : index in [0, 2] : !temp
    // The level in the middle of the domain, chosen by its number.
    %two = arith.constant 2 : index
    %sum = arith.addi %low, %high : index
    %middle = arith.divsi %sum, %two : index
    %mid = stencil.access_dyn %g[0, 0] absolute %middle : index (k = start to end) : !temp
    %both = arith.addf %up, %mid : f64
    %scaled = arith.mulf %wk, %both : f64
    %change = arith.divf %scaled, %hp : f64
    %v = arith.addf %m, %change : f64
    stencil.yield %v : f64
  }
  stencil.store %new to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}

// The largest value of every column, on the plane.
stencil.func @highest(%q: !field, %out: !plane) {
  %t = stencil.load %q : !field -> !temp
  %before = stencil.load %out : !plane -> !plane_temp
  %top = stencil.sweep forward carries(%most = %before : !plane_temp) {
    stencil.interval (k = start to end) {
      stencil.stage writes(%most[0] : !plane_temp) {
        %v = stencil.access %t[0, 0, 0] : !temp
        %m = stencil.access %most[0, 0] : !plane_temp
        %larger = arith.cmpf ogt, %v, %m : f64
        %r = arith.select %larger, %v, %m : f64
        stencil.yield %r : f64
      }
    }
  }
  stencil.store %top to %out (i = start to end, j = start to end) : !plane_temp to !plane
  stencil.return
}

// On a plane: the mean of the four neighbours inside, nothing at the edges.
stencil.func @smooth(%p: !plane) {
  %t = stencil.load %p : !plane -> !plane_temp
  %mean = stencil.apply -> (!plane_temp) {
    %quarter = arith.constant 0.25 : f64
    %w = stencil.access %t[-1, 0] : !plane_temp
    %e = stencil.access %t[1, 0] : !plane_temp
    %s = stencil.access %t[0, -1] : !plane_temp
    %n = stencil.access %t[0, 1] : !plane_temp
    %we = arith.addf %w, %e : f64
    %sn = arith.addf %s, %n : f64
    %sum = arith.addf %we, %sn : f64
    %r = arith.mulf %quarter, %sum : f64
    stencil.yield %r : f64
  }
  stencil.store %mean to %p (i = start + 1 to end - 1, j = start + 1 to end - 1) : !plane_temp to !plane
  stencil.return
}

program.func @everything(%q: !field, %ground: !plane, %weight: !column, %peaks: !plane, %shift: index) {
  %gradient = program.alloc (i = start to end, j = start to end, k = start to end + 2) : !field
  program.call @gradient(%q, %gradient) (i = start to end, j = start to end, k = start to end + 2) : !field, !field
  program.call @advance(%q, %gradient, %ground, %weight, %shift) : !field, !field, !plane, !column, index
  // The host looks at all of q; another host function halves the lowest level
  // where the values became too large.
  program.callback @fvopt_check_finite(%q)
      reads [(i = start to end, j = start to end, k = start to end)] writes [none] : !field
  %most = program.reduce max %q (i = start to end, j = start to end, k = start to end) : !field -> f64
  %limit = arith.constant 2.0 : f64
  %too_large = arith.cmpf ogt, %most, %limit : f64
  %half = arith.constant 0.5 : f64
  %i0, %i1 = program.bound (i = start to end)
  %j0, %j1 = program.bound (j = start to end)
  %k0, %k1 = program.bound (k = start to start + 1)
  %factor = program.if %too_large -> (f64) {
    program.callback @fvopt_scale(%q, %half, %i0, %i1, %j0, %j1, %k0, %k1)
        reads [(i = start to end, j = start to end, k = start to start + 1)]
        writes [(i = start to end, j = start to end, k = start to start + 1)]
        : !field, f64, index, index, index, index, index, index
    program.yield %half : f64
  } else {
    program.yield %limit : f64
  }
  // The lowest level as a field of its own.
  %surface = program.view %q level %k0 : !field -> !plane
  program.call @smooth(%surface) : !plane
  program.call @highest(%q, %peaks) : !field, !plane
  program.callback @fvopt_scale(%peaks, %factor, %i0, %i1, %j0, %j1)
      reads [(i = start to end, j = start to end)]
      writes [(i = start to end, j = start to end)]
      : !plane, f64, index, index, index, index
  program.return
}
