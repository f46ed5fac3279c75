//! `outline-kernels`: every loop nest that is in no kernel becomes a function, equal ones one function.
//!
//! Before: a function with nests of `scf.parallel` or `scf.for`. After: `func.call @main.kernel_0(...)` in its place, and
//! ```mlir
//! func.func private @main.kernel_0(%m: memref<...>, %high: index) attributes {program.kernel} {
//!   scf.parallel ...
//! }
//! ```
//! with what the nest uses as arguments, constants inside; nests with the same text are the same function.
//! `convert-kernels-to-loops` makes functions of kernels itself: what is left are the loops of the program (copies for
//! swaps, exchanges, reductions), and loops that did not come from kernels.
//!
//! Requires: loops (`convert-kernels-to-loops`), best after `canonicalize`, so
//! that ends that are constant are seen to be. Ensures: the same program, without
//! loops outside of kernels; the results of a loop (a reduction) are those of the call.

use crate::kernel_functions::{KernelFunctions, call, function};
use mlir_shim::{
    ir::{Builder, Mapping, Op, Region, Ty, Value, Walk},
    pass::{Failed, OptionValues, Pass},
};
use std::collections::HashSet;

/// The pass.
pub const PASS: Pass = Pass {
    name: "outline-kernels",
    description: "Makes every outermost loop nest a function, and equal ones one function",
    options: &[],
    run,
};

pub use ir_program::attributes::KERNEL;

fn run(module: Op<'_>, _options: &OptionValues) -> Result<(), Failed> {
    let body = module.body().expect("a module has a body");
    let functions: Vec<Op> = body
        .ops()
        .into_iter()
        .filter(|op| op.is("func.func") && op.attr(KERNEL).is_none())
        .collect();
    let mut kernels = KernelFunctions::of(module);
    for function in functions {
        let prefix = function.symbol_name().unwrap_or_default();
        for nest in nests(function) {
            let captured = Captured::of(nest);
            let name = kernels.share(captured.function(nest), prefix, function);
            let types: Vec<Ty> = nest.results().iter().map(|result| result.ty()).collect();
            let call = call(&Builder::before(nest), &name, &captured.arguments, &types);
            for (old, new) in nest.results().into_iter().zip(call.results()) {
                old.replace_all_uses_with(new);
            }
            nest.erase();
        }
    }
    Ok(())
}

/// The outermost loops of a function, in order.
fn nests(function: Op<'_>) -> Vec<Op<'_>> {
    let mut found = Vec::new();
    function.walk(|op| {
        if !op.is("scf.parallel") && !op.is("scf.for") {
            return Walk::Advance;
        }
        found.push(op);
        Walk::Skip
    });
    found
}

/// What a loop nest uses of what is outside of it, in the order of first use.
struct Captured<'c> {
    arguments: Vec<Value<'c>>,
    constants: Vec<Op<'c>>,
}

impl<'c> Captured<'c> {
    fn of(nest: Op<'c>) -> Self {
        let mut captured = Self {
            arguments: Vec::new(),
            constants: Vec::new(),
        };
        // Values that were met: those of the nest itself, and what is captured already.
        let mut met: HashSet<Value<'c>> = HashSet::new();
        nest.walk(|op| {
            for operand in op.operands() {
                if !met.insert(operand) {
                    continue;
                }
                match operand.defining_op() {
                    Some(constant) if constant.is("arith.constant") => {
                        captured.constants.push(constant);
                    }
                    _ => captured.arguments.push(operand),
                }
            }
            met.extend(op.results());
            for region in 0..op.region_count() {
                if let Some(block) = op.region(region).block() {
                    met.extend(block.arguments());
                }
            }
            Walk::Advance
        });
        captured
    }

    /// A detached function that holds a copy of the nest; its name is to be set.
    fn function(&self, nest: Op<'c>) -> Op<'c> {
        let location = nest.location();
        let types: Vec<Ty<'c>> = self.arguments.iter().map(|value| value.ty()).collect();
        let (region, block) = Region::with_block(&types, location);
        let inside = Builder::at_end(block, location);
        let mut mapping = Mapping::new();
        for constant in &self.constants {
            inside.insert(mapping.clone_op(*constant));
        }
        for (value, argument) in self.arguments.iter().zip(block.arguments()) {
            mapping.map(*value, argument);
        }
        let nest = inside.insert(mapping.clone_op(nest));
        function(region, block, &nest.results(), &inside)
    }
}
