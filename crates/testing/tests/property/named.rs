//! Programs that mattered: what catches the deliberate mutations (`scripts/mutations.sh`), and
//! what random programs found.

use fvopt_testing::{Case, Outcome, Parameter, context, differential};

/// A program that must give the same in every way.
fn equal(text: &str, domain: [i64; 3], fields: u64) {
    let mut parameters: Vec<Parameter> =
        (0..fields).map(|seed| Parameter::Field(seed + 1)).collect();
    parameters.push(Parameter::Float(1.5));
    parameters.push(Parameter::Index(2));
    let context = context();
    // Seeds decide what is compiled: with the first ones every way is taken.
    for seed in 0..24 {
        let case = Case {
            seed,
            text: text.to_string(),
            domain,
            parameters: parameters.clone(),
            kinds: Default::default(),
            steps: 0,
        };
        assert_eq!(differential(&context, &case), Outcome::Equal, "seed {seed}");
    }
}

const HEAD: &str = "!f = !stencil.field<ijk x f64>\n!t = !stencil.temp<ijk x f64>\n";

/// Mutation 1: without a barrier between the stages of a plane sweep, the second stage reads
/// neighbours that the first has not written yet.
#[test]
fn stages_of_a_plane_sweep_wait_for_each_other() {
    let text = "
stencil.func @plane(%a: !f, %b: !f, %x: f64, %n: index) {
  %ta = stencil.load %a : !f -> !t
  %tb = stencil.load %b : !f -> !t
  %r:2 = stencil.sweep forward carries(%c = %ta : !t, %d = %tb : !t) {
    stencil.interval (k = start to end) {
      stencil.stage (i = start - 1 to end + 1, j = start - 1 to end + 1) writes(%c[0] : !t) {
        %v = stencil.access %tb[0, 0, 0] : !t
        %w = stencil.access %d[0, 0, -1] : !t
        %s = arith.addf %v, %w : f64
        stencil.yield %s : f64
      }
      stencil.stage (i = start to end, j = start to end) writes(%d[0] : !t) {
        %e = stencil.access %c[1, 0, 0] : !t
        %s = stencil.access %c[0, 1, 0] : !t
        %m = arith.subf %e, %s : f64
        stencil.yield %m : f64
      }
    }
  }
  stencil.store %r#1 to %b (i = start to end, j = start to end, k = start to end) : !t to !f
  stencil.return
}
program.func @main(%a: !f, %b: !f, %x: f64, %n: index) {
  program.call @plane(%a, %b, %x, %n) : !f, !f, f64, index
  program.return
}";
    equal(&format!("{HEAD}{text}"), [5, 4, 3], 2);
    // On one box, where stages could run together point by point: beyond it are initial values.
    let even = text.replace(
        "(i = start - 1 to end + 1, j = start - 1 to end + 1)",
        "(i = start to end, j = start to end)",
    );
    assert_ne!(even, text);
    equal(&format!("{HEAD}{even}"), [5, 4, 3], 2);
}

/// Mutation 2: after an odd number of swaps, buffers that are not copied back leave the caller's
/// fields exchanged.
#[test]
fn odd_swaps_end_in_the_fields_of_the_caller() {
    let text = "
stencil.func @half(%a: !f, %b: !f, %x: f64, %n: index) {
  %ta = stencil.load %a : !f -> !t
  %r = stencil.apply -> (!t) {
    %v = stencil.access %ta[0, 0, 0] : !t
    %s = arith.mulf %v, %x : f64
    stencil.yield %s : f64
  }
  stencil.store %r to %b (i = start to end, j = start to end, k = start to end) : !t to !f
  stencil.return
}
program.func @main(%a: !f, %b: !f, %x: f64, %n: index) {
  %low = arith.constant 0 : index
  %high = arith.constant 3 : index
  %one = arith.constant 1 : index
  program.for %step = %low to %high step %one {
    program.call @half(%a, %b, %x, %n) : !f, !f, f64, index
    program.swap %a, %b : !f
  }
  program.return
}";
    equal(&format!("{HEAD}{text}"), [3, 2, 2], 2);
}

