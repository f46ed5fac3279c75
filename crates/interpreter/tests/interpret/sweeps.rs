//! sweep, interval, stage; access_dyn.

// requirement D8

use crate::harness::*;
use fvopt_interpreter::Number;

/// A Thomas-like solver: forward, then backward.
#[test]
fn column_sweeps_both_ways() {
    let source = "
stencil.func @main(%b: !F, %x: !F) {
  %t = stencil.load %b : !F -> !T
  %i = stencil.undef : !T
  %s = stencil.sweep forward carries(%c = %i : !T) {
    stencil.interval (k = start to start + 1) {
      stencil.stage writes(%c[0] : !T) {
        %v = stencil.access %t[0, 0, 0] : !T
        stencil.yield %v : f64
      }
    }
    stencil.interval (k = start + 1 to end) {
      stencil.stage writes(%c[0] : !T) {
        %p = stencil.access %c[0, 0, -1] : !T
        %v = stencil.access %t[0, 0, 0] : !T
        %s = arith.addf %p, %v : f64
        stencil.yield %s : f64
      }
    }
  }
  %r = stencil.sweep backward carries(%c = %s : !T) {
    stencil.interval (k = start to end - 1) {
      stencil.stage writes(%c[0] : !T) {
        %p = stencil.access %c[0, 0, 1] : !T
        %v = stencil.access %c[0, 0, 0] : !T
        %w = arith.addf %p, %v : f64
        stencil.yield %w : f64
      }
    }
  }
  stencil.store %r to %x (i = start to end, j = start to end, k = start to end) : !T to !F
  stencil.return
}";
    for size in [[1, 1, 1], [3, 2, 5], [70, 2, 2]] {
        let b = numbered("ijk", &[], [0; 3], size);
        let x = zeros("ijk", [0; 3], size);
        case(source, size).with(&b).with(&x).run();
        let value = |[i, j, k]: [i64; 3]| i + 10 * j + 100 * k;
        let sum = |i, j, k: i64| (0..=k).map(|k| value([i, j, k])).sum::<i64>();
        expect(&x, |_, [i, j, k]| {
            (k..size[2]).map(|k| sum(i, j, k)).sum::<i64>() as f64
        });
    }
}

#[test]
fn gaps_and_empty_intervals_keep_initial_values_and_later_writes_win() {
    let source = "
stencil.func @main(%x: !Fk, %first: index) {
  %i = stencil.apply -> (!T) {
    %k = stencil.index k
    %n = arith.index_cast %k : index to i64
    %f = arith.sitofp %n : i64 to f64
    stencil.yield %f : f64
  }
  %s, %last = stencil.sweep forward carries(%c = %i : !T, %p = %i2 : !Tij) {
    stencil.interval (k = start to start + 2) {
      stencil.stage writes(%c[2] : !T, %p[0] : !Tij) {
        %v = stencil.access %c[0, 0, 0] : !T
        %h = arith.constant 100.0 : f64
        %w = arith.addf %v, %h : f64
        stencil.yield %w, %v : f64, f64
      }
    }
    stencil.interval (k = start + 5 to start + 2) {
      stencil.stage writes(%c[0] : !T) {
        %h = arith.constant -1.0 : f64
        stencil.yield %h : f64
      }
    }
    stencil.interval (k = %first to end) {
      stencil.stage writes(%c[-1] : !T) {
        %v = stencil.access %c[0, 0, 0] : !T
        stencil.yield %v : f64
      }
      stencil.stage writes(%p[0] : !Tij) {
        %v = stencil.access %c[0, 0, -1] : !T
        %o = stencil.access %p[0, 0] : !Tij
        %w = arith.addf %v, %o : f64
        stencil.yield %w : f64
      }
    }
  }
  %i2 = stencil.undef : !Tij
  %r = stencil.apply -> (!T) {
    %v = stencil.access %s[0, 0, 0] : !T
    %l = stencil.access %last[0, 0] : !Tij
    %w = arith.addf %v, %l : f64
    stencil.yield %w : f64
  }
  %z = stencil.sweep forward carries(%c = %undef : !T) {
    stencil.interval (k = start to end) {
      stencil.stage writes(%c[0] : !T) {
        %v = stencil.access %r[0, 0, 0] : !T
        stencil.yield %v : f64
      }
    }
  }
  %undef = stencil.undef : !T
  stencil.return
}";
    // Uses before definitions: write it in order.
    let moved = source
        .replace("  %i2 = stencil.undef : !Tij\n", "")
        .replace("  %undef = stencil.undef : !T\n", "")
        .replace("%x: !Fk", "%x: !F")
        .replace("  %i = stencil.apply", "  %i2 = stencil.undef : !Tij\n  %undef = stencil.undef : !T\n  %i = stencil.apply")
        .replace("  stencil.return", "  stencil.store %z to %x (i = start to end, j = start to end, k = start to end) : !T to !F\n  stencil.return");
    let x = zeros("ijk", [0; 3], [1, 1, 7]);
    let run = case(&moved, [1, 1, 7]).with(&x);
    run.scalar(Number::index(5)).run();
    // Levels 2 and 3 get 100 + 0, 100 + 1; then levels 5 and 6 are copied down.
    let column = [0.0, 1.0, 100.0, 101.0, 5.0, 6.0, 6.0];
    let last = 1.0 + 5.0 + 6.0;
    expect(&x, |_, [_, _, k]| column[k as usize] + last);
}

