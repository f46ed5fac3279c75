// Where the ends of parallel loops are known when running only, threads start if there is enough to do.

// requirement R10
// RUN: fvopt-opt %s --guard-parallel-regions | FileCheck %s
// RUN: fvopt-opt %s --guard-parallel-regions --guard-parallel-regions | FileCheck %s
// RUN: not fvopt-opt %s --guard-parallel-regions=machine=no-such-file 2>&1 | FileCheck %s --check-prefix=MACHINE
// MACHINE: error: the machine is neither `generic` nor `host`, and cannot be read from no-such-file

// An operation takes 200 ps: of 20 microseconds there are 100,000. The rows of a level are as many as `max(k, 2)`,
// on the first level that is `max(0, 2)`; each element is loaded, added and stored.

// CHECK-LABEL: @levels
// CHECK: %[[LEVELS:.*]] = arith.maxsi
// CHECK: %[[ROWS:.*]] = arith.maxsi %c0{{.*}}, %c2
// CHECK: %[[WIDTH:.*]] = arith.ceildivsi
// CHECK: %[[PAYS:.*]] = arith.cmpi sgt, %{{.*}}, %c100000{{.*}} : index
// CHECK: omp.parallel if(%[[PAYS]]) {
// CHECK-NOT: omp.parallel
// CHECK: vector.store
func.func @levels(%a: memref<?x?xf64>, %levels: index, %width: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c8 = arith.constant 8 : index
  omp.parallel {
    omp.wsloop {
      omp.loop_nest (%k) : index = (%c0) to (%levels) step (%c1) {
        %rows = arith.maxsi %k, %c2 : index
        scf.for %j = %c0 to %rows step %c1 {
          scf.for %i = %c0 to %width step %c8 {
            %v = vector.load %a[%j, %i] : memref<?x?xf64>, vector<8xf64>
            %s = arith.addf %v, %v : vector<8xf64>
            vector.store %s, %a[%j, %i] : memref<?x?xf64>, vector<8xf64>
          }
        }
        omp.yield
      }
    }
    omp.terminator
  }
  return
}

// What goes round as often as memory says is taken to go round some times.

// CHECK-LABEL: @unknown
// CHECK: %[[N:.*]] = arith.subi %arg1, %c0
// CHECK: arith.muli %{{.*}}, %c48
// CHECK: omp.parallel if(
func.func @unknown(%counts: memref<?xindex>, %n: index, %a: memref<?xf64>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  omp.parallel {
    omp.wsloop {
      omp.loop_nest (%k) : index = (%c0) to (%n) step (%c1) {
        %count = memref.load %counts[%k] : memref<?xindex>
        scf.for %i = %c0 to %count step %c1 {
          %v = memref.load %a[%i] : memref<?xf64>
          %s = arith.addf %v, %v : f64
          memref.store %s, %a[%i] : memref<?xf64>
        }
        omp.yield
      }
    }
    omp.terminator
  }
  return
}

// Where the ends are constant, the schedule has decided.

// CHECK-LABEL: @pinned
// CHECK: omp.parallel {
func.func @pinned(%a: memref<?xf64>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %zero = arith.constant 0.0 : f64
  omp.parallel {
    omp.wsloop {
      omp.loop_nest (%k) : index = (%c0) to (%c4) step (%c1) {
        memref.store %zero, %a[%k] : memref<?xf64>
        omp.yield
      }
    }
    omp.terminator
  }
  return
}
