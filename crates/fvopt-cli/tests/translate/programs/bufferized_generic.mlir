// bufferized.mlir in the generic form that xDSL 0.75 prints.
"builtin.module"() ({
  "func.func"() <{sym_name = "steps", function_type = (!stencil.field<[-1,9]xf64>, !stencil.field<[-1,9]xf64>) -> ()}> ({
  ^bb0(%q: !stencil.field<[-1,9]xf64>, %s: !stencil.field<[-1,9]xf64>):
    "stencil.apply"(%q, %s) <{bounds = #stencil.bounds<[0], [8]>, operandSegmentSizes = array<i32: 1, 1>}> ({
    ^bb0(%a: !stencil.field<[-1,9]xf64>):
      %w = "stencil.access"(%a) {offset = #stencil.index<[-1]>, offset_mapping = #stencil.index<[0]>} : (!stencil.field<[-1,9]xf64>) -> f64
      %e = "stencil.access"(%a) {offset = #stencil.index<[1]>, offset_mapping = #stencil.index<[0]>} : (!stencil.field<[-1,9]xf64>) -> f64
      %r = "arith.addf"(%w, %e) <{fastmath = #arith.fastmath<none>}> : (f64, f64) -> f64
      "stencil.return"(%r) : (f64) -> ()
    }) : (!stencil.field<[-1,9]xf64>, !stencil.field<[-1,9]xf64>) -> ()
    "stencil.apply"(%s, %q) <{bounds = #stencil.bounds<[1], [8]>, operandSegmentSizes = array<i32: 1, 1>}> ({
    ^bb0(%a: !stencil.field<[-1,9]xf64>):
      %w = "stencil.access"(%a) {offset = #stencil.index<[-1]>, offset_mapping = #stencil.index<[0]>} : (!stencil.field<[-1,9]xf64>) -> f64
      %m = "stencil.access"(%a) {offset = #stencil.index<[0]>, offset_mapping = #stencil.index<[0]>} : (!stencil.field<[-1,9]xf64>) -> f64
      %r = "arith.subf"(%m, %w) <{fastmath = #arith.fastmath<none>}> : (f64, f64) -> f64
      "stencil.return"(%r) : (f64) -> ()
    }) : (!stencil.field<[-1,9]xf64>, !stencil.field<[-1,9]xf64>) -> ()
    "func.return"() : () -> ()
  }) : () -> ()
}) : () -> ()