const PLANE: &str = "
stencil.func @main(%f: !F, %x: !F) {
  %t = stencil.load %f : !F -> !T
  %s = stencil.sweep forward carries(%c = %t : !T) {
    stencil.interval (k = start + 1 to end) {
      %l = stencil.stage (i = start - 1 to end, j = start to end) writes(%c[0] : !T) -> (!Tij) {
        %a = stencil.access %c[0, 0, -1] : !T
        %b = stencil.access %c[1, 0, -1] : !T
        %s = arith.addf %a, %b : f64
        stencil.yield %s, %a : f64, f64
      }
      stencil.stage (i = start to end, j = start to end) writes(%c[-1] : !T) {
        %a = stencil.access %c[-1, 0, 0] : !T
        %b = stencil.access %l[-1, 0] : !Tij
        %s = arith.mulf %a, %b : f64
        stencil.yield %s : f64
      }
    }
  }
  stencil.store %s to %x (i = start to end, j = start to end, k = start to end) : !T to !F
  stencil.return
}";

#[test]
fn stages_of_a_plane_sweep_are_complete_before_the_next() {
    let (low, high) = ([-1, 0, 0], [6, 2, 4]);
    let size = [5, 2, 4];
    let f = field("ijk", &[], low, high, |_, [i, j, k]| {
        (i + 2 * j + 3 * k) as f64 * 0.5
    });
    let x = zeros("ijk", [0; 3], size);
    case(PLANE, size).with(&f).with(&x).run();
    let mut c = f.array();
    let get = |c: &fvopt_interpreter::Array, i, j, k| c.get(0, [i, j, k]).unwrap().to_f64();
    for k in 1..4 {
        let mut local = std::collections::HashMap::new();
        for j in 0..2 {
            let before = c.clone();
            for i in -1..5 {
                let (a, b) = (get(&before, i, j, k - 1), get(&before, i + 1, j, k - 1));
                local.insert((i, j), a);
                c.set(0, [i, j, k], Number::f64(a + b));
            }
        }
        for j in 0..2 {
            for i in 0..5 {
                let value = get(&c, i - 1, j, k) * local[&(i - 1, j)];
                c.set(0, [i, j, k - 1], Number::f64(value));
            }
        }
    }
    expect(&x, |_, [i, j, k]| get(&c, i, j, k));
}

#[test]
fn reading_a_local_outside_of_its_box_is_an_error() {
    let source = PLANE.replace("(i = start - 1 to end,", "(i = start to end,");
    let f = zeros("ijk", [-1, 0, 0], [6, 2, 4]);
    let x = zeros("ijk", [0; 3], [5, 2, 4]);
    case(&source, [5, 2, 4])
        .with(&f)
        .with(&x)
        .fails(&["outside the box (i = 0 to 5, j = 0 to 2) of `stencil.stage`: index (-1, 0, 0)"]);
}

#[test]
fn stages_without_a_box_grow_to_where_their_results_are_read() {
    let source = PLANE
        .replace(
            "(i = start - 1 to end, j = start to end) writes(%c[0] : !T) -> (!Tij) {",
            "-> (!Tij) {",
        )
        .replace("%s, %a : f64, f64", "%a : f64")
        .replace(
            "stencil.stage (i = start to end, j = start to end) writes",
            "stencil.stage writes",
        )
        .replace(
            "%a = stencil.access %c[-1, 0, 0] : !T",
            "%a = stencil.access %c[0, 0, 0] : !T",
        )
        .replace(
            "%b = stencil.access %c[1, 0, -1] : !T\n        %s = arith.addf %a, %b : f64",
            "",
        );
    let size = [3, 1, 3];
    let f = numbered("ijk", &[], [-1, 0, 0], [4, 1, 3]);
    let x = zeros("ijk", [0; 3], size);
    case(&source, size).with(&f).with(&x).run();
    let f = |i: i64, k: i64| (i + 100 * k) as f64;
    expect(&x, |_, [i, _, k]| {
        if k == 2 {
            f(i, k)
        } else {
            f(i, k + 1) * f(i - 1, k)
        }
    });
}

