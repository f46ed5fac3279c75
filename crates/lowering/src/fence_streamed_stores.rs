//! `fence-streamed-stores`: what went past the caches is there before another thread looks.
//!
//! Processors order stores past the caches after no others: the barrier at the
//! end of a parallel region does not wait for them. Before:
//! ```mlir
//! omp.parallel {
//!   ... vector.store %x, %m[%i] {nontemporal = true} ...
//!   omp.terminator
//! }
//! ```
//! After: an `llvm.fence seq_cst` before the terminator, so that every thread
//! waits once for what it stored; and one before the return of a function that
//! has such stores outside of parallel regions. On x86 that fence orders these
//! stores, as a release would not.
//!
//! Requires: parallel loops are OpenMP's (`convert-scf-to-openmp`). Ensures: the
//! same results.

use crate::cpu::NONTEMPORAL;
use mlir_shim::{
    ir::{Attr, Builder, Op, Scalar, Ty, Walk},
    pass::{Failed, OptionValues, Pass},
};
use std::collections::HashSet;

/// The pass.
pub const PASS: Pass = Pass {
    name: "fence-streamed-stores",
    description: "Makes threads wait for their stores past the caches before others go on",
    options: &[],
    run,
};

/// `seq_cst` among the orderings of LLVM.
const SEQUENTIALLY_CONSISTENT: i64 = 7;

fn run(module: Op<'_>, _options: &OptionValues) -> Result<(), Failed> {
    // Where the threads that store come together, each once.
    let mut ends: Vec<Op<'_>> = Vec::new();
    let mut known: HashSet<Op<'_>> = HashSet::new();
    module.walk(|op| {
        let is_store = op.is("vector.store") || op.is("memref.store");
        if is_store && op.attr(NONTEMPORAL).is_some() {
            let end = op
                .ancestor("omp.parallel")
                .or_else(|| op.ancestor("func.func"));
            ends.extend(end.filter(|end| known.insert(*end)));
        }
        Walk::Advance
    });
    for end in ends {
        let name = match end.is("omp.parallel") {
            true => "omp.terminator",
            false => "func.return",
        };
        for last in end.collect(name) {
            let is_fenced = end
                .collect("llvm.fence")
                .into_iter()
                .any(|fence| fence.next() == Some(last));
            if last.parent() == Some(end) && !is_fenced {
                fence(last);
            }
        }
    }
    Ok(())
}

fn fence(before: Op<'_>) {
    let builder = Builder::before(before);
    let i64 = Ty::scalar(before.context(), Scalar::I64);
    let ordering = Attr::integer(i64, SEQUENTIALLY_CONSISTENT);
    builder.build(builder.op("llvm.fence").attr("ordering", ordering));
}
