// Thomas solver: one tridiagonal linear system for every column.
//
//   fvopt run examples/thomas.mlir --check
//
//   lower[k] x[k-1] + diagonal[k] x[k] + upper[k] x[k+1] = rhs[k]
//
// Gaussian elimination without pivoting (L. H. Thomas, 1949): a sweep upwards
// eliminates the lower diagonal, a sweep downwards substitutes back. The program
// builds the diagonal so that any input gives a diagonally dominant matrix:
// |lower| + |upper| + excess, with an excess above zero.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

stencil.func @dominant(%lower: !field, %upper: !field, %excess: !field, %diagonal: !field) {
  %l = stencil.load %lower : !field -> !temp
  %u = stencil.load %upper : !field -> !temp
  %e = stencil.load %excess : !field -> !temp
  %d = stencil.apply -> (!temp) {
    %a = stencil.access %l[0, 0, 0] : !temp
    %c = stencil.access %u[0, 0, 0] : !temp
    %x = stencil.access %e[0, 0, 0] : !temp
    %aa = math.absf %a : f64
    %cc = math.absf %c : f64
    %ac = arith.addf %aa, %cc : f64
    %b = arith.addf %ac, %x : f64
    stencil.yield %b : f64
  }
  stencil.store %d to %diagonal (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}

stencil.func @thomas(%lower: !field, %diagonal: !field, %upper: !field, %rhs: !field, %x: !field) {
  %a = stencil.load %lower : !field -> !temp
  %b = stencil.load %diagonal : !field -> !temp
  %c = stencil.load %upper : !field -> !temp
  %d = stencil.load %rhs : !field -> !temp
  %nothing = stencil.undef : !temp
  // Every row becomes x[k] + cp[k] x[k+1] = dp[k].
  %cp, %dp = stencil.sweep forward carries(%p = %nothing : !temp, %q = %nothing : !temp) {
    stencil.interval (k = start to start + 1) {
      stencil.stage writes(%p[0] : !temp, %q[0] : !temp) {
        %bk = stencil.access %b[0, 0, 0] : !temp
        %ck = stencil.access %c[0, 0, 0] : !temp
        %dk = stencil.access %d[0, 0, 0] : !temp
        %pk = arith.divf %ck, %bk : f64
        %qk = arith.divf %dk, %bk : f64
        stencil.yield %pk, %qk : f64, f64
      }
    }
    stencil.interval (k = start + 1 to end) {
      stencil.stage writes(%p[0] : !temp, %q[0] : !temp) {
        %one = arith.constant 1.0 : f64
        %ak = stencil.access %a[0, 0, 0] : !temp
        %bk = stencil.access %b[0, 0, 0] : !temp
        %ck = stencil.access %c[0, 0, 0] : !temp
        %dk = stencil.access %d[0, 0, 0] : !temp
        %p0 = stencil.access %p[0, 0, -1] : !temp
        %q0 = stencil.access %q[0, 0, -1] : !temp
        %ap = arith.mulf %ak, %p0 : f64
        %pivot = arith.subf %bk, %ap : f64
        %inverse = arith.divf %one, %pivot : f64
        %aq = arith.mulf %ak, %q0 : f64
        %dq = arith.subf %dk, %aq : f64
        %pk = arith.mulf %ck, %inverse : f64
        %qk = arith.mulf %dq, %inverse : f64
        stencil.yield %pk, %qk : f64, f64
      }
    }
  }
  %solution = stencil.sweep backward carries(%s = %nothing : !temp) {
    stencil.interval (k = end - 1 to end) {
      stencil.stage writes(%s[0] : !temp) {
        %qk = stencil.access %dp[0, 0, 0] : !temp
        stencil.yield %qk : f64
      }
    }
    stencil.interval (k = start to end - 1) {
      stencil.stage writes(%s[0] : !temp) {
        %pk = stencil.access %cp[0, 0, 0] : !temp
        %qk = stencil.access %dp[0, 0, 0] : !temp
        %s1 = stencil.access %s[0, 0, 1] : !temp
        %ps = arith.mulf %pk, %s1 : f64
        %sk = arith.subf %qk, %ps : f64
        stencil.yield %sk : f64
      }
    }
  }
  stencil.store %solution to %x (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}

program.func @solve(%lower: !field, %upper: !field, %excess: !field, %rhs: !field, %x: !field) {
  %diagonal = program.alloc (i = start to end, j = start to end, k = start to end) : !field
  program.call @dominant(%lower, %upper, %excess, %diagonal) : !field, !field, !field, !field
  program.call @thomas(%lower, %diagonal, %upper, %rhs, %x) : !field, !field, !field, !field, !field
  program.return
}
