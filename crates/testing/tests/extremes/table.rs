//! The operations that take a position.

/// Which positions a program refuses.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// None.
    Never,
    /// Those for which something lies outside of memory.
    Outside,
    /// Binding asks for everything that is declared to be read, of which the interpreter may read less.
    Declared,
}
use Refused::{Declared, Never, Outside};

/// A program with one operation that takes the position `%p`.
pub struct Case {
    pub name: &'static str,
    /// Which positions are refused.
    pub refuses: Refused,
    /// The body of `@main(%a: !f, %b: !f, %d: !d, %p: index)`.
    main: &'static str,
    /// Functions that it calls.
    called: &'static str,
}

impl Case {
    /// The whole text.
    pub fn program(&self) -> String {
        format!(
            "{HEAD}{}program.func @main(%a: !f, %b: !f, %d: !d, %p: index) {{\n{}\n  program.return\n}}\n",
            self.called, self.main
        )
    }
}

const HEAD: &str = "
!f = !stencil.field<ijk x f64>
!t = !stencil.temp<ijk x f64>
!p = !stencil.field<ij x f64>
!q = !stencil.temp<ij x f64>
!d = !stencil.field<ijk x 3 x f64>
!e = !stencil.temp<ijk x 3 x f64>
stencil.func @copy(%a: !f, %b: !f) {
  %l = stencil.load %a : !f -> !t
  %r = stencil.apply -> (!t) {
    %v = stencil.access %l[0, 0, 0] : !t
    %one = arith.constant 1.0 : f64
    %w = arith.addf %v, %one : f64
    stencil.yield %w : f64
  }
  stencil.store %r to %b (i = start to end, j = start to end, k = start to end) : !t to !f
  stencil.return
}
stencil.func @neighbours(%a: !f, %b: !f) {
  %l = stencil.load %a : !f -> !t
  %r = stencil.apply -> (!t) {
    %v = stencil.access %l[-1, 1, 0] : !t
    stencil.yield %v : f64
  }
  stencil.store %r to %b (i = start to end, j = start to end, k = start to end) : !t to !f
  stencil.return
}
stencil.func @set(%b: !f, %n: index) {
  %r = stencil.apply -> (!t) {
    %i = arith.index_cast %n : index to i64
    %v = arith.sitofp %i : i64 to f64
    stencil.yield %v : f64
  }
  stencil.store %r to %b (i = start to end, j = start to end, k = start to end) : !t to !f
  stencil.return
}
stencil.func @fill(%b: !p, %v: f64) {
  %r = stencil.apply -> (!q) {
    stencil.yield %v : f64
  }
  stencil.store %r to %b (i = start to end, j = start to end) : !q to !p
  stencil.return
}
";

/// A program that calls `@s`, whose body this is, with the arguments of `@main`.
macro_rules! stencil {
    ($name:literal, $refuses:expr, $body:expr) => {
        Case {
            name: $name,
            refuses: $refuses,
            main: "  program.call @s(%a, %b, %d, %p) : !f, !f, !d, index",
            called: concat!(
                "stencil.func @s(%a: !f, %b: !f, %d: !d, %p: index) {\n  %l = stencil.load %a : !f -> !t\n",
                "  %m = stencil.load %b : !f -> !t\n",
                $body,
                "\n  stencil.return\n}\n"
            ),
        }
    };
}

macro_rules! program {
    ($name:literal, $refuses:expr, $body:expr) => {
        Case {
            name: $name,
            refuses: $refuses,
            main: $body,
            called: "",
        }
    };
}

/// An insert on a box, read by an apply.
macro_rules! insert {
    ($name:literal, $box:literal) => {
        stencil!(
            $name,
            Never,
            concat!(
                "  %n = stencil.insert %m into %l ",
                $box,
                " : !t into !t
  %r = stencil.apply -> (!t) {
    %v = stencil.access %n[0, 0, 0] : !t
    %w = stencil.access %n[1, 0, 0] : !t
    %x = arith.addf %v, %w : f64
    stencil.yield %x : f64
  }
  stencil.store %r to %b (i = start to end, j = start to end, k = start to end) : !t to !f"
            )
        )
    };
}

