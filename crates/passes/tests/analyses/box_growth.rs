//! Boxes grow along chains of run-time positions; counted, not timed.

use fvopt_boxes::{End, IndexBox, MAXIMUM_TERMS};
use fvopt_passes::{
    machine::Machine,
    program_flatten::flatten,
    program_schedule::{self, Options, Strategy},
    stencil_infer_bounds,
};
use ir_program::ops::{Bound, Func};
use ir_stencil::boxes::decode;
use mlir_shim::{
    ir::{Ctx, Op, OwnedModule, Walk},
    melior::Context,
};
use std::fmt::Write;

/// Values that are updated at run-time positions, each read beside the point by the next update.
fn inserts(count: usize) -> String {
    let positions: Vec<String> = (0..count).map(|n| format!("%p{n}: index")).collect();
    let mut text = format!(
        "!f = !stencil.field<ijk x f64>
!t = !stencil.temp<ijk x f64>
stencil.func @main(%q: !f, %o: !f, {}) {{
  %t0 = stencil.load %q : !f -> !t
",
        positions.join(", ")
    );
    for n in 0..count {
        let _ = write!(
            text,
            "  %a{n} = stencil.apply -> (!t) {{
    %x = stencil.access %t{n}[-1, 0, 0] : !t
    %y = stencil.access %t{n}[1, 0, 0] : !t
    %s = arith.subf %x, %y : f64
    stencil.yield %s : f64
  }}
  %t{} = stencil.insert %a{n} into %t{n} (i = %p{n} to %p{n} + 2) : !t into !t
",
            n + 1
        );
    }
    let _ = write!(
        text,
        "  stencil.store %t{count} to %o (i = start to end, j = start to end, k = start to end) : !t to !f
  stencil.return
}}
"
    );
    text
}

/// Calls within calls, each on a part of its caller's domain.
fn calls(count: usize) -> String {
    let mut text = format!(
        "!f = !stencil.field<ijk x f64>
!t = !stencil.temp<ijk x f64>
stencil.func @p{count}(%q: !f, %o: !f, %a: index, %b: index) {{
  %t = stencil.load %q : !f -> !t
  %r = stencil.apply -> (!t) {{
    %x = stencil.access %t[0, 0, 0] : !t
    %s = arith.addf %x, %x : f64
    stencil.yield %s : f64
  }}
  stencil.store %r to %o (i = start to end, j = start to end, k = start to end) : !t to !f
  stencil.return
}}
"
    );
    for n in 0..count {
        let name = if n == 0 {
            "main".into()
        } else {
            format!("p{n}")
        };
        let _ = write!(
            text,
            "program.func @{name}(%q: !f, %o: !f, %a: index, %b: index) {{
  %c = arith.addi %a, %b : index
  program.call @p{}(%q, %o, %c, %a) (i = max(start, min(%a, end - 1)) to min(end, max(%b + 1, start + 1)), j = start to end, k = start to end) : !f, !f, index, index
  program.return
}}
",
            n + 1
        );
    }
    text
}

/// The ends of all boxes of a program, with the operation or attribute that has them.
fn ends(program: Op<'_>) -> Vec<(String, End)> {
    let mut ends = Vec::new();
    let mut add = |name: &str, part: &IndexBox| {
        for range in part.ranges() {
            ends.push((name.to_string(), range.low.clone()));
            ends.push((name.to_string(), range.high.clone()));
        }
    };
    program.walk(|op| {
        if let Some(part) = op.attr("box").and_then(decode) {
            add(op.name(), &part);
        }
        Walk::Advance
    });
    for name in [
        stencil_infer_bounds::REQUIRED,
        stencil_infer_bounds::REQUIRED_ENDS,
    ] {
        let boxes = program.attr(name).and_then(|boxes| boxes.as_array());
        for part in boxes.unwrap_or_default().into_iter().filter_map(decode) {
            add(name, &part);
        }
    }
    ends
}

/// The most terms that an end has which is not computed apart.
fn most(ends: &[(String, End)]) -> usize {
    let apart = |name: &str| name == Bound::NAME || name == stencil_infer_bounds::REQUIRED_ENDS;
    let ends = ends.iter().filter(|(name, _)| !apart(name));
    ends.map(|(_, end)| end.terms()).max().unwrap_or(0)
}

/// The terms of all ends of a program with bounds and with a schedule. Ends stay small.
fn terms(source: &str) -> usize {
    let context = Context::new();
    ir_program::load(&context);
    let module = OwnedModule::parse(Ctx::of(&context), source).expect("well formed");
    flatten(module.op(), Some("main"), usize::MAX).expect("flattens");
    let program = module.op().collect(Func::NAME)[0];
    stencil_infer_bounds::infer(Func(program), false).expect("has bounds");
    let bounded = ends(program);
    let options = Options {
        machine: Machine::default(),
        strategy: Strategy::Greedy,
        report_copies: false,
    };
    program_schedule::schedule(Func(program), &options).expect("has a schedule");
    assert!(module.op().verify());
    let scheduled = ends(program);
    let largest = most(&bounded);
    assert!(largest <= MAXIMUM_TERMS, "an end has {largest} terms");
    // The parts that kernels store and copy are what two boxes share.
    let largest = most(&scheduled);
    assert!(
        largest <= 2 * MAXIMUM_TERMS + 2,
        "an end has {largest} terms"
    );
    let all = bounded.iter().chain(&scheduled);
    all.map(|(_, end)| end.terms()).sum()
}

// requirement B7
#[test]
fn ends_of_chains_at_run_time_positions_stay_small() {
    for (name, program) in [
        ("inserts", inserts as fn(usize) -> String),
        ("calls within calls", calls),
    ] {
        let [small, middle, large] = [20, 40, 80].map(|count| terms(&program(count)));
        println!("{name}: {small:?} {middle:?} {large:?}");
        for (less, more) in [(small, middle), (middle, large)] {
            assert!(
                2 * more <= 5 * less,
                "{name}: {less} terms, and {more} for twice the program"
            );
        }
    }
}
