//! Splitting a program into modules that can be compiled side by side.
//!
//! Not a pass: passes work on one module, and this makes several. The functions
//! that `outline-kernels` made go into modules of their own, a few to each; the
//! program keeps declarations of them. Mathematical functions of our own are defined in every part that calls them. How many modules there are depends on the
//! number of kernels alone, so that code does not depend on the machine's cores.

use crate::outline_kernels::KERNEL;
use ir_program::attributes::MATH;
use mlir_shim::ir::{Attr, Builder, Mapping, Op, OwnedModule, Region, Walk};
use std::collections::{HashMap, HashSet};

/// Kernels of a program in a module of their own.
pub struct Part<'c> {
    /// The module, in the LLVM dialect.
    pub module: OwnedModule<'c>,
    /// The kernels that it defines.
    pub kernels: Vec<String>,
}

/// The most kernels in a part: an engine for each costs as much as a small kernel.
const MOST_KERNELS: usize = 8;
/// Programs of few kernels are split into as many parts as this: some cores are there anywhere.
const FEW_PARTS: usize = 4;

/// A program of more operations and operands than this is compiled at level 0: it calls kernels, and
/// LLVM's register allocation takes a time that grows with the square of what calls take.
const LARGE_PROGRAM: usize = 4096;

/// The level of LLVM for what `split` leaves of a module: the one that is asked for, but 0 where the rest is a
/// long list of calls.
pub fn program_level(rest: &OwnedModule<'_>, level: u8) -> u8 {
    let functions = rest.block().ops();
    let kernels_are_apart = functions
        .iter()
        .all(|op| op.attr(KERNEL).is_none() || op.body().is_none());
    match kernels_are_apart && size(&functions) > LARGE_PROGRAM {
        true => 0,
        false => level,
    }
}

/// The operations inside of functions, and their operands.
fn size(functions: &[Op<'_>]) -> usize {
    let mut count = 0;
    for function in functions {
        function.walk(|op| {
            count += 1 + op.operand_count();
            Walk::Advance
        });
    }
    count
}

/// Moves the kernels of a module in the LLVM dialect into parts; the module keeps
/// the rest. There are no parts when splitting is not worth it, or when the
/// module has something besides functions that kernels could share.
pub fn split<'c>(module: &OwnedModule<'c>) -> Vec<Part<'c>> {
    let ops = module.block().ops();
    let kernels: Vec<Op> = ops
        .iter()
        .copied()
        .filter(|op| op.attr(KERNEL).is_some())
        .collect();
    let rest: Vec<Op> = ops
        .iter()
        .copied()
        .filter(|op| op.attr(KERNEL).is_none())
        .collect();
    let is_worth_it = kernels.len() > 1 || (kernels.len() == 1 && size(&rest) > LARGE_PROGRAM);
    if !is_worth_it || ops.iter().any(|op| !op.is("llvm.func")) {
        return Vec::new();
    }
    let functions: HashMap<&str, Op> = ops
        .iter()
        .filter_map(|op| Some((op.symbol_name()?, *op)))
        .collect();
    let count = kernels
        .len()
        .div_ceil(MOST_KERNELS)
        .max(FEW_PARTS.min(kernels.len()));
    let location = module.location();
    let mut parts: Vec<Part<'c>> = (0..count)
        .map(|_| Part {
            module: OwnedModule::new(location),
            kernels: Vec::new(),
        })
        .collect();
    let mut declared: Vec<HashSet<&str>> = vec![HashSet::new(); count];
    for (number, kernel) in kernels.iter().enumerate() {
        let (part, declared) = (&mut parts[number % count], &mut declared[number % count]);
        let block = part.module.block();
        for callee in callees(*kernel) {
            if let Some(function) = functions.get(callee)
                && declared.insert(callee)
            {
                // What is inlined must be at hand.
                let there = match function.attr(MATH) {
                    Some(_) => Mapping::new().clone_op(*function),
                    None => declaration(*function),
                };
                Builder::at_end(block, location).insert(there);
            }
        }
        part.kernels
            .push(kernel.symbol_name().unwrap_or_default().to_string());
    }
    for (number, kernel) in kernels.into_iter().enumerate() {
        Builder::before(kernel).insert(declaration(kernel));
        kernel.move_to_end(parts[number % count].module.block());
    }
    let called: HashSet<&str> = rest.iter().flat_map(|op| callees(*op)).collect();
    for function in rest.iter().filter(|op| op.attr(MATH).is_some()) {
        if !function
            .symbol_name()
            .is_some_and(|name| called.contains(name))
        {
            function.erase();
        }
    }
    parts
}

/// The functions that a function calls, each once, in order.
fn callees<'c>(function: Op<'c>) -> Vec<&'c str> {
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    function.walk(|op| {
        let callee = op
            .text_attr("callee")
            .or_else(|| op.text_attr("global_name"));
        if let Some(callee) = callee
            && seen.insert(callee)
        {
            found.push(callee);
        }
        Walk::Advance
    });
    found
}

/// A declaration of a function that is defined elsewhere.
fn declaration(function: Op<'_>) -> Op<'_> {
    let builder = Builder::before(function);
    let state = function
        .attributes()
        .into_iter()
        .filter(|(name, _)| *name != KERNEL && *name != "sym_visibility")
        .fold(builder.op("llvm.func"), |state, (name, value)| {
            state.attr(name, value)
        });
    let state = state.attr(
        "sym_visibility",
        Attr::string(function.context(), "private"),
    );
    state
        .region(Region::empty())
        .detached()
        .expect("a declaration of a function")
}
