// hdiff.mlir in the generic form that xDSL 0.75 prints.
"builtin.module"() ({
  "func.func"() <{sym_name = "hdiff", function_type = (!stencil.field<[-2,12]x[-2,10]x[0,3]xf64>, !stencil.field<[-2,12]x[-2,10]x[0,3]xf64>, !stencil.field<[-2,12]x[-2,10]x[0,3]xf64>) -> ()}> ({
  ^bb0(%in: !stencil.field<[-2,12]x[-2,10]x[0,3]xf64>, %coeff: !stencil.field<[-2,12]x[-2,10]x[0,3]xf64>, %out: !stencil.field<[-2,12]x[-2,10]x[0,3]xf64>):
    %i = "stencil.load"(%in) : (!stencil.field<[-2,12]x[-2,10]x[0,3]xf64>) -> !stencil.temp<?x?x?xf64>
    %c = "stencil.load"(%coeff) : (!stencil.field<[-2,12]x[-2,10]x[0,3]xf64>) -> !stencil.temp<?x?x?xf64>
    %lap = "stencil.apply"(%i) <{operandSegmentSizes = array<i32: 1, 0>}> ({
    ^bb0(%a: !stencil.temp<?x?x?xf64>):
      %w = "stencil.access"(%a) {offset = #stencil.index<[-1, 0, 0]>, offset_mapping = #stencil.index<[0, 1, 2]>} : (!stencil.temp<?x?x?xf64>) -> f64
      %e = "stencil.access"(%a) {offset = #stencil.index<[1, 0, 0]>, offset_mapping = #stencil.index<[0, 1, 2]>} : (!stencil.temp<?x?x?xf64>) -> f64
      %s = "stencil.access"(%a) {offset = #stencil.index<[0, -1, 0]>, offset_mapping = #stencil.index<[0, 1, 2]>} : (!stencil.temp<?x?x?xf64>) -> f64
      %n = "stencil.access"(%a) {offset = #stencil.index<[0, 1, 0]>, offset_mapping = #stencil.index<[0, 1, 2]>} : (!stencil.temp<?x?x?xf64>) -> f64
      %m = "stencil.access"(%a) {offset = #stencil.index<[0, 0, 0]>, offset_mapping = #stencil.index<[0, 1, 2]>} : (!stencil.temp<?x?x?xf64>) -> f64
      %we = "arith.addf"(%w, %e) <{fastmath = #arith.fastmath<none>}> : (f64, f64) -> f64
      %sn = "arith.addf"(%s, %n) <{fastmath = #arith.fastmath<none>}> : (f64, f64) -> f64
      %sum = "arith.addf"(%we, %sn) <{fastmath = #arith.fastmath<none>}> : (f64, f64) -> f64
      %four = "arith.constant"() <{value = 4.000000e+00 : f64}> : () -> f64
      %m4 = "arith.mulf"(%four, %m) <{fastmath = #arith.fastmath<none>}> : (f64, f64) -> f64
      %r = "arith.subf"(%m4, %sum) <{fastmath = #arith.fastmath<none>}> : (f64, f64) -> f64
      %stored = "stencil.store_result"(%r) : (f64) -> !stencil.result<f64>
      "stencil.return"(%stored) : (!stencil.result<f64>) -> ()
    }) : (!stencil.temp<?x?x?xf64>) -> !stencil.temp<?x?x?xf64>
    %flx, %fly = "stencil.apply"(%lap, %i) <{operandSegmentSizes = array<i32: 2, 0>}> ({
    ^bb0(%l: !stencil.temp<?x?x?xf64>, %a: !stencil.temp<?x?x?xf64>):
      %zero = "arith.constant"() <{value = 0.000000e+00 : f64}> : () -> f64
      %l0 = "stencil.access"(%l) {offset = #stencil.index<[0, 0, 0]>, offset_mapping = #stencil.index<[0, 1, 2]>} : (!stencil.temp<?x?x?xf64>) -> f64
      %a0 = "stencil.access"(%a) {offset = #stencil.index<[0, 0, 0]>, offset_mapping = #stencil.index<[0, 1, 2]>} : (!stencil.temp<?x?x?xf64>) -> f64
      %l1 = "stencil.access"(%l) {offset = #stencil.index<[1, 0, 0]>, offset_mapping = #stencil.index<[0, 1, 2]>} : (!stencil.temp<?x?x?xf64>) -> f64
      %a1 = "stencil.access"(%a) {offset = #stencil.index<[1, 0, 0]>, offset_mapping = #stencil.index<[0, 1, 2]>} : (!stencil.temp<?x?x?xf64>) -> f64
      %fx = "arith.subf"(%l1, %l0) <{fastmath = #arith.fastmath<none>}> : (f64, f64) -> f64
      %gx = "arith.subf"(%a1, %a0) <{fastmath = #arith.fastmath<none>}> : (f64, f64) -> f64
      %px = "arith.mulf"(%fx, %gx) <{fastmath = #arith.fastmath<none>}> : (f64, f64) -> f64
      %ux = "arith.cmpf"(%px, %zero) <{predicate = 2 : i64, fastmath = #arith.fastmath<none>}> : (f64, f64) -> i1
      %x = "arith.select"(%ux, %zero, %fx) : (i1, f64, f64) -> f64
      %l2 = "stencil.access"(%l) {offset = #stencil.index<[0, 1, 0]>, offset_mapping = #stencil.index<[0, 1, 2]>} : (!stencil.temp<?x?x?xf64>) -> f64
      %a2 = "stencil.access"(%a) {offset = #stencil.index<[0, 1, 0]>, offset_mapping = #stencil.index<[0, 1, 2]>} : (!stencil.temp<?x?x?xf64>) -> f64
      %fy = "arith.subf"(%l2, %l0) <{fastmath = #arith.fastmath<none>}> : (f64, f64) -> f64
      %gy = "arith.subf"(%a2, %a0) <{fastmath = #arith.fastmath<none>}> : (f64, f64) -> f64
      %py = "arith.mulf"(%fy, %gy) <{fastmath = #arith.fastmath<none>}> : (f64, f64) -> f64
      %uy = "arith.cmpf"(%py, %zero) <{predicate = 2 : i64, fastmath = #arith.fastmath<none>}> : (f64, f64) -> i1
      %y = "arith.select"(%uy, %zero, %fy) : (i1, f64, f64) -> f64
      %sx = "stencil.store_result"(%x) : (f64) -> !stencil.result<f64>
      %sy = "stencil.store_result"(%y) : (f64) -> !stencil.result<f64>
      "stencil.return"(%sx, %sy) : (!stencil.result<f64>, !stencil.result<f64>) -> ()
    }) : (!stencil.temp<?x?x?xf64>, !stencil.temp<?x?x?xf64>) -> (!stencil.temp<?x?x?xf64>, !stencil.temp<?x?x?xf64>)
    %o = "stencil.apply"(%i, %c, %flx, %fly) <{operandSegmentSizes = array<i32: 4, 0>}> ({
    ^bb0(%a: !stencil.temp<?x?x?xf64>, %k: !stencil.temp<?x?x?xf64>, %x: !stencil.temp<?x?x?xf64>, %y: !stencil.temp<?x?x?xf64>):
      %m = "stencil.access"(%a) {offset = #stencil.index<[0, 0, 0]>, offset_mapping = #stencil.index<[0, 1, 2]>} : (!stencil.temp<?x?x?xf64>) -> f64
      %kk = "stencil.access"(%k) {offset = #stencil.index<[0, 0, 0]>, offset_mapping = #stencil.index<[0, 1, 2]>} : (!stencil.temp<?x?x?xf64>) -> f64
      %x0 = "stencil.access"(%x) {offset = #stencil.index<[-1, 0, 0]>, offset_mapping = #stencil.index<[0, 1, 2]>} : (!stencil.temp<?x?x?xf64>) -> f64
      %x1 = "stencil.access"(%x) {offset = #stencil.index<[0, 0, 0]>, offset_mapping = #stencil.index<[0, 1, 2]>} : (!stencil.temp<?x?x?xf64>) -> f64
      %y0 = "stencil.access"(%y) {offset = #stencil.index<[0, -1, 0]>, offset_mapping = #stencil.index<[0, 1, 2]>} : (!stencil.temp<?x?x?xf64>) -> f64
      %y1 = "stencil.access"(%y) {offset = #stencil.index<[0, 0, 0]>, offset_mapping = #stencil.index<[0, 1, 2]>} : (!stencil.temp<?x?x?xf64>) -> f64
      %dx = "arith.subf"(%x1, %x0) <{fastmath = #arith.fastmath<none>}> : (f64, f64) -> f64
      %dy = "arith.subf"(%y1, %y0) <{fastmath = #arith.fastmath<none>}> : (f64, f64) -> f64
      %d = "arith.addf"(%dx, %dy) <{fastmath = #arith.fastmath<none>}> : (f64, f64) -> f64
      %kd = "arith.mulf"(%kk, %d) <{fastmath = #arith.fastmath<none>}> : (f64, f64) -> f64
      %r = "arith.subf"(%m, %kd) <{fastmath = #arith.fastmath<none>}> : (f64, f64) -> f64
      %stored = "stencil.store_result"(%r) : (f64) -> !stencil.result<f64>
      "stencil.return"(%stored) : (!stencil.result<f64>) -> ()
    }) : (!stencil.temp<?x?x?xf64>, !stencil.temp<?x?x?xf64>, !stencil.temp<?x?x?xf64>, !stencil.temp<?x?x?xf64>) -> !stencil.temp<?x?x?xf64>
    "stencil.store"(%o, %out) <{bounds = #stencil.bounds<[0, 0, 0], [10, 8, 3]>}> : (!stencil.temp<?x?x?xf64>, !stencil.field<[-2,12]x[-2,10]x[0,3]xf64>) -> ()
    "func.return"() : () -> ()
  }) {stencil.program} : () -> ()
}) : () -> ()