/// A computed temp, stored on a box.
macro_rules! store {
    ($name:literal, $refuses:expr, $box:literal) => {
        stencil!(
            $name,
            $refuses,
            concat!(
                "  %r = stencil.apply -> (!t) {
    %v = stencil.access %l[0, 0, 0] : !t
    %w = stencil.access %m[0, 0, 0] : !t
    %x = arith.addf %v, %w : f64
    stencil.yield %x : f64
  }
  stencil.store %r to %b ",
                $box,
                " : !t to !f"
            )
        )
    };
}

/// A sum of a column over an interval.
macro_rules! interval {
    ($name:literal, $refuses:expr, $box:literal) => {
        stencil!(
            $name,
            $refuses,
            concat!(
                "  %r = stencil.sweep forward carries(%c = %m : !t) {
    stencil.interval ",
                $box,
                " {
      stencil.stage writes(%c[0] : !t) {
        %v = stencil.access %l[0, 0, 0] : !t
        %w = stencil.access %c[0, 0, -1] : !t
        %x = arith.addf %v, %w : f64
        stencil.yield %x : f64
      }
    }
  }
  stencil.store %r to %b (i = start to end, j = start to end, k = start to end) : !t to !f"
            )
        )
    };
}

/// What is in the table.
pub const CASES: &[Case] = &[
    insert!("insert, low end", "(i = %p to end)"),
    insert!("insert, low end after the position", "(i = %p + 3 to end)"),
    insert!("insert, high end before the position", "(i = start to %p - 3)"),
    insert!("insert, from and to the position", "(i = %p - 1 to %p + 2, j = start to end)"),
    insert!("insert, along j", "(j = %p to %p + 2)"),
    insert!("insert, levels", "(k = %p + 1099511627776 to unbounded)"),
    insert!("insert, levels up to", "(k = unbounded to %p - 1099511627776)"),
    insert!("insert, between", "(i = max(start, %p - 1) to min(end, %p + 1))"),
    insert!("insert, greatest and least", "(i = min(start, %p - 1) to max(end, %p + 1))"),
    store!("store, from the position", Outside, "(i = %p to %p + 2, j = start to end, k = start to end)"),
    store!("store, to the position", Outside, "(i = start to %p + 1, j = start to end, k = start to end)"),
    store!("store, from the position to the end", Outside, "(i = %p - 1 to end, j = start to end, k = start to end)"),
    store!("store, clipped", Never, "(i = max(start, %p) to min(end, %p + 2), j = start to end, k = start to end)"),
    store!("store, levels", Outside, "(i = start to end, j = start to end, k = %p to %p + 1)"),
    store!("store, every axis", Outside, "(i = %p to %p + 1, j = %p to %p + 1, k = %p to %p + 1)"),
    stencil!("store, a copy", Outside, "  stencil.store %l to %b (i = %p to %p + 5, j = start to end, k = start to end) : !t to !f"),
    stencil!("store, a component", Never, "  stencil.store %l to %d at %p (i = start to end, j = start to end, k = start to end) : !t to !d"),
    interval!("interval, from the position", Declared, "(k = %p to end)"),
    interval!("interval, to the position", Declared, "(k = start to %p)"),
    interval!("interval, clipped", Never, "(k = max(start, %p) to min(end, %p + 2))"),
    stencil!("stage, from the position", Never, "  %r = stencil.sweep backward carries(%c = %m : !t) {
    stencil.interval (k = start to end) {
      stencil.stage (i = max(start, %p) to min(end, %p + 2), j = start to end) writes(%c[0] : !t) {
        %v = stencil.access %l[0, 0, 0] : !t
        stencil.yield %v : f64
      }
    }
  }
  stencil.store %r to %b (i = start to end, j = start to end, k = start to end) : !t to !f"),
    stencil!("access_dyn, absolute", Never, "  %r = stencil.apply -> (!t) {
    %v = stencil.access_dyn %l[0, 0] absolute %p : index (k = start to end) : !t
    stencil.yield %v : f64
  }
  stencil.store %r to %b (i = start to end, j = start to end, k = start to end) : !t to !f"),
    stencil!("access_dyn, levels from the position", Declared, "  %r = stencil.apply -> (!t) {
    %k = stencil.index k
    %v = stencil.access_dyn %l[0, 0] absolute %k : index (k = %p to %p + 2) : !t
    stencil.yield %v : f64
  }
  stencil.store %r to %b (i = start to end, j = start to end, k = start to end) : !t to !f"),
    stencil!("access_dyn, levels up to the position", Declared, "  %r = stencil.apply -> (!t) {
    %k = stencil.index k
    %v = stencil.access_dyn %l[0, 0] absolute %k : index (k = start to %p) : !t
    stencil.yield %v : f64
  }
  stencil.store %r to %b (i = start to end, j = start to end, k = start to end) : !t to !f"),
    stencil!("access_dyn, relative", Never, "  %r = stencil.apply -> (!t) {
    %v = stencil.access_dyn %l[0, 0] relative %p : index in [-2, 1] : !t
    stencil.yield %v : f64
  }
  stencil.store %r to %b (i = start to end, j = start to end, k = start to end) : !t to !f"),
    stencil!("access_dyn, relative, of a computed temp", Never, "  %n = stencil.apply -> (!t) {
    %v = stencil.access %l[0, 0, 0] : !t
    %w = stencil.access %m[0, 0, 0] : !t
    %x = arith.mulf %v, %w : f64
    stencil.yield %x : f64
  }
  %r = stencil.apply -> (!t) {
    %v = stencil.access_dyn %n[1, 0] relative %p : index in [-1, 1] : !t
    stencil.yield %v : f64
  }
  stencil.store %r to %b (i = start to end, j = start to end, k = start to end) : !t to !f"),
    stencil!("access, a component", Never, "  %c = stencil.load %d : !d -> !e
  %r = stencil.apply -> (!t) {
    %v = stencil.access %c[0, 0, 0] at %p : !e
    stencil.yield %v : f64
  }
  stencil.store %r to %b (i = start to end, j = start to end, k = start to end) : !t to !f"),
    program!("call", Outside, "  program.call @copy(%a, %b) (i = %p to %p + 2, j = start to end, k = start to end) : !f, !f"),
    program!("call, to the end", Outside, "  program.call @neighbours(%a, %b) (i = %p - 1 to end, j = start to end, k = start to end) : !f, !f"),
    program!("call, clipped", Never, "  program.call @neighbours(%a, %b) (i = max(start, %p) to min(end, %p + 2), j = start to end, k = start to end) : !f, !f"),
    program!("call, levels", Outside, "  program.call @copy(%a, %b) (i = start to end, j = start to end, k = %p to %p + 1) : !f, !f"),
    program!("alloc, from the position", Outside, "  %t = program.alloc (i = %p to end, j = start to end, k = start to end) : !f
  program.call @copy(%a, %t) : !f, !f
  %zero = arith.constant 0 : index
  %s = program.reduce add %t (i = start to end, j = start to end, k = start to end) : !f -> f64
  %v = program.view %b level %zero : !f -> !p
  program.call @fill(%v, %s) : !p, f64"),
    program!("alloc, around the position", Outside, "  %t = program.alloc (i = %p to %p + 4, j = start to end, k = start to end) : !f
  program.call @copy(%a, %t) (i = %p to %p + 4, j = start to end, k = start to end) : !f, !f
  %zero = arith.constant 0 : index
  %s = program.reduce add %t (i = %p to %p + 4, j = start to end, k = start to end) : !f -> f64
  %v = program.view %b level %zero : !f -> !p
  program.call @fill(%v, %s) : !p, f64"),
    program!("alloc, between", Never, "  %t = program.alloc (i = min(start, max(%p, start - 9)) to end, j = start to end, k = start to end) : !f
  program.call @copy(%a, %t) : !f, !f
  program.call @copy(%t, %b) : !f, !f"),
    program!("view, a level", Outside, "  %x = arith.constant 7.0 : f64
  %v = program.view %a level %p : !f -> !p
  program.call @fill(%v, %x) : !p, f64"),
    program!("view, a component", Never, "  %v = program.view %d component %p : !d -> !f
  program.call @copy(%a, %v) : !f, !f"),
    program!("reduce", Outside, "  %zero = arith.constant 0 : index
  %s = program.reduce add %a (i = %p to %p + 2, j = start to end, k = start to end) : !f -> f64
  %v = program.view %b level %zero : !f -> !p
  program.call @fill(%v, %s) : !p, f64"),
    program!("exchange", Outside, "  program.exchange %a [1, 1, 0, 0] (i = %p to %p + 3, j = start to end, k = start to end) : !f"),
    program!("exchange, clipped", Never, "  program.exchange %a [1, 0, 0, 1] (i = max(start, %p) to min(end, %p + 2), j = start to end, k = start to end) : !f"),
    program!("bound", Never, "  %n:2 = program.bound (i = %p - 5 to min(%p + 7, end))
  program.call @set(%a, %n#0) : !f, index
  program.call @set(%b, %n#1) : !f, index"),
    program!("bound, used as a position", Outside, "  %n:2 = program.bound (i = %p - 5 to %p + 7)
  program.call @copy(%a, %b) (i = %n#0 + 5 to %n#1 - 7, j = start to end, k = start to end) : !f, !f
  program.call @copy(%a, %b) (i = %n#1 - 8 to %n#1 - 6, j = start to end, k = start to end) : !f, !f"),
    program!("for, a position that counts", Outside, "  %one = arith.constant 1 : index
  %two = arith.constant 2 : index
  %zero = arith.constant 0 : index
  program.for %n = %zero to %two step %one {
    %q = arith.addi %p, %n : index
    program.call @copy(%a, %b) (i = %q to %q + 1, j = start to end, k = start to end) : !f, !f
  }"),
    program!("callback, reads", Declared, "  %x = arith.constant 0.0 : f64
  program.callback @mix(%a, %x, %x, %x, %x, %x, %x) reads [(i = %p to %p + 2, j = start to end, k = start to end)] writes [none] : !f, f64, f64, f64, f64, f64, f64"),
program!(
        "callback, writes", Declared, "  %x = arith.constant 0.0 : f64
  program.callback @mix(%a, %x, %x, %x, %x, %x, %x) reads [none] writes [(i = %p to %p + 2, j = start to end, k = start to end)] : !f, f64, f64, f64, f64, f64, f64"),
    stencil!(
        "load, a box",
        Declared,
        "  %n = stencil.load %a (i = min(start - 1, %p) to max(end + 1, %p), j = start to end, k = start to end) : !f -> !t
  %r = stencil.apply -> (!t) {
    %v = stencil.access %n[1, 0, 0] : !t
    stencil.yield %v : f64
  }
  stencil.store %r to %b (i = start to end, j = start to end, k = start to end) : !t to !f"
    ),
    stencil!(
        "apply, a box",
        Never,
        "  %r = stencil.apply (i = max(start, %p - 1) to min(end, %p + 2), j = start to end, k = start to end) -> (!t) {
    %v = stencil.access %l[1, 0, 0] : !t
    stencil.yield %v : f64
  }
  %n = stencil.insert %r into %l (i = max(start, %p - 1) to min(end, %p + 2)) : !t into !t
  stencil.store %n to %b (i = start to end, j = start to end, k = start to end) : !t to !f"
    ),
    stencil!(
        "access_dyn, positions of 32 and 64 bits",
        Never,
        "  %r = stencil.apply -> (!t) {
    %i = arith.index_cast %p : index to i64
    %n = arith.trunci %i : i64 to i32
    %h = arith.constant 32 : i64
    %u = arith.shrsi %i, %h : i64
    %o = arith.trunci %u : i64 to i32
    %v = stencil.access_dyn %l[0, 0] absolute %i : i64 (k = start to end) : !t
    %w = stencil.access_dyn %l[0, 0] relative %i : i64 in [-1, 1] : !t
    %x = stencil.access_dyn %l[0, 0] absolute %n : i32 (k = start to end) : !t
    %y = stencil.access_dyn %l[0, 0] relative %o : i32 in [0, 2] : !t
    %vw = arith.addf %v, %w : f64
    %xy = arith.mulf %x, %y : f64
    %s = arith.addf %vw, %xy : f64
    stencil.yield %s : f64
  }
  stencil.store %r to %b (i = start to end, j = start to end, k = start to end) : !t to !f"
    ),
];
