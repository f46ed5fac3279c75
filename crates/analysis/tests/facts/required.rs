//! Required regions: they are data, and the program stays as it is.

use fvopt_analysis::{
    facts,
    region::describe,
    required::{RequiredRegions, regions},
};
use fvopt_boxes::MAXIMUM_TERMS;
use ir_program::ops::Func;
use mlir_shim::{
    ir::{Ctx, OwnedModule},
    melior::Context,
};
use std::fmt::Write;

/// Asks for the regions of a program, twice, and looks that it is as it was; gives what `look` sees.
fn of<T>(source: &str, look: impl FnOnce(&RequiredRegions<'_>) -> T) -> T {
    let context = Context::new();
    ir_program::load(&context);
    let module = OwnedModule::parse(Ctx::of(&context), source)
        .unwrap_or_else(|| panic!("well formed:\n{source}"));
    let before = module.op().to_string();
    let function = Func(module.op().collect(Func::NAME)[0]);
    let known = facts(function);
    let first = regions(function, &known).unwrap_or_else(|problem| panic!("{}", problem.message));
    let second = regions(function, &known).unwrap_or_else(|problem| panic!("{}", problem.message));
    assert_eq!(module.op().to_string(), before);
    assert_eq!(first.temps, second.temps);
    assert_eq!(first.boxes, second.boxes);
    assert_eq!(first.unused, second.unused);
    look(&first)
}

/// The operations that get a box, in the order of the program, with the box.
fn boxes(found: &RequiredRegions<'_>) -> Vec<String> {
    let boxes = found.boxes.iter().map(|(op, own)| {
        let own = own.as_ref().map_or("no box".into(), describe);
        format!("{} {own}", op.name())
    });
    let mut boxes: Vec<String> = boxes.collect();
    boxes.reverse();
    boxes
}

#[test]
fn offsets_grow_what_is_required_of_producers() {
    let source = "!f = !stencil.field<ijk x f64>
!t = !stencil.temp<ijk x f64>
program.func @main(%f: !f, %g: !f) {
  %t = stencil.load %f : !f -> !t
  %unread = stencil.load %g : !f -> !t
  %unused = stencil.apply -> (!t) {
    %x = stencil.access %unread[0, 0, 0] : !t
    stencil.yield %x : f64
  }
  %r = stencil.apply -> (!t) {
    %x = stencil.access %t[-1, 0, 0] : !t
    %y = stencil.access %t[0, 2, 0] : !t
    %z = arith.addf %x, %y : f64
    stencil.yield %z : f64
  }
  stencil.store %r to %g (i = start to end, j = start to end, k = start to end) : !t to !f
  program.return
}";
    of(source, |found| {
        assert_eq!(
            boxes(found),
            [
                "stencil.load (i = start - 1 to end, j = start to end + 2, k = start to end)",
                "stencil.apply (i = start to end, j = start to end, k = start to end)",
            ]
        );
        // Users before what they use.
        let unused: Vec<&str> = found.unused.iter().map(|op| op.name()).collect();
        assert_eq!(unused, ["stencil.apply", "stencil.load"]);
        assert!(found.ends.is_empty());
    });
}

#[test]
fn ends_of_many_terms_are_told_and_not_computed() {
    let count = MAXIMUM_TERMS + 4;
    let positions: Vec<String> = (0..count).map(|n| format!("%p{n}: index")).collect();
    let mut source = format!(
        "!f = !stencil.field<ijk x f64>
!t = !stencil.temp<ijk x f64>
program.func @main(%f: !f, %g: !f, {}) {{
  %t = stencil.load %f : !f -> !t
  %r = stencil.apply -> (!t) {{
    %x = stencil.access %t[0, 0, 0] : !t
    stencil.yield %x : f64
  }}
",
        positions.join(", ")
    );
    for n in 0..count {
        let _ = writeln!(
            source,
            "  stencil.store %r to %g (i = %p{n} to end, j = start to end, k = start to end) : !t to !f"
        );
    }
    source += "  program.return\n}";
    of(&source, |found| {
        assert_eq!(found.ends.len(), 1);
        assert!(found.ends[0].region.index_box.ranges()[0].low.terms() > MAXIMUM_TERMS);
        // As early as the arguments are known: before the first operation of the program.
        assert_eq!(found.ends[0].before.name(), "stencil.load");
        let largest = found.temps.values().flat_map(|region| {
            let ranges = region.index_box.ranges().iter();
            ranges.map(|range| range.low.terms().max(range.high.terms()))
        });
        assert!(largest.max().is_some_and(|terms| terms <= MAXIMUM_TERMS));
    });
}
