//! `guard-parallel-regions`: loops too short for threads run on the calling one.
//!
//! Starting threads and waiting for them takes longer than a small kernel. Where
//! sizes are pinned the schedule has decided already; where they are known when
//! running only, the loops decide then. Before:
//! ```mlir
//! omp.parallel {
//!   omp.wsloop {
//!     omp.loop_nest (%k) : index = (%c0) to (%levels) step (%c1) { ... }
//! ```
//! After:
//! ```mlir
//! %pays = arith.cmpi sgt, %operations, %threshold : index
//! omp.parallel if(%pays) {
//! ```
//! with the operations of all iterations, computed from the ends of the loops
//! inside (see `work`).
//!
//! Requires: parallel loops are OpenMP's (`convert-scf-to-openmp`). Ensures: the
//! same results; regions whose loops have constant ends are as they were.

mod work;

use crate::math_functions::MathFunctions;
use fvopt_passes::machine_option;
use ir_stencil::values::constant_integer;
use mlir_shim::{
    ir::{Attr, Builder, Op, Region, Scalar, Ty, Value},
    pass::{Failed, OptionKind, OptionValues, Pass, PassOption},
};

/// The pass.
pub const PASS: Pass = Pass {
    name: "guard-parallel-regions",
    description: "Runs loops that are too short for threads on the calling one",
    options: &[PassOption {
        name: "machine",
        help: "the machine whose speed counts: `generic`, `host`, or a JSON file",
        kind: OptionKind::Text("generic"),
    }],
    run,
};

/// The work below which threads are not started. To start and join threads that wait takes a few
/// microseconds, and some ten where they sleep or share their cores with others. Two threads save
/// half of the work, which should be more than that.
const WORTH_PICOSECONDS: i64 = 20_000_000;

/// Among the operand groups of `omp.parallel`.
const CONDITION: usize = 2;
const GROUPS: usize = 6;

fn run(module: Op<'_>, options: &OptionValues) -> Result<(), Failed> {
    let machine = machine_option::machine(module, options)?;
    let threshold = WORTH_PICOSECONDS / machine.operation_picoseconds.max(1);
    let functions = MathFunctions::of(module);
    for region in module.collect("omp.parallel") {
        let is_outermost = region.ancestor("omp.parallel").is_none();
        if is_outermost && region.segment(CONDITION).is_empty() && varies(region) {
            let builder = Builder::before(region);
            let operations = work::of_region(region, &builder, &functions);
            let pays = builder.build(
                builder
                    .op("arith.cmpi")
                    .attr("predicate", signed_greater(region))
                    .operands(&[operations, builder.index(threshold)])
                    .results(&[Ty::scalar(region.context(), Scalar::I1)]),
            );
            set_condition(region, pays.result(0));
        }
    }
    Ok(())
}

/// `sgt` among the predicates of `arith.cmpi`.
fn signed_greater(op: Op<'_>) -> Attr<'_> {
    let i64 = Ty::scalar(op.context(), Scalar::I64);
    Attr::integer(i64, 4)
}

/// Whether the loops that threads share have ends that are known when running only.
fn varies(region: Op<'_>) -> bool {
    let is_known = |value: &Value<'_>| constant_integer(*value).is_some();
    let loops = region.collect("omp.loop_nest");
    loops
        .iter()
        .any(|nest| !nest.operands().iter().all(is_known))
}

/// Replaces a region by one that has a condition.
fn set_condition<'c>(region: Op<'c>, condition: Value<'c>) {
    let mut groups: Vec<Vec<Value<'c>>> = (0..GROUPS).map(|group| region.segment(group)).collect();
    groups[CONDITION] = vec![condition];
    let groups: Vec<&[Value<'c>]> = groups.iter().map(Vec::as_slice).collect();
    let builder = Builder::before(region);
    let state = region
        .attributes()
        .into_iter()
        .filter(|(name, _)| *name != "operandSegmentSizes")
        .fold(builder.op(region.name()), |state, (name, value)| {
            state.attr(name, value)
        });
    builder.build(
        state
            .segments(&groups)
            .region(Region::take(region.region(0))),
    );
    region.erase();
}
