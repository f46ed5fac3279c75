// What goes past the caches is there before other threads go on.
// requirement L8
// RUN: fvopt-opt %s --fence-streamed-stores | FileCheck %s
// Twice is once.
// RUN: fvopt-opt %s --fence-streamed-stores --fence-streamed-stores | FileCheck %s

// Every thread waits once, at the end of its share.
// CHECK-LABEL: func.func @shared(
// CHECK: omp.parallel
// CHECK: nontemporal = true
// CHECK-NOT: llvm.fence
// CHECK: omp.yield
// CHECK: llvm.fence seq_cst
// CHECK-NEXT: omp.terminator
// CHECK-NOT: llvm.fence
// CHECK: return
func.func @shared(%m: memref<?x?xf64>, %x: vector<8xf64>, %n: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  omp.parallel {
    omp.wsloop {
      omp.loop_nest (%k) : index = (%c0) to (%n) step (%c1) {
        vector.store %x, %m[%k, %c0] {alignment = 64 : i64, nontemporal = true} : memref<?x?xf64>, vector<8xf64>
        omp.yield
      }
    }
    omp.terminator
  }
  return
}

// One thread: the function waits, wherever it returns.
// CHECK-LABEL: func.func @alone(
// CHECK: llvm.fence seq_cst
// CHECK-NEXT: return
// CHECK-NOT: llvm.fence
func.func @alone(%m: memref<?x?xf64>, %x: vector<8xf64>, %n: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %k = %c0 to %n step %c1 {
    vector.store %x, %m[%k, %c0] {alignment = 64 : i64, nontemporal = true} : memref<?x?xf64>, vector<8xf64>
  }
  return
}

// Ordinary stores need none.
// CHECK-LABEL: func.func @ordinary(
// CHECK-NOT: llvm.fence
// CHECK: return
func.func @ordinary(%m: memref<?x?xf64>, %x: vector<8xf64>, %k: index) {
  %c0 = arith.constant 0 : index
  omp.parallel {
    vector.store %x, %m[%k, %c0] : memref<?x?xf64>, vector<8xf64>
    omp.terminator
  }
  return
}
