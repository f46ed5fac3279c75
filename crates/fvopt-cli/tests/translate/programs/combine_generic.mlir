// combine.mlir in the generic form that xDSL 0.75 prints.
"builtin.module"() ({
  "func.func"() <{sym_name = "halves", function_type = (!stencil.field<[-1,7]x[0,10]xf64>, !stencil.field<[0,6]x[0,10]xf64>, !stencil.field<[0,6]x[0,10]xf64>) -> ()}> ({
  ^bb0(%in: !stencil.field<[-1,7]x[0,10]xf64>, %out: !stencil.field<[0,6]x[0,10]xf64>, %low: !stencil.field<[0,6]x[0,10]xf64>):
    %t = "stencil.load"(%in) : (!stencil.field<[-1,7]x[0,10]xf64>) -> !stencil.temp<?x?xf64>
    %a, %extra = "stencil.apply"(%t) <{operandSegmentSizes = array<i32: 1, 0>}> ({
    ^bb0(%x: !stencil.temp<?x?xf64>):
      %v = "stencil.access"(%x) {offset = #stencil.index<[-1, 0]>, offset_mapping = #stencil.index<[0, 1]>} : (!stencil.temp<?x?xf64>) -> f64
      %n = "arith.negf"(%v) <{fastmath = #arith.fastmath<none>}> : (f64) -> f64
      "stencil.return"(%v, %n) : (f64, f64) -> ()
    }) : (!stencil.temp<?x?xf64>) -> (!stencil.temp<?x?xf64>, !stencil.temp<?x?xf64>)
    %b = "stencil.apply"(%t) <{operandSegmentSizes = array<i32: 1, 0>}> ({
    ^bb0(%x: !stencil.temp<?x?xf64>):
      %v = "stencil.access"(%x) {offset = #stencil.index<[1, 0]>, offset_mapping = #stencil.index<[0, 1]>} : (!stencil.temp<?x?xf64>) -> f64
      "stencil.return"(%v) : (f64) -> ()
    }) : (!stencil.temp<?x?xf64>) -> !stencil.temp<?x?xf64>
    %c, %d = "stencil.combine"(%a, %b, %extra) <{dim = 1 : index, index = 4 : index}> {operandSegmentSizes = array<i32: 1, 1, 1, 0>} : (!stencil.temp<?x?xf64>, !stencil.temp<?x?xf64>, !stencil.temp<?x?xf64>) -> (!stencil.temp<?x?xf64>, !stencil.temp<?x?xf64>)
    "stencil.store"(%c, %out) <{bounds = #stencil.bounds<[0, 0], [6, 10]>}> : (!stencil.temp<?x?xf64>, !stencil.field<[0,6]x[0,10]xf64>) -> ()
    "stencil.store"(%d, %low) <{bounds = #stencil.bounds<[0, 0], [6, 4]>}> : (!stencil.temp<?x?xf64>, !stencil.field<[0,6]x[0,10]xf64>) -> ()
    "func.return"() : () -> ()
  }) : () -> ()
}) : () -> ()

