// RUN: not fvopt-opt %s --pass-pipeline='builtin.module(program-unify-arguments{entry=other arguments="0=1"})' 2>&1 | FileCheck %s --check-prefix=ENTRY
// RUN: not fvopt-opt %s --pass-pipeline='builtin.module(program-unify-arguments{arguments="0=1"})' 2>&1 | FileCheck %s --check-prefix=NO-ENTRY
// RUN: not fvopt-opt %s --pass-pipeline='builtin.module(program-unify-arguments{entry=main arguments="0-1"})' 2>&1 | FileCheck %s --check-prefix=PAIR
// RUN: not fvopt-opt %s --pass-pipeline='builtin.module(program-unify-arguments{entry=main arguments="0=4"})' 2>&1 | FileCheck %s --check-prefix=NUMBER
// RUN: not fvopt-opt %s --pass-pipeline='builtin.module(program-unify-arguments{entry=main arguments="0=1;0=2"})' 2>&1 | FileCheck %s --check-prefix=TYPE
// RUN: not fvopt-opt %s --pass-pipeline='builtin.module(program-unify-arguments{entry=main arguments="3=3"})' 2>&1 | FileCheck %s --check-prefix=SCALAR

// ENTRY: error: there is no program or stencil @other in this module
// NO-ENTRY: error: `entry` must name the program or stencil whose arguments are unified
// PAIR: error: `0-1` is not a pair of argument numbers such as 0=2
// NUMBER: error: `0=4`: @main has 4 arguments, counted from 0
// TYPE: error: `0=2`: arguments of types !stencil.field<ijk x f64> and !stencil.field<ij x f64> cannot be one field
// SCALAR: error: `3=3`: arguments of types f64 and f64 cannot be one field

program.func @main(%a: !stencil.field<ijk x f64>, %b: !stencil.field<ijk x f64>, %c: !stencil.field<ij x f64>, %d: f64) {
  program.return
}
