// RUN: fvopt-opt %s --pass-pipeline='builtin.module(program-flatten{statistics=true entry=main},stencil-infer-bounds,program-schedule{report-copies=true})' --dump-pass-pipeline 2>&1 | FileCheck %s --check-prefix=DUMP
// RUN: fvopt-opt %s --fvopt-cpu --dump-pass-pipeline 2>&1 | FileCheck %s --check-prefix=CPU
// RUN: fvopt-opt %s '--fvopt-cpu=entry=main domain=8,8,4 machine=host checked=true' --dump-pass-pipeline 2>&1 | FileCheck %s --check-prefix=RUNTIME
// RUN: fvopt-opt %s '--fvopt-cpu=threads=1' --dump-pass-pipeline 2>&1 | FileCheck %s --check-prefix=ONE
// RUN: fvopt-opt %s '--fvopt-cpu=threads=3 cpu=generic' --dump-pass-pipeline 2>&1 | FileCheck %s --check-prefix=THREE
// RUN: not fvopt-opt %s --fvopt-cpu=threads=70000 2>&1 | FileCheck %s --check-prefix=THREADS
// RUN: not fvopt-opt %s --program-schedule=threads=-1 2>&1 | FileCheck %s --check-prefix=NEGATIVE
// RUN: not fvopt-opt %s --fvopt-cpu=cpu=abacus 2>&1 | FileCheck %s --check-prefix=ABACUS
// RUN: fvopt-opt %s --pass-pipeline='builtin.module(fvopt-kernels{entry=a\20b arguments=0=1})' --dump-pass-pipeline 2>&1 | FileCheck %s --check-prefix=NAME
// RUN: not fvopt-opt %s --fvopt-cpu=domain=8,8 2>&1 | FileCheck %s --check-prefix=DOMAIN
// RUN: not fvopt-opt %s --fvopt-kernels=arguments=0=1 2>&1 | FileCheck %s --check-prefix=ARGUMENTS
// RUN: not fvopt-opt %s --fvopt-cpu=optimal=true 2>&1 | FileCheck %s --check-prefix=NO-SUCH
// RUN: not fvopt-opt %s --program-pin-domain=domain=8,0,1 2>&1 | FileCheck %s --check-prefix=PIN
// RUN: not fvopt-opt %s --pass-pipeline='builtin.module(program-flatten{entri=main})' 2>&1 | FileCheck %s --check-prefix=NO-OPTION
// RUN: not fvopt-opt %s --pass-pipeline='builtin.module(program-flatten{max-operations=many})' 2>&1 | FileCheck %s --check-prefix=TYPE
// RUN: not fvopt-opt %s --pass-pipeline='builtin.module(program-flaten)' 2>&1 | FileCheck %s --check-prefix=NO-PASS
// RUN: fvopt-opt %s --program-flatten --mlir-print-ir-after=program-flatten 2>&1 | FileCheck %s --check-prefix=AFTER

// The values of options are printed, defaults too, so that the line can be run again.

// DUMP: builtin.module(
// DUMP-NEXT: program-flatten{entry=main max-operations=4000000 statistics=true},
// DUMP-NEXT: stencil-infer-bounds{report=false},
// DUMP-NEXT: program-schedule{machine=generic report-copies=true strategy=cluster threads=0}
// DUMP-NEXT: )

// CPU: builtin.module(
// CPU-NEXT: program-flatten{
// CPU: stencil-infer-bounds{report=false}
// CPU-NEXT: program-schedule{machine=generic report-copies=false strategy=cluster threads=0}
// CPU-NEXT: order-kernels-by-layout,
// CPU-NEXT: program-share-buffers{report=false}
// CPU-NEXT: convert-kernels-to-loops{checked=false}
// CPU: outline-kernels
// CPU: predictive-commoning
// CPU-NEXT: expand-math-functions{math=own}
// CPU-NEXT: convert-math-to-calls
// CPU-NEXT: vectorize-annotated-loops
// CPU: convert-scf-to-openmp
// CPU-NEXT: guard-parallel-regions{machine=generic}
// CPU: finalize-memref-to-llvm
// CPU: convert-scf-to-cf
// CPU: set-target-cpu{cpu=host features=}

// What the runtime runs, with its options: pinned, for this machine, and in checked mode without shared memory.

// requirement T5
// RUNTIME: program-flatten{entry=main
// RUNTIME-NEXT: expand-minnumf-maxnumf
// RUNTIME-NEXT: canonicalize{
// RUNTIME-NEXT: program-pin-domain{domain=8,8,4}
// RUNTIME-NEXT: stencil-forward-inserts
// RUNTIME: program-schedule{machine=host
// RUNTIME-NEXT: order-kernels-by-layout
// RUNTIME-NEXT: convert-kernels-to-loops{checked=true}

// One thread takes no OpenMP.

// ONE: program-schedule{machine=generic report-copies=false strategy=cluster threads=1}
// ONE-NOT: openmp
// ONE-NOT: guard-parallel-regions
// THREE: program-schedule{{.*}} threads=3}
// THREE: convert-scf-to-openmp{num-threads=3}
// THREE: set-target-cpu{cpu=generic features=}

// THREADS: 70000 is not a number of threads from 1 to 65535, or 0
// NEGATIVE: error: -1 is not a number of threads
// ABACUS: LLVM knows no processor `abacus` of the kind

// NAME: program-unify-arguments{arguments=0=1 entry=a\20b}
// NAME-NEXT: program-flatten{entry=a\20b

// DOMAIN: `8,8` is not three sizes of a domain such as 64,64,80
// ARGUMENTS: `arguments` needs an `entry` whose arguments they are
// NO-SUCH: no such option optimal
// PIN: `8,0,1` is not three sizes of a domain, each 1 or more, such as 64,64,80

// NO-OPTION: no such option entri
// TYPE: 'many' value invalid for long argument
// NO-PASS: 'program-flaten' does not refer to a registered pass or pass pipeline
// AFTER: IR Dump After program-flatten (program-flatten)

program.func @main() {
  program.return
}
program.func @"a b"(%a: !stencil.field<ijk x f64>, %b: !stencil.field<ijk x f64>) {
  program.return
}
