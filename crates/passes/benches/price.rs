//! How long does it take to price a partition? `cargo bench -p fvopt-passes --bench price --profile dev`
//!
//! The operations of the transport example are cut into clusters of neighbours at random, 10,000 times; each
//! cluster becomes one kernel and gets its storage levels, plan and cost, with nothing kept from one partition for
//! the next. Importing the program is not timed. Prints the time of all, the share of legal
//! partitions, the price of the cheapest and that of the greedy choice.

use fvopt_passes::{
    machine::Machine,
    program_flatten::flatten,
    program_schedule::{self, Options, Strategy},
    stencil_infer_bounds,
    stencil_inline::{self, Limits},
};
use fvopt_schedule::{
    buffers::{self, Assignment, Item},
    cost::CostContext,
    partition::{price, together},
    values::NodeId,
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
        strategy: Strategy::Greedy,
        report_copies: false,
    };
    let imported = program_schedule::import(function).expect("the example is flat");
    let assignment = buffers::assign(imported.values.clone());
    let (greedy, context) = program_schedule::partition(&imported, &assignment, None, &options);
    // The longest run of units between what no kernel passes.
    let runs = assignment
        .blocks
        .iter()
        .flat_map(|block| block.split(|item| matches!(item, Item::Barrier)));
    let longest = runs.max_by_key(|run| run.len()).expect("there is a run");
    let units: Vec<&[NodeId]> = longest
        .iter()
        .filter_map(|item| match item {
            Item::Unit(unit) => Some(&unit.nodes[..]),
            Item::Barrier => None,
        })
        .collect();
    let mut state = 0x2545_f491_4f6c_dd1d;
    let (mut legal, mut best) = (0usize, i64::MAX);
    let start = Instant::now();
    for _ in 0..PARTITIONS {
        let sizes = sizes(units.len(), &mut state);
        if let Some(price) = priced(&assignment, &units, &sizes, &context) {
            legal += 1;
            best = best.min(price);
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    let greedy_price: i64 = greedy
        .kernels()
        .map(|kernel| price(kernel, &context).expect("the constraints of kernels hold"))
        .map(|cost| cost.picoseconds)
        .sum();
    println!(
        "transport, a run of {} units: {PARTITIONS} partitions in {seconds:.2} s, {legal} legal, \
         cheapest {:.3} ms; greedy, the whole program {:.3} ms",
        units.len(),
        best as f64 * 1e-9,
        greedy_price as f64 * 1e-9,
    );
}

/// What the kernels of clusters of neighbours cost together in picoseconds; `None` where a cluster may not be one
/// kernel. `sizes` says how many units are in each cluster.
fn priced(
    assignment: &Assignment,
    units: &[&[NodeId]],
    sizes: &[usize],
    context: &CostContext,
) -> Option<i64> {
    let (mut left, mut total) = (units, 0i64);
    for size in sizes {
        let (cluster, rest) = left.split_at(*size);
        left = rest;
        let (_, cost) = together(assignment, &cluster.concat(), context)?;
        total = total.saturating_add(cost.picoseconds);
    }
    Some(total)
}
