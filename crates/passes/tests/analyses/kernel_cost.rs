//! What kernels cost, counted by hand.

// requirement S9

use fvopt_passes::{machine::Machine, stencil_inline::cost::of_body};
use fvopt_schedule::{
    constraints,
    cost::{CostContext, Estimate, estimate},
};
use ir_program::ops::Func;
use ir_stencil::{import::Importer, ops::Kernel};
use mlir_shim::{
    ir::{Ctx, OwnedModule},
    melior::Context,
};

/// The estimate of the only kernel of a program on 100 x 10 x 5 points.
fn cost(schedule: &str, body: &str, machine: &Machine) -> Estimate {
    let source = format!(
        "!f = !stencil.field<ijk x f64>
!t = !stencil.temp<ijk x f64>
program.func @main(%in: !f, %out: !f) attributes {{domain = array<i64: 100, 10, 5>}} {{
  stencil.kernel <{schedule}> {{
    {body}
  }}
  program.return
}}"
    );
    let context = Context::new();
    ir_program::load(&context);
    let module = OwnedModule::parse(Ctx::of(&context), &source)
        .unwrap_or_else(|| panic!("well formed:\n{source}"));
    let function = Func(module.op().collect(Func::NAME)[0]);
    let kernel = Kernel(module.op().collect(Kernel::NAME)[0]);
    let kernel = Importer::new(of_body).kernel(kernel);
    let plan = constraints::check(&kernel).expect("the constraints of kernels hold");
    let context = CostContext::of_program([&kernel], function.domain(), machine);
    estimate(&kernel, &plan, &context)
}

/// One core that moves a byte, or adds eight numbers, in a nanosecond.
fn machine() -> Machine {
    Machine {
        cores: 1,
        l3_bytes: 1,
        memory_bandwidth: 1000,
        operation_picoseconds: 1000,
        ..Machine::default()
    }
}

const BY_LEVELS: &str = r#"order = "kji", parallel = "k", tile = [0, 0, 0], vector = 8"#;
const BY_ROWS: &str = r#"order = "jki", parallel = "j", tile = [0, 0, 0], vector = 8"#;

/// Starting costs as much as 5000 bytes of this machine.
const START: i64 = 5_000_000;

/// A quarter of what 10000 operations take, eight in a nanosecond: what bytes do not hide of them.
const NOT_HIDDEN: i64 = 312_500;

const NEGATE: &str = "
  %t = stencil.load %in (i = start to end, j = start to end, k = start to end) : !f -> !t
  %r = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!t) {
    %v = stencil.access %t[0, 0, 0] : !t
    %n = arith.negf %v : f64
    stencil.yield %n : f64
  }
  stencil.store %r to ";

#[test]
fn a_line_is_read_before_it_is_written_unless_it_was_loaded() {
    let whole = "(i = start to end, j = start to end, k = start to end) : !t to !f";
    let other = cost(BY_LEVELS, &format!("{NEGATE} %out {whole}"), &machine());
    // 5000 points; an access and a negation at each, in vectors of eight.
    assert_eq!((other.bytes, other.operations), (3 * 8 * 5000, 2 * 5000));
    assert_eq!(other.picoseconds, 3 * 8 * 5000 * 1000 + NOT_HIDDEN + START);
    let in_place = cost(BY_LEVELS, &format!("{NEGATE} %in {whole}"), &machine());
    assert_eq!(in_place.bytes, 2 * 8 * 5000);
    let streamed = format!("{NEGATE} %out nontemporal {whole}");
    assert_eq!(cost(BY_LEVELS, &streamed, &machine()).bytes, 2 * 8 * 5000);
    // Half of the box is half of the bytes.
    let part = "(i = start to end, j = start to start + 5, k = start to end) : !t to !f";
    let half = cost(BY_LEVELS, &format!("{NEGATE} %out {part}"), &machine());
    assert_eq!(half.bytes, 8 * 5000 + 2 * 8 * 2500);
}

#[test]
fn what_takes_longer_counts() {
    let whole =
        format!("{NEGATE} %out (i = start to end, j = start to end, k = start to end) : !t to !f");
    let slow = Machine {
        operation_picoseconds: 1_000_000,
        ..machine()
    };
    // 10000 operations, eight in a microsecond, and a quarter of the bytes.
    assert_eq!(
        cost(BY_LEVELS, &whole, &slow).picoseconds,
        1_250_000_000 + 3 * 8 * 5000 * 250 + START
    );
    let fits = Machine {
        l3_bytes: 1 << 20,
        ..machine()
    };
    // From the cache, three times as fast.
    assert_eq!(
        cost(BY_LEVELS, &whole, &fits).picoseconds,
        8 * 5000 * 1000 + NOT_HIDDEN + START
    );
    let more = Machine {
        cores: 4,
        memory_bandwidth: 4000,
        ..machine()
    };
    assert_eq!(
        cost(BY_LEVELS, &whole, &more).picoseconds,
        3 * 8 * 5000 * 250 + NOT_HIDDEN / 4 + START
    );
    // Nothing is shared: one core has its part of the bandwidth, and no thread is waited for.
    let alone = BY_LEVELS.replace(r#"parallel = "k""#, r#"parallel = """#);
    assert_eq!(
        cost(&alone, &whole, &more).picoseconds,
        3 * 8 * 5000 * 1000 + NOT_HIDDEN
    );
}

#[test]
fn a_tile_computes_beyond_its_border() {
    let chain = "
  %t = stencil.load %in (i = start to end, j = start to end + 1, k = start to end) : !f -> !t
  %a = stencil.apply place PLACE (i = start to end, j = start to end + 1, k = start to end) -> (!t) {
    %v = stencil.access %t[0, 0, 0] : !t
    %n = arith.negf %v : f64
    stencil.yield %n : f64
  }
  %b = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!t) {
    %v = stencil.access %a[0, 0, 0] : !t
    %w = stencil.access %a[0, 1, 0] : !t
    %s = arith.addf %v, %w : f64
    stencil.yield %s : f64
  }
  stencil.store %b to %out (i = start to end, j = start to end, k = start to end) : !t to !f";
    // Two to compute, two to keep on eleven rows of 500; three on ten.
    let rows = cost(BY_LEVELS, &chain.replace("PLACE", "row"), &machine());
    assert_eq!(rows.operations, 4 * 5500 + 3 * 5000);
    // Every row alone: the producer on two rows for each.
    let tiles = cost(BY_ROWS, &chain.replace("PLACE", "tile"), &machine());
    assert_eq!(tiles.operations, 2 * 4 * 5500 + 3 * 5000);
}
