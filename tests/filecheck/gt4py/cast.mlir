// RUN: fvopt run %s --check | FileCheck %s
// CHECK: {{^}}equal to the interpreter
//
// GTIR Cast and the dtypes BOOL, INT8, INT16, INT32, INT64, FLOAT32, FLOAT64:
// from every one to every other. To bool is a comparison with zero.

stencil.func @cast(%i1: !stencil.field<ijk x i1>, %i8: !stencil.field<ijk x i8>, %i16: !stencil.field<ijk x i16>, %i32: !stencil.field<ijk x i32>, %i64: !stencil.field<ijk x i64>, %f32: !stencil.field<ijk x f32>, %f64: !stencil.field<ijk x f64>,
                   %to_i1: !stencil.field<ijk x i1>, %to_i8: !stencil.field<ijk x i8>, %to_i16: !stencil.field<ijk x i16>, %to_i32: !stencil.field<ijk x i32>, %to_i64: !stencil.field<ijk x i64>, %to_f32: !stencil.field<ijk x f32>, %to_f64: !stencil.field<ijk x f64>) {
  %t_i1 = stencil.load %i1 : !stencil.field<ijk x i1> -> !stencil.temp<ijk x i1>
  %t_i8 = stencil.load %i8 : !stencil.field<ijk x i8> -> !stencil.temp<ijk x i8>
  %t_i16 = stencil.load %i16 : !stencil.field<ijk x i16> -> !stencil.temp<ijk x i16>
  %t_i32 = stencil.load %i32 : !stencil.field<ijk x i32> -> !stencil.temp<ijk x i32>
  %t_i64 = stencil.load %i64 : !stencil.field<ijk x i64> -> !stencil.temp<ijk x i64>
  %t_f32 = stencil.load %f32 : !stencil.field<ijk x f32> -> !stencil.temp<ijk x f32>
  %t_f64 = stencil.load %f64 : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  %r:7 = stencil.apply -> (!stencil.temp<ijk x i1>, !stencil.temp<ijk x i8>, !stencil.temp<ijk x i16>, !stencil.temp<ijk x i32>, !stencil.temp<ijk x i64>, !stencil.temp<ijk x f32>, !stencil.temp<ijk x f64>) {
    %v_i1 = stencil.access %t_i1[0, 0, 0] : !stencil.temp<ijk x i1>
    %v_i8 = stencil.access %t_i8[0, 0, 0] : !stencil.temp<ijk x i8>
    %v_i16 = stencil.access %t_i16[0, 0, 0] : !stencil.temp<ijk x i16>
    %v_i32 = stencil.access %t_i32[0, 0, 0] : !stencil.temp<ijk x i32>
    %v_i64 = stencil.access %t_i64[0, 0, 0] : !stencil.temp<ijk x i64>
    %v_f32 = stencil.access %t_f32[0, 0, 0] : !stencil.temp<ijk x f32>
    %v_f64 = stencil.access %t_f64[0, 0, 0] : !stencil.temp<ijk x f64>
    %z_i8 = arith.constant 0 : i8
    %c_i8_i1 = arith.cmpi ne, %v_i8, %z_i8 : i8
    %z_i16 = arith.constant 0 : i16
    %c_i16_i1 = arith.cmpi ne, %v_i16, %z_i16 : i16
    %s_i16_i1 = arith.xori %c_i8_i1, %c_i16_i1 : i1
    %z_i32 = arith.constant 0 : i32
    %c_i32_i1 = arith.cmpi ne, %v_i32, %z_i32 : i32
    %s_i32_i1 = arith.xori %s_i16_i1, %c_i32_i1 : i1
    %z_i64 = arith.constant 0 : i64
    %c_i64_i1 = arith.cmpi ne, %v_i64, %z_i64 : i64
    %s_i64_i1 = arith.xori %s_i32_i1, %c_i64_i1 : i1
    %z_f32 = arith.constant 0.0 : f32
    %c_f32_i1 = arith.cmpf une, %v_f32, %z_f32 : f32
    %s_f32_i1 = arith.xori %s_i64_i1, %c_f32_i1 : i1
    %z_f64 = arith.constant 0.0 : f64
    %c_f64_i1 = arith.cmpf une, %v_f64, %z_f64 : f64
    %s_f64_i1 = arith.xori %s_f32_i1, %c_f64_i1 : i1
    %c_i1_i8 = arith.extui %v_i1 : i1 to i8
    %c_i16_i8 = arith.trunci %v_i16 : i16 to i8
    %s_i16_i8 = arith.addi %c_i1_i8, %c_i16_i8 : i8
    %c_i32_i8 = arith.trunci %v_i32 : i32 to i8
    %s_i32_i8 = arith.addi %s_i16_i8, %c_i32_i8 : i8
    %c_i64_i8 = arith.trunci %v_i64 : i64 to i8
    %s_i64_i8 = arith.addi %s_i32_i8, %c_i64_i8 : i8
    %c_f32_i8 = arith.fptosi %v_f32 : f32 to i8
    %s_f32_i8 = arith.addi %s_i64_i8, %c_f32_i8 : i8
    %c_f64_i8 = arith.fptosi %v_f64 : f64 to i8
    %s_f64_i8 = arith.addi %s_f32_i8, %c_f64_i8 : i8
    %c_i1_i16 = arith.extui %v_i1 : i1 to i16
    %c_i8_i16 = arith.extsi %v_i8 : i8 to i16
    %s_i8_i16 = arith.addi %c_i1_i16, %c_i8_i16 : i16
    %c_i32_i16 = arith.trunci %v_i32 : i32 to i16
    %s_i32_i16 = arith.addi %s_i8_i16, %c_i32_i16 : i16
    %c_i64_i16 = arith.trunci %v_i64 : i64 to i16
    %s_i64_i16 = arith.addi %s_i32_i16, %c_i64_i16 : i16
    %c_f32_i16 = arith.fptosi %v_f32 : f32 to i16
    %s_f32_i16 = arith.addi %s_i64_i16, %c_f32_i16 : i16
    %c_f64_i16 = arith.fptosi %v_f64 : f64 to i16
    %s_f64_i16 = arith.addi %s_f32_i16, %c_f64_i16 : i16
    %c_i1_i32 = arith.extui %v_i1 : i1 to i32
    %c_i8_i32 = arith.extsi %v_i8 : i8 to i32
    %s_i8_i32 = arith.addi %c_i1_i32, %c_i8_i32 : i32
    %c_i16_i32 = arith.extsi %v_i16 : i16 to i32
    %s_i16_i32 = arith.addi %s_i8_i32, %c_i16_i32 : i32
    %c_i64_i32 = arith.trunci %v_i64 : i64 to i32
    %s_i64_i32 = arith.addi %s_i16_i32, %c_i64_i32 : i32
    %c_f32_i32 = arith.fptosi %v_f32 : f32 to i32
    %s_f32_i32 = arith.addi %s_i64_i32, %c_f32_i32 : i32
    %c_f64_i32 = arith.fptosi %v_f64 : f64 to i32
    %s_f64_i32 = arith.addi %s_f32_i32, %c_f64_i32 : i32
    %c_i1_i64 = arith.extui %v_i1 : i1 to i64
    %c_i8_i64 = arith.extsi %v_i8 : i8 to i64
    %s_i8_i64 = arith.addi %c_i1_i64, %c_i8_i64 : i64
    %c_i16_i64 = arith.extsi %v_i16 : i16 to i64
    %s_i16_i64 = arith.addi %s_i8_i64, %c_i16_i64 : i64
    %c_i32_i64 = arith.extsi %v_i32 : i32 to i64
    %s_i32_i64 = arith.addi %s_i16_i64, %c_i32_i64 : i64
    %c_f32_i64 = arith.fptosi %v_f32 : f32 to i64
    %s_f32_i64 = arith.addi %s_i32_i64, %c_f32_i64 : i64
    %c_f64_i64 = arith.fptosi %v_f64 : f64 to i64
    %s_f64_i64 = arith.addi %s_f32_i64, %c_f64_i64 : i64
    %c_i1_f32 = arith.uitofp %v_i1 : i1 to f32
    %c_i8_f32 = arith.sitofp %v_i8 : i8 to f32
    %s_i8_f32 = arith.addf %c_i1_f32, %c_i8_f32 : f32
    %c_i16_f32 = arith.sitofp %v_i16 : i16 to f32
    %s_i16_f32 = arith.addf %s_i8_f32, %c_i16_f32 : f32
    %c_i32_f32 = arith.sitofp %v_i32 : i32 to f32
    %s_i32_f32 = arith.addf %s_i16_f32, %c_i32_f32 : f32
    %c_i64_f32 = arith.sitofp %v_i64 : i64 to f32
    %s_i64_f32 = arith.addf %s_i32_f32, %c_i64_f32 : f32
    %c_f64_f32 = arith.truncf %v_f64 : f64 to f32
    %s_f64_f32 = arith.addf %s_i64_f32, %c_f64_f32 : f32
    %c_i1_f64 = arith.uitofp %v_i1 : i1 to f64
    %c_i8_f64 = arith.sitofp %v_i8 : i8 to f64
    %s_i8_f64 = arith.addf %c_i1_f64, %c_i8_f64 : f64
    %c_i16_f64 = arith.sitofp %v_i16 : i16 to f64
    %s_i16_f64 = arith.addf %s_i8_f64, %c_i16_f64 : f64
    %c_i32_f64 = arith.sitofp %v_i32 : i32 to f64
    %s_i32_f64 = arith.addf %s_i16_f64, %c_i32_f64 : f64
    %c_i64_f64 = arith.sitofp %v_i64 : i64 to f64
    %s_i64_f64 = arith.addf %s_i32_f64, %c_i64_f64 : f64
    %c_f32_f64 = arith.extf %v_f32 : f32 to f64
    %s_f32_f64 = arith.addf %s_i64_f64, %c_f32_f64 : f64
    stencil.yield %s_f64_i1, %s_f64_i8, %s_f64_i16, %s_f64_i32, %s_f64_i64, %s_f64_f32, %s_f32_f64 : i1, i8, i16, i32, i64, f32, f64
  }
  stencil.store %r#0 to %to_i1 (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x i1> to !stencil.field<ijk x i1>
  stencil.store %r#1 to %to_i8 (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x i8> to !stencil.field<ijk x i8>
  stencil.store %r#2 to %to_i16 (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x i16> to !stencil.field<ijk x i16>
  stencil.store %r#3 to %to_i32 (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x i32> to !stencil.field<ijk x i32>
  stencil.store %r#4 to %to_i64 (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x i64> to !stencil.field<ijk x i64>
  stencil.store %r#5 to %to_f32 (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f32> to !stencil.field<ijk x f32>
  stencil.store %r#6 to %to_f64 (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.return
}
