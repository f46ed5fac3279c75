// RUN: fvopt-opt %s --pass-pipeline='builtin.module(stencil-infer-bounds,program-schedule{})' | FileCheck %s --check-prefixes=CHECK,GENERIC
// RUN: fvopt-opt %s --pass-pipeline='builtin.module(stencil-infer-bounds,program-schedule{machine=generic})' | FileCheck %s --check-prefixes=CHECK,GENERIC
// RUN: fvopt-opt %s --pass-pipeline='builtin.module(stencil-infer-bounds,program-schedule{machine=%S/Inputs/machine-avx2.json})' | FileCheck %s --check-prefixes=CHECK,AVX2
// RUN: not fvopt-opt %s --pass-pipeline='builtin.module(stencil-infer-bounds,program-schedule{machine=%S/Inputs/machine-unknown.json})' 2>&1 | FileCheck %s --check-prefix=UNKNOWN
// RUN: not fvopt-opt %s --pass-pipeline='builtin.module(stencil-infer-bounds,program-schedule{machine=%S/Inputs/machine-negative.json})' 2>&1 | FileCheck %s --check-prefix=NEGATIVE
// RUN: not fvopt-opt %s --pass-pipeline='builtin.module(stencil-infer-bounds,program-schedule{machine=%S/Inputs/machine-behind.json})' 2>&1 | FileCheck %s --check-prefix=BEHIND
// RUN: not fvopt-opt %s --pass-pipeline='builtin.module(stencil-infer-bounds,program-schedule{machine=%S/Inputs/nothing.json})' 2>&1 | FileCheck %s --check-prefix=MISSING

// The lanes of a schedule are those of the widest element in a register of the machine.

// UNKNOWN: error: {{.*}}machine-unknown.json does not describe a machine: unknown field `corse`
// NEGATIVE: error: {{.*}}machine-negative.json: l2_bytes is -1, but must be positive
// BEHIND: error: {{.*}}machine-behind.json: prefetch_bytes is -1, but must not be negative
// MISSING: error: the machine is neither `generic` nor `host`, and cannot be read from {{.*}}nothing.json:

// CHECK-LABEL: program.func @double(
// GENERIC: stencil.kernel <{{.*}}vector = 8>
// AVX2: stencil.kernel <{{.*}}vector = 4>
program.func @double(%in: !stencil.field<ijk x f64>, %out: !stencil.field<ijk x f64>) {
  %t = stencil.load %in : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  %a = stencil.apply -> (!stencil.temp<ijk x f64>) {
    %v = stencil.access %t[1, 0, 0] : !stencil.temp<ijk x f64>
    stencil.yield %v : f64
  }
  stencil.store %a to %out (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  program.return
}
// CHECK-LABEL: program.func @single(
// GENERIC: stencil.kernel <{{.*}}vector = 16>
// AVX2: stencil.kernel <{{.*}}vector = 8>
program.func @single(%in: !stencil.field<ijk x f32>, %out: !stencil.field<ijk x f32>) {
  %t = stencil.load %in : !stencil.field<ijk x f32> -> !stencil.temp<ijk x f32>
  %a = stencil.apply -> (!stencil.temp<ijk x f32>) {
    %v = stencil.access %t[1, 0, 0] : !stencil.temp<ijk x f32>
    stencil.yield %v : f32
  }
  stencil.store %a to %out (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f32> to !stencil.field<ijk x f32>
  program.return
}
