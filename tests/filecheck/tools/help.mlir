// RUN: fvopt-opt --help | FileCheck %s
// RUN: fvopt --help | FileCheck %s --check-prefix=FVOPT
// RUN: fvopt run --help | FileCheck %s --check-prefix=ARGS
// RUN: fvopt graph --help | FileCheck %s --check-prefix=GRAPH
// RUN: fvopt-opt --show-dialects | FileCheck %s --check-prefix=DIALECTS

// Passes show their typed options, pipelines their names.

// CHECK-DAG: --convert-kernels-to-loops {{.*}} Lowers programs in kernel form to functions with loops over memrefs
// CHECK-DAG: --checked {{.*}} report accesses outside allocations, reads of points never written, and clamped positions
// CHECK-DAG: --convert-math-to-calls {{.*}} Turns math functions into opaque calls
// CHECK-DAG: --program-flatten {{.*}} Inlines programs and stencils into the entry programs
// CHECK-DAG: --entry=<string> {{.*}} the program or stencil to keep
// CHECK-DAG: --max-operations=<long> {{.*}} stop with an error when the result would have more operations
// CHECK-DAG: --statistics {{.*}} emit a remark that counts calls, stencils and operations
// CHECK-DAG: --program-schedule {{.*}} Puts every operation into a kernel with a schedule
// CHECK-DAG: --program-unify-arguments {{.*}} Replaces arguments that are passed the same field by one of them
// CHECK-DAG: --stencil-infer-bounds {{.*}} Infers the box of every temp
// CHECK-DAG: --fvopt-cpu {{.*}} Everything from programs to the LLVM dialect for the CPU
// CHECK-DAG: --fvopt-kernels {{.*}} Flattens, infers bounds and schedules
// CHECK-DAG: --fvopt-kernels-to-llvm {{.*}} Lowers kernels to the LLVM dialect for the CPU

// FVOPT: Usage: fvopt
// FVOPT: run
// FVOPT: graph
// FVOPT: Examples:
// FVOPT-NEXT: fvopt run examples/

// ARGS: Usage: fvopt run [OPTIONS] <FILE>
// ARGS-DAG: --entry
// ARGS-DAG: --domain <I,J,K>
// ARGS-DAG: --arg <NAME=VALUE>
// ARGS-DAG: --threads
// ARGS-DAG: --repeat
// ARGS-DAG: --out <FILE.npz>
// ARGS-DAG: --interpret
// ARGS-DAG: --check
// ARGS-DAG: --checked
// ARGS-DAG: --math <own|libm|libm-products>
// ARGS-DAG: --report <FILE.json>
// ARGS: Examples:

// GRAPH: Usage: fvopt graph [OPTIONS] <FILE>
// GRAPH: dependences

// DIALECTS: program
// DIALECTS: stencil
