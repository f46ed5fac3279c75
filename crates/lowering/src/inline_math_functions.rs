//! `inline-math-functions`: which calls of mathematical functions LLVM inlines.
//!
//! Inlined, a function shares constants and registers with what is around it, and so it is in kernels with a few of
//! them. A kernel with a hundred powers would become a hundred copies of them: LLVM takes long to optimize these, and
//! they are read from memory anew in every iteration. There calls stay calls: they get `no_inline`. What
//! is inlined needs no attribute: the functions themselves have `alwaysinline`.
//!
//! Requires: loops are vectors (`vectorize-annotated-loops`), so that calls are of the functions that stay. Ensures: the
//! same results; a mathematical function that nothing calls is gone.

use crate::math_functions::MathFunctions;
use ir_program::attributes::MATH;
use mlir_shim::{
    ir::{Attr, Op, Walk},
    pass::{Failed, OptionValues, Pass},
};
use std::collections::{HashMap, HashSet};

/// The pass.
pub const PASS: Pass = Pass {
    name: "inline-math-functions",
    description: "Says which calls of mathematical functions are inlined",
    options: &[],
    run,
};

/// A function into which more operations than these would be inlined keeps its calls.
const MOST_INLINED: usize = 4096;

fn run(module: Op<'_>, _options: &OptionValues) -> Result<(), Failed> {
    let functions = MathFunctions::of(module);
    let body = module.body().expect("a module has a body");
    let mut sizes: HashMap<Op, usize> = HashMap::new();
    let mut called: HashSet<Op> = HashSet::new();
    let all = body.ops();
    for function in all.iter().filter(|op| op.attr(MATH).is_none()) {
        let (mut calls, mut inlined) = (Vec::new(), 0);
        function.walk(|op| {
            if let Some(callee) = functions.called_by(op) {
                called.insert(callee);
                inlined += *sizes.entry(callee).or_insert_with(|| size(callee));
                calls.push(op);
            }
            Walk::Advance
        });
        if inlined > MOST_INLINED {
            for call in calls {
                call.set_attr("no_inline", Attr::unit(module.context()));
            }
        }
    }
    for function in all {
        if function.attr(MATH).is_some() && !called.contains(&function) {
            function.erase();
        }
    }
    Ok(())
}

/// The operations of a function.
fn size(function: Op<'_>) -> usize {
    let mut count = 0;
    function.walk(|_| {
        count += 1;
        Walk::Advance
    });
    count
}