#[test]
fn positions_anywhere_in_the_memory() {
    let source = "
stencil.func @main(%f: !F, %x: !F, %y: !F, %n: index) {
  %t = stencil.load %f : !F -> !T
  %o = stencil.load %x : !F -> !T
  %u = stencil.apply -> (!T) {
    %v = stencil.access %t[0, 0, 0] : !T
    stencil.yield %v : f64
  }
  %m = stencil.insert %u into %t (k = start + 1 to start + 2) : !T into !T
  %low, %high = stencil.allocation k of %f : !F
  %r = stencil.apply -> (!T) {
    %k = stencil.index k
    %p = arith.addi %k, %n : index
    %v = stencil.access_dyn %t[0, 0] absolute %p : index (k = unbounded to unbounded) : !T
    %w = stencil.access_dyn %u[0, 0] absolute %p : index (k = unbounded to unbounded) : !T
    %q = stencil.access_dyn %m[0, 0] absolute %p : index (k = %low to %high) : !T
    %h = arith.constant 10000.0 : f64
    %a = arith.mulf %v, %h : f64
    %b = arith.addf %w, %q : f64
    %s = arith.addf %a, %b : f64
    stencil.yield %s : f64
  }
  stencil.store %r to %x (i = start to end, j = start to end, k = start to end) : !T to !F
  %z = stencil.sweep forward carries(%c = %o : !T) {
    stencil.interval (k = start to end) {
      stencil.stage writes(%c[0] : !T) {
        %k = stencil.index k
        %p = arith.subi %k, %n : index
        %v = stencil.access_dyn %c[0, 0] absolute %p : index (k = unbounded to unbounded) : !T
        %w = stencil.access %t[0, 0, 0] : !T
        %s = arith.addf %v, %w : f64
        stencil.yield %s : f64
      }
    }
  }
  stencil.store %z to %y (i = start to end, j = start to end, k = start to end) : !T to !F
  stencil.return
}";
    let size = [2, 1, 3];
    // The levels from -1 to 5, of which the domain has three.
    let f = numbered("ijk", &[], [0, 0, -1], [2, 1, 6]);
    for n in [0, 2, -9, 9] {
        let x = zeros("ijk", [0, 0, -2], [2, 1, 4]);
        let y = zeros("ijk", [0; 3], size);
        let report = case(source, size)
            .with(&f)
            .with(&x)
            .with(&y)
            .scalar(Number::index(n))
            .checked()
            .run();
        let f = |i: i64, k: i64| (i + 100 * k) as f64;
        expect(&x, |_, [i, _, k]| match (0..3).contains(&k) {
            true => {
                let level = (k + n).clamp(-1, 5);
                10000.0 * f(i, level) + f(i, (k + n).clamp(0, 2)) + f(i, level)
            }
            false => 0.0,
        });
        // What is carried was loaded from x, which has the levels from -2 to 3.
        let carried = |i: i64| {
            let mut c = [0.0; 6];
            for k in 0..3 {
                c[k as usize + 2] = c[((k - n).clamp(-2, 3) + 2) as usize] + f(i, k);
            }
            c
        };
        expect(&y, |_, [i, _, k]| carried(i)[k as usize + 2]);
        assert_eq!(report.clamped.is_empty(), n == 0);
    }
}

#[test]
fn positions_known_only_when_running() {
    let source = "
stencil.func @main(%f: !F, %x: !F, %low: index) {
  %t = stencil.load %f : !F -> !T
  %u = stencil.apply -> (!T) {
    %v = stencil.access %t[0, 0, 0] : !T
    stencil.yield %v : f64
  }
  %r = stencil.apply -> (!T) {
    %k = stencil.index k
    %i = stencil.index i
    %d = arith.subi %i, %k : index
    %v = stencil.access_dyn %u[0, 0] relative %d : index in [-1, 2] : !T
    %w = stencil.access_dyn %u[1, 0] absolute %i : index (k = %low to end) : !T
    %e = stencil.access_dyn %u[0, 0] absolute %k : index (k = end - 1 to start) : !T
    %s = arith.addf %v, %w : f64
    %q = arith.addf %s, %e : f64
    stencil.yield %q : f64
  }
  stencil.store %r to %x (i = start to end, j = start to end, k = start to end) : !T to !F
  stencil.return
}";
    let size = [5, 1, 4];
    let f = numbered("ijk", &[], [0, 0, -1], [6, 1, 6]);
    let x = zeros("ijk", [0; 3], size);
    let report = case(source, size)
        .with(&f)
        .with(&x)
        .scalar(Number::index(1))
        .checked()
        .run();
    let f = |i: i64, k: i64| (i + 100 * k) as f64;
    expect(&x, |_, [i, _, k]| {
        f(i, k + (i - k).clamp(-1, 2)) + f(i + 1, i.clamp(1, 3)) + f(i, 3)
    });
    assert_eq!(report.clamped.len(), 3);
    assert!(
        report
            .clamped
            .iter()
            .any(|one| one.message == "position 3 is clamped to 2 at (3, 0, 0)"),
        "{report:?}"
    );
}
