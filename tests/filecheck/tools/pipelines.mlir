// RUN: fvopt-opt %s --pass-pipeline='builtin.module(program-flatten{statistics=true entry=main},stencil-infer-bounds,program-schedule{report-copies=true})' --dump-pass-pipeline 2>&1 | FileCheck %s --check-prefix=DUMP
// RUN: fvopt-opt %s --fvopt-cpu --dump-pass-pipeline 2>&1 | FileCheck %s --check-prefix=CPU
// RUN: not fvopt-opt %s --pass-pipeline='builtin.module(program-flatten{entri=main})' 2>&1 | FileCheck %s --check-prefix=NO-OPTION
// RUN: not fvopt-opt %s --pass-pipeline='builtin.module(program-flatten{max-operations=many})' 2>&1 | FileCheck %s --check-prefix=TYPE
// RUN: not fvopt-opt %s --pass-pipeline='builtin.module(program-flaten)' 2>&1 | FileCheck %s --check-prefix=NO-PASS
// RUN: fvopt-opt %s --program-flatten --mlir-print-ir-after=program-flatten 2>&1 | FileCheck %s --check-prefix=AFTER

// The values of options are printed, defaults too, so that the line can be run again.

// DUMP: builtin.module(
// DUMP-NEXT: program-flatten{entry=main max-operations=4000000 statistics=true},
// DUMP-NEXT: stencil-infer-bounds{report=false},
// DUMP-NEXT: program-schedule{fuse=true machine=generic report-copies=true}
// DUMP-NEXT: )

// CPU: builtin.module(
// CPU-NEXT: program-flatten{
// CPU: stencil-infer-bounds{report=false}
// CPU-NEXT: program-schedule{fuse=true machine=generic report-copies=false}
// CPU-NEXT: program-share-buffers{report=false}
// CPU-NEXT: convert-kernels-to-loops{checked=false}
// CPU: outline-kernels
// CPU: predictive-commoning
// CPU-NEXT: convert-math-to-calls
// CPU-NEXT: vectorize-marked-loops
// CPU: convert-scf-to-openmp
// CPU: finalize-memref-to-llvm
// CPU: convert-scf-to-cf

// NO-OPTION: no such option entri
// TYPE: 'many' value invalid for long argument
// NO-PASS: 'program-flaten' does not refer to a registered pass or pass pipeline
// AFTER: IR Dump After program-flatten (program-flatten)

program.func @main() {
  program.return
}