/// Mutation 3: what lies outside the box of a store keeps its old values; a consumer of the
/// stored field must not see the producer computed there.
#[test]
fn computing_does_not_cross_a_store() {
    let text = "
stencil.func @stored(%a: !f, %b: !f, %c: !f, %x: f64, %n: index) {
  %ta = stencil.load %a : !f -> !t
  %r = stencil.apply -> (!t) {
    %v = stencil.access %ta[0, 0, 0] : !t
    %s = arith.mulf %v, %x : f64
    stencil.yield %s : f64
  }
  stencil.store %r to %b (i = start to end, j = start to end, k = start to end) : !t to !f
  %tb = stencil.load %b : !f -> !t
  %q = stencil.apply -> (!t) {
    %w = stencil.access %tb[-1, 0, 0] : !t
    %e = stencil.access %tb[1, 0, 0] : !t
    %s = arith.addf %w, %e : f64
    stencil.yield %s : f64
  }
  stencil.store %q to %c (i = start to end, j = start to end, k = start to end) : !t to !f
  stencil.return
}
program.func @main(%a: !f, %b: !f, %c: !f, %x: f64, %n: index) {
  program.call @stored(%a, %b, %c, %x, %n) : !f, !f, !f, f64, index
  program.return
}";
    equal(&format!("{HEAD}{text}"), [4, 2, 2], 3);
}

/// Mutation 4: an empty interval, known when compiling or only when running, changes nothing.
#[test]
fn empty_intervals_run_nothing() {
    let text = "
stencil.func @empty(%a: !f, %b: !f, %x: f64, %n: index) {
  %ta = stencil.load %a : !f -> !t
  %tb = stencil.load %b : !f -> !t
  %r = stencil.sweep forward carries(%c = %tb : !t) {
    stencil.interval (k = start to start + 1) {
      stencil.stage writes(%c[0] : !t) {
        %v = stencil.access %ta[0, 0, 0] : !t
        stencil.yield %v : f64
      }
    }
    stencil.interval (k = start + 1 to start + 1) {
      stencil.stage writes(%c[0] : !t) {
        stencil.yield %x : f64
      }
    }
    stencil.interval (k = start + 3 to max(start + 2, min(end, %n + 1))) {
      stencil.stage writes(%c[0] : !t) {
        stencil.yield %x : f64
      }
    }
  }
  stencil.store %r to %b (i = start to end, j = start to end, k = start to end) : !t to !f
  stencil.return
}
program.func @main(%a: !f, %b: !f, %x: f64, %n: index) {
  program.call @empty(%a, %b, %x, %n) : !f, !f, f64, index
  program.return
}";
    equal(&format!("{HEAD}{text}"), [3, 2, 5], 2);
}

/// The levels of a sweep are those that are kept of its carries in space, also when another carry
/// is a plane.
#[test]
fn a_sweep_with_a_plane_keeps_all_levels() {
    let text = "
stencil.func @levels(%a: !f, %p: !stencil.field<ij x f64>, %x: f64, %n: index) {
  %ta = stencil.load %a : !f -> !t
  %tp = stencil.load %p : !stencil.field<ij x f64> -> !stencil.temp<ij x f64>
  %r:2 = stencil.sweep forward carries(%c = %ta : !t, %s = %tp : !stencil.temp<ij x f64>) {
    stencil.interval (k = start + 1 to end) {
      stencil.stage writes(%c[1] : !t, %s[0] : !stencil.temp<ij x f64>) {
        %v = stencil.access %c[0, 0, 0] : !t
        stencil.yield %x, %v : f64, f64
      }
    }
  }
  stencil.store %r#1 to %p (i = start to end, j = start to end)
      : !stencil.temp<ij x f64> to !stencil.field<ij x f64>
  stencil.return
}
program.func @main(%a: !f, %p: !stencil.field<ij x f64>, %x: f64, %n: index) {
  program.call @levels(%a, %p, %x, %n) : !f, !stencil.field<ij x f64>, f64, index
  program.return
}";
    equal(&format!("{HEAD}{text}"), [4, 3, 4], 2);
}

/// A loop stores what it yields to the field of that argument, whichever of them are needed.
#[test]
fn loops_keep_the_order_of_what_they_yield() {
    let text = "
program.func @main(%a: !f, %b: !f, %x: f64, %n: index) {
  %low = arith.constant 0 : index
  %high = arith.constant 3 : index
  %one = arith.constant 1 : index
  %ta = stencil.load %a : !f -> !t
  %tb = stencil.load %b : !f -> !t
  %r:2 = program.for %i = %low to %high step %one iter_args(%u = %ta, %v = %tb) -> (!t, !t) {
    %q = stencil.apply -> (!t) {
      stencil.yield %x : f64
    }
    program.yield %q, %v : !t, !t
  }
  %s = stencil.apply -> (!t) {
    %w = stencil.access %r#1[1, 0, 0] : !t
    stencil.yield %w : f64
  }
  stencil.store %s to %a (i = start to end, j = start to end, k = start to end) : !t to !f
  program.return
}";
    equal(&format!("{HEAD}{text}"), [3, 2, 2], 2);
}

