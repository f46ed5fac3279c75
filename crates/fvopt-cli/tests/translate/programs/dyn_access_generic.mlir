// dyn_access.mlir in the generic form that xDSL 0.75 prints.
"builtin.module"() ({
  "func.func"() <{sym_name = "pick", function_type = (!stencil.field<[0,4]x[0,3]x[2,7]xi64>, !stencil.field<[-1,5]x[0,3]x[1,9]xf64>, !stencil.field<[0,4]x[0,3]x[2,7]xf64>) -> ()}> ({
  ^bb0(%level: !stencil.field<[0,4]x[0,3]x[2,7]xi64>, %q: !stencil.field<[-1,5]x[0,3]x[1,9]xf64>, %out: !stencil.field<[0,4]x[0,3]x[2,7]xf64>):
    %l = "stencil.load"(%level) : (!stencil.field<[0,4]x[0,3]x[2,7]xi64>) -> !stencil.temp<?x?x?xi64>
    %t = "stencil.load"(%q) : (!stencil.field<[-1,5]x[0,3]x[1,9]xf64>) -> !stencil.temp<?x?x?xf64>
    %r = "stencil.apply"(%l, %t) <{operandSegmentSizes = array<i32: 2, 0>}> ({
    ^bb0(%a: !stencil.temp<?x?x?xi64>, %b: !stencil.temp<?x?x?xf64>):
      %n = "stencil.access"(%a) {offset = #stencil.index<[0, 0, 0]>, offset_mapping = #stencil.index<[0, 1, 2]>} : (!stencil.temp<?x?x?xi64>) -> i64
      %k = "arith.index_cast"(%n) : (i64) -> index
      %i = "stencil.index"() <{dim = 0 : index, offset = #stencil.index<[-1, 0, 0]>}> : () -> index
      %j = "stencil.index"() <{dim = 1 : index, offset = #stencil.index<[0, 0, 0]>}> : () -> index
      %v = "stencil.dyn_access"(%b, %i, %j, %k) <{lb = #stencil.index<[-1, 0, -1]>, ub = #stencil.index<[1, 0, 2]>}> : (!stencil.temp<?x?x?xf64>, index, index, index) -> f64
      %i2 = "stencil.index"() <{dim = 0 : index, offset = #stencil.index<[1, 0, 0]>}> : () -> index
      %k2 = "stencil.index"() <{dim = 2 : index, offset = #stencil.index<[0, 0, 2]>}> : () -> index
      %w = "stencil.dyn_access"(%b, %i2, %j, %k2) <{lb = #stencil.index<[-1, 0, -1]>, ub = #stencil.index<[1, 0, 2]>}> : (!stencil.temp<?x?x?xf64>, index, index, index) -> f64
      %hundred = "arith.constant"() <{value = 1.000000e+03 : f64}> : () -> f64
      %s = "arith.mulf"(%w, %hundred) <{fastmath = #arith.fastmath<none>}> : (f64, f64) -> f64
      %x = "arith.addf"(%v, %s) <{fastmath = #arith.fastmath<none>}> : (f64, f64) -> f64
      "stencil.return"(%x) : (f64) -> ()
    }) : (!stencil.temp<?x?x?xi64>, !stencil.temp<?x?x?xf64>) -> !stencil.temp<?x?x?xf64>
    "stencil.store"(%r, %out) <{bounds = #stencil.bounds<[0, 0, 2], [4, 3, 7]>}> : (!stencil.temp<?x?x?xf64>, !stencil.field<[0,4]x[0,3]x[2,7]xf64>) -> ()
    "func.return"() : () -> ()
  }) : () -> ()
}) : () -> ()

