// A store at the position that was also the number for unbounded was bound without a check, and wrote to
// memory that is not the field's. A run makes fields as large as the program needs them; no field is so
// large. The tests of bindings in crates/testing offer smaller ones.
// RUN: not fvopt run %s --domain 9,1,1 --arg p=-9223372036854775808 --arg q=7 --arg o=0 2>&1 | FileCheck %s --check-prefix=LOW
// RUN: not fvopt run %s --domain 9,1,1 --arg p=-9223372036854775808 --arg q=7 --arg o=0 --checked 2>&1 | FileCheck %s --check-prefix=LOW
// LOW: error: the domain [9, 1, 1] needs {{.*}} GiB of memory are available; argument `q` on (i = -1152921504606846976 to 9) takes
// RUN: not fvopt run %s --domain 9,1,1 --arg p=9223372036854775807 --arg q=7 --arg o=0 2>&1 | FileCheck %s --check-prefix=HIGH
// RUN: not fvopt run %s --domain 9,1,1 --arg p=9223372036854775807 --arg q=7 --arg o=0 --checked 2>&1 | FileCheck %s --check-prefix=HIGH
// HIGH: error: the domain [9, 1, 1] needs {{.*}} GiB of memory are available; argument `q` on (i = 0 to 1152921504606846981) takes
!f = !stencil.field<i x f64>
!t = !stencil.temp<i x f64>
stencil.func @s(%q: !f, %p: index, %o: !f) {
  %l = stencil.load %q : !f -> !t
  stencil.store %l to %o (i = %p to %p + 5) : !t to !f
  stencil.return
}
