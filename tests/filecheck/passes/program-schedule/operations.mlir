// RUN: fvopt-opt %s --pass-pipeline='builtin.module(program-flatten{entry=forty},stencil-infer-bounds,program-schedule{strategy=greedy})' | FileCheck %s --check-prefix=FORTY
// RUN: fvopt-opt %s --pass-pipeline='builtin.module(program-flatten{entry=more},stencil-infer-bounds,program-schedule{strategy=greedy})' | FileCheck %s --check-prefix=MORE

// A kernel holds 40 computing operations and no more, however well the next one would fit.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// FORTY-LABEL: program.func @forty
// FORTY: stencil.kernel
// FORTY-COUNT-40: stencil.apply
// FORTY-NOT: stencil.apply
// FORTY: stencil.store
// FORTY-NOT: stencil.kernel
program.func @forty(%f: !field) {
  program.call @eight(%f) : !field
  program.call @eight(%f) : !field
  program.call @eight(%f) : !field
  program.call @eight(%f) : !field
  program.call @eight(%f) : !field
  program.return
}

// MORE-LABEL: program.func @more
// MORE: stencil.kernel
// MORE-COUNT-40: stencil.apply
// MORE-NOT: stencil.apply
// MORE: stencil.store
// MORE: stencil.kernel
// MORE: stencil.apply
// MORE-NOT: stencil.apply
// MORE: stencil.store
// MORE-NOT: stencil.kernel
program.func @more(%f: !field) {
  program.call @forty(%f) : !field
  program.call @one(%f) : !field
  program.return
}

program.func @eight(%f: !field) {
  program.call @one(%f) : !field
  program.call @one(%f) : !field
  program.call @one(%f) : !field
  program.call @one(%f) : !field
  program.call @one(%f) : !field
  program.call @one(%f) : !field
  program.call @one(%f) : !field
  program.call @one(%f) : !field
  program.return
}
stencil.func @one(%f: !field) {
  %t = stencil.load %f : !field -> !temp
  %a = stencil.apply -> (!temp) {
    %v = stencil.access %t[0, 0, 0] : !temp
    %n = math.absf %v : f64
    stencil.yield %n : f64
  }
  stencil.store %a to %f (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
