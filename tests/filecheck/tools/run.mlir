// RUN: fvopt run %s --entry sum --domain 4,3,2 --arg q=0.5 --check | FileCheck %s
// RUN: cat %s | fvopt run - --entry sum --domain 4,3,2 --arg q=0.5 --check | FileCheck %s
// RUN: fvopt run %s --entry sum --domain 4,3,2 --arg q=0.5 --interpret | FileCheck %s --check-prefix=INTERPRET
// RUN: not fvopt run %s --entry sum --domain 4,3,2 --arg q=0.25 2>&1 | FileCheck %s --check-prefix=STATUS
// RUN: fvopt run %s --entry twice --domain 4,3,2 --arg q=2 --arg p=same:q --check --report %t.json --repeat 2 | FileCheck %s --check-prefix=SAME
// RUN: FileCheck %s --check-prefix=REPORT < %t.json
// RUN: fvopt run %s --entry twice --threads 1 --checked | FileCheck %s --check-prefix=DEFAULTS
// RUN: not fvopt measure - < %s 2>&1 | FileCheck %s --check-prefix=COMMANDS
// RUN: fvopt -v run %s --entry twice --arg q=zeros --domain 1,1,1 2>&1 | FileCheck %s --check-prefix=VERBOSE

// CHECK: @sum on 4 x 3 x 2: compiled in {{.*}} s, 0 kernels, 0 bytes of temporaries, call
// CHECK-NEXT: field max abs error max ulp differing
// CHECK-NEXT: q 0.000e0 0 0
// CHECK-NEXT: equal to the interpreter

// INTERPRET: @sum on 4 x 3 x 2: interpreted in

// 24 points of 0.25 are 6, not 12: the callback's status ends the call.
// STATUS: error: the host function @fvopt_fail ended the call with status 6

// COMMANDS: error: standard input has the commands, so the program must be a file

// SAME: @twice on 4 x 3 x 2: {{.*}} (best of 2)
// SAME-NEXT: field
// SAME-NEXT: q 0.000e0
// SAME-NOT: {{^p }}
// SAME: equal to the interpreter

// REPORT-DAG: "entry": "twice"
// REPORT-DAG: "compile_s":
// REPORT-DAG: "call_s": [
// REPORT-DAG: "max_abs_error": 0.0
// REPORT-DAG: "max_ulp": 0
// REPORT-DAG: "kernels": 1
// REPORT-DAG: "temporary_bytes": 0

// DEFAULTS: @twice on 32 x 32 x 16:

// VERBOSE: stage{name="flatten"}{{.*}}close time.busy=
// VERBOSE: stage{name="bounds"}
// VERBOSE: stage{name="schedule"}
// VERBOSE: stage{name="loops"}
// VERBOSE: stage{name="llvm"}

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// The sum must be 12; the status is the absolute difference.
program.func @sum(%q: !field) {
  %sum = program.reduce add %q (i = start to end, j = start to end, k = start to end) : !field -> f64
  %expected = arith.constant 12.0 : f64
  %difference = arith.subf %expected, %sum : f64
  program.callback @fvopt_fail(%difference) reads [] writes [] : f64
  program.return
}
stencil.func @twice(%q: !field, %p: !field) {
  %t = stencil.load %q : !field -> !temp
  %r = stencil.apply -> (!temp) {
    %v = stencil.access %t[0, 0, 0] : !temp
    %w = arith.addf %v, %v : f64
    stencil.yield %w : f64
  }
  stencil.store %r to %p (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
