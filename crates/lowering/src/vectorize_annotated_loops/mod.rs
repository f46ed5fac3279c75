//! `vectorize-annotated-loops`: innermost loops that ask for it handle several iterations at once.
//!
//! Before:
//! ```mlir
//! scf.for %i = %low to %high step %c1 {
//!   %x = memref.load %a[%k, %i] : memref<?x?xf64>
//!   %y = arith.mulf %x, %x : f64
//!   memref.store %y, %b[%k, %i] : memref<?x?xf64>
//! } {stencil.vector = 8 : i64}
//! ```
//! After: a loop over whole vectors with `vector.load` and `vector.store`, and
//! one for the rest with a mask. Consecutive elements become vectors; what is
//! the same for all iterations stays scalar; elements that are not neighbours,
//! `i1` in memory, and operations without a vector form are handled lane by
//! lane; of elements at levels that are chosen at run time a vector is loaded where all
//! lanes choose the same. A branch whose condition differs between lanes becomes selects and
//! masked stores; where a side is dear, it is skipped for the vectors of which no lane takes it.
//! An `scf.while` goes on as long as it does for any lane. A value that is carried along from the
//! iteration before is a shuffle of that vector and of the one before. With `nontemporal`
//! stores there are two loops over whole vectors, and a condition: these stores are made where
//! every row starts at a cache line, and elsewhere no store is `nontemporal` any more. The line of
//! the rest of such a row is asked for before.
//!
//! Requires: the iterations of an annotated loop are independent (kernels promise
//! that) but for what `predictive-commoning` carries along, and what a branch or an `scf.while`
//! loads may be loaded where it is not taken, or has ended. A call of a mathematical function of our own becomes one
//! of that function of vectors, which is made of the one of scalars as a loop is. A loop that holds an `scf.for`, or calls
//! of functions that are not mathematical, that carries anything else, or whose counter is unsigned or no index,
//! stays as it is; the attribute is removed in any case.

mod alignment;
mod branches;
pub mod chains;
mod cost;
mod emit;
mod functions;
mod lanes;
mod levels;
mod memory;
mod support;
mod whiles;

use crate::{cpu::NONTEMPORAL, loops, math_functions::MathFunctions};
use cost::Skipped;
use emit::{Emission, How};
use functions::Functions;
use fvopt_passes::{machine::Machine, machine_option};
use ir_stencil::values::constant_integer as constant;
use lanes::Lanes;
use mlir_shim::{
    diagnostic,
    ir::{Builder, Op, Ty, Value, Walk},
    pass::{Failed, OptionKind, OptionValues, Pass, PassOption},
};

pub use ir_stencil::attributes::VECTOR;

/// The most elements of a vector, as in schedules.
const WIDEST: i64 = 64;

/// The pass.
pub const PASS: Pass = Pass {
    name: "vectorize-annotated-loops",
    description: "Turns loops annotated with a vector width into loops over vectors, with a masked rest",
    options: &[PassOption {
        name: "machine",
        help: "the machine whose costs say which sides of branches are skipped: `generic`, `host`, or a JSON file",
        kind: OptionKind::Text("generic"),
    }],
    run,
};

fn run(module: Op<'_>, options: &OptionValues) -> Result<(), Failed> {
    let machine = machine_option::machine(module, options)?;
    let mut annotated = Vec::new();
    module.walk(|op| {
        if op.is("scf.for") && op.attr(VECTOR).is_some() {
            annotated.push(op);
        }
        Walk::Advance
    });
    for op in &annotated {
        let width = op.attr(VECTOR).and_then(|width| width.as_integer());
        if width.is_some_and(|width| width > WIDEST) {
            let message = "asks for vectors of more than 64 elements";
            diagnostic::error(op.location(), message, &[]);
            return Err(Failed);
        }
    }
    let known = MathFunctions::of(module);
    let functions = Functions::of(module, &machine);
    for op in annotated {
        let width = width_of(op, &known);
        op.remove_attr(VECTOR);
        if let Some(width) = width {
            vectorize(op, width, &machine, &functions);
        }
    }
    // One element at a time nothing is gained by going past the caches.
    for store in module.collect("memref.store") {
        store.remove_attr(NONTEMPORAL);
    }
    Ok(())
}

