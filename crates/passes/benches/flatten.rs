//! Is flattening linear? `cargo bench -p fvopt-passes --bench flatten`
//!
//! Flattens programs of 1,000 and 10,000 calls of one stencil, and chains of
//! 1,000 and 10,000 nested programs, several times in turn, and prints the
//! median time of each and the ratio. Ten times the calls should take at most
//! twelve times as long. Parsing is not timed.

use fvopt_passes::program_flatten::flatten;
use mlir_shim::{
    ir::{Ctx, OwnedModule},
    melior::Context,
};
use std::{fmt::Write, time::Instant};

const REPEATS: usize = 7;

const STENCIL: &str = "!f = !stencil.field<ijk x f64>
!t = !stencil.temp<ijk x f64>
stencil.func @smooth(%in: !f, %out: !f) {
  %t = stencil.load %in : !f -> !t
  %r = stencil.apply -> (!t) {
    %a = stencil.access %t[-1, 0, 0] : !t
    %b = stencil.access %t[1, 0, 0] : !t
    %s = arith.addf %a, %b : f64
    stencil.yield %s : f64
  }
  stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !t to !f
  stencil.return
}
";

/// One program with many calls.
fn wide(calls: usize) -> String {
    let mut text = format!("{STENCIL}program.func @main(%a: !f, %b: !f) {{\n");
    for number in 0..calls {
        let arguments = if number % 2 == 0 { "%a, %b" } else { "%b, %a" };
        let _ = writeln!(text, "  program.call @smooth({arguments}) : !f, !f");
    }
    text + "  program.return\n}\n"
}

/// A chain of nested programs, with a stencil at every level.
fn deep(levels: usize) -> String {
    let mut text = STENCIL.to_string();
    for level in 0..levels {
        let name = if level == 0 {
            "main".into()
        } else {
            format!("level{level}")
        };
        let _ = writeln!(text, "program.func @{name}(%a: !f, %b: !f) {{");
        let _ = writeln!(text, "  program.call @smooth(%a, %b) : !f, !f");
        if level + 1 < levels {
            let _ = writeln!(text, "  program.call @level{}(%b, %a) : !f, !f", level + 1);
        }
        text += "  program.return\n}\n";
    }
    text
}

/// Seconds of one flattening of a fresh module.
fn seconds(context: &Context, source: &str) -> f64 {
    let module =
        OwnedModule::parse(Ctx::of(context), source).expect("the generated text is well formed");
    let start = Instant::now();
    flatten(module.op(), Some("main"), usize::MAX).expect("the program flattens");
    start.elapsed().as_secs_f64()
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn main() {
    let context = Context::new();
    ir_program::load(&context);
    for (name, program) in [
        ("calls", wide as fn(usize) -> String),
        ("nested programs", deep),
    ] {
        let (small, large) = (program(1_000), program(10_000));
        let (mut small_times, mut large_times) = (Vec::new(), Vec::new());
        for _ in 0..REPEATS {
            small_times.push(seconds(&context, &small));
            large_times.push(seconds(&context, &large));
        }
        let (small, large) = (median(small_times), median(large_times));
        println!(
            "{name}: 1,000 in {:.2} ms, 10,000 in {:.2} ms, ratio {:.1}",
            1e3 * small,
            1e3 * large,
            large / small
        );
    }
}
