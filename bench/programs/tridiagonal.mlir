// Thomas solver for every column: the matrix is given, nothing else is computed.
//
//   fvopt run bench/programs/tridiagonal.mlir --check
//
//   lower[k] x[k-1] + diagonal[k] x[k] + upper[k] x[k+1] = rhs[k]

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

stencil.func @tridiagonal(%lower: !field, %diagonal: !field, %upper: !field, %rhs: !field, %x: !field) {
  %a = stencil.load %lower : !field -> !temp
  %b = stencil.load %diagonal : !field -> !temp
  %c = stencil.load %upper : !field -> !temp
  %d = stencil.load %rhs : !field -> !temp
  %nothing = stencil.undef : !temp
  %cc, %dd = stencil.sweep forward carries(%cp = %nothing : !temp, %dp = %nothing : !temp) {
    stencil.interval (k = start to start + 1) {
      stencil.stage writes(%cp[0] : !temp, %dp[0] : !temp) {
        %bk = stencil.access %b[0, 0, 0] : !temp
        %ck = stencil.access %c[0, 0, 0] : !temp
        %dk = stencil.access %d[0, 0, 0] : !temp
        %cn = arith.divf %ck, %bk : f64
        %dn = arith.divf %dk, %bk : f64
        stencil.yield %cn, %dn : f64, f64
      }
    }
    stencil.interval (k = start + 1 to end) {
      stencil.stage writes(%cp[0] : !temp, %dp[0] : !temp) {
        %one = arith.constant 1.0 : f64
        %ak = stencil.access %a[0, 0, 0] : !temp
        %bk = stencil.access %b[0, 0, 0] : !temp
        %ck = stencil.access %c[0, 0, 0] : !temp
        %dk = stencil.access %d[0, 0, 0] : !temp
        %cm = stencil.access %cp[0, 0, -1] : !temp
        %dm = stencil.access %dp[0, 0, -1] : !temp
        %ac = arith.mulf %ak, %cm : f64
        %pivot = arith.subf %bk, %ac : f64
        %m = arith.divf %one, %pivot : f64
        %cn = arith.mulf %ck, %m : f64
        %ad = arith.mulf %ak, %dm : f64
        %rest = arith.subf %dk, %ad : f64
        %dn = arith.mulf %rest, %m : f64
        stencil.yield %cn, %dn : f64, f64
      }
    }
  }
  %solution = stencil.sweep backward carries(%s = %nothing : !temp) {
    stencil.interval (k = end - 1 to end) {
      stencil.stage writes(%s[0] : !temp) {
        %dk = stencil.access %dd[0, 0, 0] : !temp
        stencil.yield %dk : f64
      }
    }
    stencil.interval (k = start to end - 1) {
      stencil.stage writes(%s[0] : !temp) {
        %ck = stencil.access %cc[0, 0, 0] : !temp
        %dk = stencil.access %dd[0, 0, 0] : !temp
        %above = stencil.access %s[0, 0, 1] : !temp
        %cx = arith.mulf %ck, %above : f64
        %xk = arith.subf %dk, %cx : f64
        stencil.yield %xk : f64
      }
    }
  }
  stencil.store %solution to %x (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