/// A stage that computes nothing reads nothing: it must not widen what a kernel loads.
#[test]
fn empty_parts_do_not_widen_loads() {
    let text = "
stencil.func @local(%a: !f, %b: !f, %x: f64, %n: index) {
  %ta = stencil.load %a : !f -> !t
  %m = stencil.apply -> (!t) {
    %v = stencil.access %ta[0, 0, 0] : !t
    %s = arith.mulf %v, %x : f64
    stencil.yield %s : f64
  }
  %r = stencil.sweep backward carries(%c = %ta : !t) {
    stencil.interval (k = start to end) {
      %l = stencil.stage -> (!stencil.temp<ij x f64>) {
        %v = stencil.access %m[-2, 0, 1] : !t
        stencil.yield %v : f64
      }
      stencil.stage writes(%c[1] : !t) {
        %v = stencil.access %m[0, 0, 0] : !t
        stencil.yield %v : f64
      }
    }
  }
  stencil.store %r to %b (i = start to end, j = start to end, k = start to end) : !t to !f
  stencil.return
}
program.func @main(%a: !f, %b: !f, %x: f64, %n: index) {
  program.call @local(%a, %b, %x, %n) : !f, !f, f64, index
  program.return
}";
    equal(&format!("{HEAD}{text}"), [4, 3, 3], 2);
}

/// A sweep whose results only an operation uses that is itself needed nowhere.
#[test]
fn sweeps_that_nobody_needs_are_no_kernels() {
    let text = "
stencil.func @nothing(%a: !f, %x: f64, %n: index) {
  %ta = stencil.load %a : !f -> !t
  %r = stencil.sweep forward carries(%c = %ta : !t) {
    stencil.interval (k = start to end) {
      stencil.stage writes(%c[0] : !t) {
        stencil.yield %x : f64
      }
    }
  }
  %m = stencil.insert %r into %ta (i = start + 1 to start + 1) : !t into !t
  stencil.store %m to %a (i = start to end, j = start to end, k = start to end) : !t to !f
  stencil.return
}
program.func @main(%a: !f, %x: f64, %n: index) {
  program.call @nothing(%a, %x, %n) : !f, f64, index
  program.return
}";
    equal(&format!("{HEAD}{text}"), [2, 2, 2], 1);
}

/// Undefined values pass through the program's own allocations: here the kernel form keeps a
/// carry on more levels than are written.
#[test]
fn allocations_keep_undefined_values() {
    let text = "
stencil.func @carries(%a: !f, %b: !f, %x: f64, %n: index) {
  %ta = stencil.load %a : !f -> !t
  %u = stencil.undef : !t
  %r:2 = stencil.sweep forward carries(%c = %u : !t, %d = %ta : !t) {
    stencil.interval (k = start to end) {
      stencil.stage writes(%c[0] : !t, %d[-1] : !t) {
        %v = stencil.access %ta[0, 0, 0] : !t
        stencil.yield %v, %x : f64, f64
      }
    }
  }
  stencil.store %r#1 to %b (i = start to end, j = start to end, k = start to end) : !t to !f
  stencil.return
}
program.func @main(%a: !f, %b: !f, %x: f64, %n: index) {
  program.call @carries(%a, %b, %x, %n) : !f, !f, f64, index
  program.return
}";
    equal(&format!("{HEAD}{text}"), [2, 2, 3], 2);
}

/// An exchange in a nested program means the box of the call, also after flattening, and does
/// nothing where that is empty.
#[test]
fn exchanges_mean_the_domain_of_their_program() {
    let text = "
program.func @periodic(%a: !f, %x: f64, %n: index) {
  program.exchange %a [1, 1, 1, 1] : !f
  program.return
}
program.func @main(%a: !f, %x: f64, %n: index) {
  program.call @periodic(%a, %x, %n) (i = start + 1 to end - 1, j = start to end, k = start to start + 1) : !f, f64, index
  program.call @periodic(%a, %x, %n) (i = start + 4 to end - 4, j = start to end, k = start to end) : !f, f64, index
  program.return
}";
    equal(&format!("{HEAD}{text}"), [5, 3, 2], 1);
}
