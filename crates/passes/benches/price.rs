//! How long does it take to price a partition? `cargo bench -p fvopt-passes --bench price --profile dev`
//!
//! The operations of the transport example are cut into clusters of neighbours at random, 10,000 times; each
//! cluster becomes one kernel and gets its storage levels, plan and cost: once with the prices of clusters kept
//! from one partition for the next, and once with nothing kept. Importing the program is not timed. Prints the
//! times, the share of legal partitions, the price of the cheapest and that of the greedy choice.

use fvopt_passes::{
    machine::Machine,
    program_flatten::flatten,
    program_schedule::{self, Options, Strategy},
    stencil_infer_bounds,
    stencil_inline::{self, Limits},
};
use fvopt_schedule::{
    buffers::{self, Item},
    partition::{Prices, price},
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
    let (values, _) = program_schedule::import(function).expect("the example is flat");
    let assignment = buffers::assign(values);
    let (greedy, context) = program_schedule::partition(&assignment, None, &options);
    // The longest run of units between what no kernel passes.
    let runs = assignment
        .blocks
        .iter()
        .flat_map(|block| block.split(|item| matches!(item, Item::Barrier(_))));
    let longest = runs.max_by_key(|run| run.len()).expect("there is a run");
    let units: Vec<&[NodeId]> = longest
        .iter()
        .filter_map(|item| match item {
            Item::Unit(unit) => Some(&unit.nodes[..]),
            Item::Barrier(_) => None,
        })
        .collect();
    // What is asked again is known; and, for comparison, everything is worked out again.
    let mut prices = Prices::new(&assignment, &context);
    let once = measure(&units, |clusters| {
        prices.partition(clusters.iter().map(Vec::as_slice))
    });
    let again = measure(&units, |clusters| {
        let mut prices = Prices::new(&assignment, &context);
        prices.partition(clusters.iter().map(Vec::as_slice))
    });
    assert_eq!((once.legal, once.cheapest), (again.legal, again.cheapest));
    let greedy_price: i64 = greedy
        .kernels()
        .map(|kernel| price(kernel, &context).expect("the constraints of kernels hold"))
        .map(|cost| cost.picoseconds)
        .sum();
    println!(
        "transport, a run of {} units: {PARTITIONS} partitions in {:.3} s, each cluster worked out once; \
         in {:.2} s, all worked out again; {} legal, cheapest {:.3} ms; greedy, the whole program {:.3} ms",
        units.len(),
        once.seconds,
        again.seconds,
        once.legal,
        once.cheapest as f64 * 1e-9,
        greedy_price as f64 * 1e-9,
    );
}

/// What asking for the prices of all partitions gave.
struct Measured {
    seconds: f64,
    legal: usize,
    cheapest: i64,
}

/// Asks for the price of each of the partitions, always the same ones.
fn measure(units: &[&[NodeId]], mut price: impl FnMut(&[Vec<NodeId>]) -> Option<i64>) -> Measured {
    let mut state = 0x2545_f491_4f6c_dd1d;
    let (mut legal, mut cheapest) = (0usize, i64::MAX);
    let start = Instant::now();
    for _ in 0..PARTITIONS {
        let sizes = sizes(units.len(), &mut state);
        if let Some(price) = price(&clusters(units, &sizes)) {
            legal += 1;
            cheapest = cheapest.min(price);
        }
    }
    Measured {
        seconds: start.elapsed().as_secs_f64(),
        legal,
        cheapest,
    }
}

/// Clusters of neighbours; `sizes` says how many units are in each.
fn clusters(units: &[&[NodeId]], sizes: &[usize]) -> Vec<Vec<NodeId>> {
    let mut left = units;
    let clusters = sizes.iter().map(|size| {
        let (cluster, rest) = left.split_at(*size);
        left = rest;
        cluster.concat()
    });
    clusters.collect()
}
