// xDSL, an early version: generic form, attribute names in quotes, casts with `lb` and `ub`.
"builtin.module"() ({
  "func.func"() ({
  ^0(%0 : !stencil.field<?x?x?xf64>, %1 : !stencil.field<?x?x?xf64>):
    %2 = "stencil.cast"(%0) {"lb" = #stencil.index<-1, 0, 0>, "ub" = #stencil.index<7, 5, 3>} : (!stencil.field<?x?x?xf64>) -> !stencil.field<8x5x3xf64>
    %3 = "stencil.cast"(%1) {"lb" = #stencil.index<0, 0, 0>, "ub" = #stencil.index<6, 5, 3>} : (!stencil.field<?x?x?xf64>) -> !stencil.field<6x5x3xf64>
    %4 = "stencil.load"(%2) : (!stencil.field<8x5x3xf64>) -> !stencil.temp<8x5x3xf64>
    %5 = "stencil.apply"(%4) ({
    ^1(%6 : !stencil.temp<8x5x3xf64>):
      %7 = "stencil.access"(%6) {"offset" = #stencil.index<-1, 0, 0>} : (!stencil.temp<8x5x3xf64>) -> f64
      %8 = "stencil.access"(%6) {"offset" = #stencil.index<1, 0, 0>} : (!stencil.temp<8x5x3xf64>) -> f64
      %9 = "arith.subf"(%8, %7) : (f64, f64) -> f64
      %10 = "arith.constant"() {"value" = 5.000000e-01 : f64} : () -> f64
      %11 = "arith.mulf"(%9, %10) : (f64, f64) -> f64
      %12 = "stencil.store_result"(%11) : (f64) -> !stencil.result<f64>
      "stencil.return"(%12) : (!stencil.result<f64>) -> ()
    }) : (!stencil.temp<8x5x3xf64>) -> !stencil.temp<6x5x3xf64>
    "stencil.store"(%5, %3) {"lb" = #stencil.index<0, 0, 0>, "ub" = #stencil.index<6, 5, 3>} : (!stencil.temp<6x5x3xf64>, !stencil.field<6x5x3xf64>) -> ()
    "func.return"() : () -> ()
  }) {"sym_name" = "gradient", "function_type" = (!stencil.field<?x?x?xf64>, !stencil.field<?x?x?xf64>) -> (), "sym_visibility" = "private"} : () -> ()
}) : () -> ()