/// How many iterations of a loop this pass handles at once; nothing where one after the other.
pub fn width_of<'c>(op: Op<'c>, functions: &MathFunctions<'c>) -> Option<i64> {
    let width = op.attr(VECTOR)?.as_integer()?;
    (width > 1 && support::can_be_vectorized(op, functions)).then_some(width)
}

/// Replaces a loop by one over whole vectors and one over the rest. Where it
/// stores past the caches there are two over whole vectors: such stores are for
/// whole cache lines, and are made only if those of the first iteration start at
/// lines and so do those in other rows, which is known when running. In pieces of lines, or in
/// some rows and not in others, they are slower by far than stores that go through the caches.
fn vectorize<'c>(op: Op<'c>, width: i64, machine: &Machine, functions: &Functions<'c, '_>) {
    let builder = Builder::before(op);
    let (low, high) = (op.operand(0), op.operand(1));
    let lanes = Lanes::new(op.context(), width);
    let whole = end_of_vectors(&builder, low, high, width);
    let is_empty = |low, high| match (constant(low), constant(high)) {
        (Some(low), Some(high)) => low >= high,
        _ => low == high,
    };
    // Of what is carried along, the last lane is what the first iteration finds.
    let mut carried: Vec<Value<'c>> = op.operands()[3..]
        .iter()
        .map(|first| lanes.broadcast(&builder, *first))
        .collect();
    let body = op.body().expect("a loop has a body");
    let skipped = Skipped::of_block(body, width, machine, functions);
    if !is_empty(low, whole) {
        let streamed = alignment::of_stores(op, width);
        let vectors = |builder: &Builder<'c>, streamed: &[Op<'c>]| {
            let range = (low, whole, width);
            let how = How {
                lanes: &lanes,
                streamed,
                skipped: &skipped,
                functions,
            };
            let vectors =
                loops::with_arguments(builder, range, &carried, |inner, counter, before| {
                    Emission::new(*inner, how).body(op, counter, before)
                });
            vectors.results()
        };
        carried = match alignment::is_at_lines(&builder, op, &streamed) {
            None => vectors(&builder, &[]),
            Some(is_at_lines) => {
                let types: Vec<Ty<'c>> = carried.iter().map(|vector| vector.ty()).collect();
                loops::either(
                    &builder,
                    is_at_lines,
                    &types,
                    |inner| {
                        if !is_empty(whole, high) {
                            alignment::ask_for_rest(inner, op, &streamed, (whole, high));
                        }
                        vectors(inner, &streamed)
                    },
                    |inner| vectors(inner, &[]),
                )
            }
        };
    }
    if !is_empty(whole, high) {
        let how = How {
            lanes: &lanes,
            streamed: &[],
            skipped: &skipped,
            functions,
        };
        masked(&builder, op, how, (whole, high), &carried);
    }
    op.erase();
}

/// Where the whole vectors of a range end.
fn end_of_vectors<'c>(
    builder: &Builder<'c>,
    low: Value<'c>,
    high: Value<'c>,
    width: i64,
) -> Value<'c> {
    if let (Some(low), Some(high)) = (constant(low), constant(high)) {
        return builder.index(low + (high - low).max(0) / width * width);
    }
    let zero = builder.index(0);
    let count = builder.binary("arith.subi", high, low);
    let count = builder.binary("arith.maxsi", count, zero);
    let rest = builder.binary("arith.remsi", count, builder.index(width));
    let count = builder.binary("arith.subi", count, rest);
    builder.binary("arith.addi", low, count)
}

/// The iterations of a range that is shorter than a vector.
fn masked<'c>(
    builder: &Builder<'c>,
    op: Op<'c>,
    how: How<'c, '_>,
    (low, high): (Value<'c>, Value<'c>),
    carried: &[Value<'c>],
) {
    loops::repeat(builder, low, high, how.lanes.width, |inner, counter| {
        let left = inner.binary("arith.subi", high, counter);
        // There is one such vector: nothing comes after it.
        Emission::of_first(*inner, how, left).body(op, counter, carried);
    });
}
