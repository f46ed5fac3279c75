//! How long does it take to price a partition? `cargo bench -p fvopt-passes --bench price --profile dev`
//!
//! The kernels of the transport example, one an operation, are cut into clusters of neighbours at random, 10,000
//! times; each cluster is merged into one kernel, gets its storage levels, plan and cost, with nothing kept from
//! one partition for the next. Importing the program is not timed. Prints the time of all, the share of legal
//! partitions, the price of the cheapest and that of the greedy choice.

use fvopt_passes::{
    machine::Machine,
    program_flatten::flatten,
    program_schedule::{self, Options, Strategy},
    stencil_infer_bounds,
    stencil_inline::{self, Limits},
};
use fvopt_schedule::{
    constraints::check,
    cost::estimate,
    fuse::{self, clusters},
    kernel::Kernel,
    program::Step,
};
use ir_program::ops::Func;
use mlir_shim::{
    ir::{Ctx, OwnedModule},
    melior::Context,
};
use std::time::Instant;

const PARTITIONS: usize = 10_000;

/// Cuts a run of so many kernels where bits are set.
fn sizes(mut count: usize, state: &mut u64) -> Vec<usize> {
    let mut sizes = Vec::new();
    while count > 0 {
        // xorshift64 by G. Marsaglia, 2003.
        *state ^= *state << 13;
        *state ^= *state >> 7;
        *state ^= *state << 17;
        let size = (1 + (*state % 4) as usize).min(count);
        sizes.push(size);
        count -= size;
    }
    sizes
}

fn main() {
    let context = Context::new();
    ir_program::load(&context);
    let source = include_str!("../../../examples/transport.mlir");
    let module = OwnedModule::parse(Ctx::of(&context), source).expect("the example parses");
    flatten(module.op(), None, usize::MAX).expect("the example flattens");
    let function = Func(module.op().collect(Func::NAME)[0]);
    stencil_inline::inline(function, Limits::default(), false);
    stencil_infer_bounds::infer(function, false).expect("the example has bounds");
    let options = Options {
        machine: Machine::default(),
        strategy: Strategy::None,
        report_copies: false,
    };
    let (imported, _) = program_schedule::kernels(function, &options).expect("it has kernels");
    let program = imported.program;
    // The longest run of kernels between what touches fields.
    let runs = program
        .blocks
        .iter()
        .flat_map(|block| block.split(|step| matches!(step, Step::Barrier)));
    let longest = runs.max_by_key(|run| run.len()).expect("there is a run");
    let kernels: Vec<&Kernel> = longest.iter().filter_map(Step::kernel).collect();
    let mut state = 0x2545_f491_4f6c_dd1d;
    let (mut legal, mut best) = (0usize, i64::MAX);
    let start = Instant::now();
    for _ in 0..PARTITIONS {
        let sizes = sizes(kernels.len(), &mut state);
        if let Some((_, price)) = clusters(&kernels, &sizes, &program) {
            legal += 1;
            best = best.min(price);
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    let mut greedy = program.clone();
    fuse::run(&mut greedy);
    let price = |kernel: &Kernel| {
        let plan = check(kernel).expect("the constraints of kernels hold");
        estimate(kernel, &plan, &greedy.context).picoseconds
    };
    let greedy_price: i64 = greedy.kernels().map(price).sum();
    println!(
        "transport, a run of {} of {} kernels: {PARTITIONS} partitions in {seconds:.2} s, {legal} legal, \
         cheapest {:.3} ms; greedy, the whole program {:.3} ms",
        kernels.len(),
        program.kernels().count(),
        best as f64 * 1e-9,
        greedy_price as f64 * 1e-9,
    );
}
