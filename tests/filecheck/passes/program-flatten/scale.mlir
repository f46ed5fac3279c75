// REQUIRES: python
// RUN: python3 %S/Inputs/generate.py chain 10000 > %t.chain.mlir
// RUN: bash -c "ulimit -s 1024; fvopt-opt %t.chain.mlir --pass-pipeline='builtin.module(program-flatten{statistics=true})'" 2>&1 | FileCheck %s --check-prefix=CHAIN
// RUN: python3 %S/Inputs/generate.py calls 10000 > %t.calls.mlir
// RUN: bash -c "ulimit -s 1024; fvopt-opt %t.calls.mlir --pass-pipeline='builtin.module(program-flatten{statistics=true})'" > %t.flat.mlir 2> %t.remark
// RUN: FileCheck %s --check-prefix=CALLS < %t.remark
// RUN: grep -c stencil.store %t.flat.mlir | FileCheck %s --check-prefix=STORES

// Programs nested 10,000 deep, and 10,000 calls in one program: with a small
// stack (1 MiB), so that recursion on the calls would overflow it; the counts
// show that every operation of the result is cloned once.

// CHAIN: remark: flattened 10000 program calls and 1 stencil calls; 1 stencil bodies normalized; 10002 operations cloned
// CHAIN: program.func @main(
// CHAIN-NEXT: stencil.load
// The box of every level starts one point further: 10,000 of them.
// CHAIN-NEXT: stencil.store {{.*}} (i = start + 10000 to end, j = start to end, k = start to end)
// CHAIN-NEXT: program.return

// CALLS: remark: flattened 0 program calls and 10000 stencil calls; 1 stencil bodies normalized; 20000 operations cloned
// STORES: {{^}}10000{{$}}
