// RUN: fvopt-opt %s --pass-pipeline='builtin.module(program-flatten)' | FileCheck %s --check-prefix=ALL
// RUN: fvopt-opt %s --pass-pipeline='builtin.module(program-flatten{entry=second})' | FileCheck %s --check-prefix=SECOND
// RUN: fvopt-opt %s --pass-pipeline='builtin.module(program-flatten{entry=helper})' | FileCheck %s --check-prefix=HELPER
// RUN: fvopt-opt %s --pass-pipeline='builtin.module(program-flatten{entry=copy})' | FileCheck %s --check-prefix=COPY
// RUN: not fvopt-opt %s --pass-pipeline='builtin.module(program-flatten{entry=third})' 2>&1 | FileCheck %s --check-prefix=UNKNOWN

// Every program that nothing calls is an entry; the option chooses one, which may
// be called elsewhere, or be a stencil. Everything else goes.

// ALL-NOT: @copy
// ALL-NOT: @helper
// ALL: program.func @first(
// ALL: program.func @second(
// ALL-NOT: func

// SECOND-NOT: func @{{copy|helper|first}}
// SECOND: program.func @second(
// SECOND-NEXT: stencil.load
// SECOND-NEXT: stencil.store
// SECOND-NEXT: program.return

// HELPER-NOT: func @{{copy|first|second}}
// HELPER: program.func @helper(
// HELPER-NOT: private
// HELPER: stencil.store {{.*}} (i = start + 1 to end, j = start to end, k = start to end)
// HELPER-NOT: func

// COPY-NOT: func @{{helper|first|second}}
// COPY: program.func @copy(
// COPY: stencil.store {{.*}} (i = start to end, j = start to end, k = start to end)
// COPY-NEXT: program.return
// COPY-NOT: func

// UNKNOWN: error: there is no entry @third; the programs and stencils of this module are: @copy, @first, @helper, @second

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
stencil.func @copy(%from: !field, %to: !field) {
  %t = stencil.load %from : !field -> !temp
  stencil.store %t to %to (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
program.func @helper(%a: !field, %b: !field) {
  program.call @copy(%a, %b) (i = start + 1 to end, j = start to end, k = start to end) : !field, !field
  program.return
}
program.func @first(%a: !field, %b: !field) {
  program.call @helper(%a, %b) : !field, !field
  program.return
}
program.func @second(%a: !field, %b: !field) {
  program.call @copy(%b, %a) : !field, !field
  program.return
}
