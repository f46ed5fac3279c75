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
use programs::{deep, wide};
use std::time::Instant;

#[path = "../tests/flatten_counts/programs.rs"]
mod programs;

const REPEATS: usize = 7;

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
