//! `outline-kernels`: every loop nest becomes a function, equal ones one function.
//!
//! Before: a function with a nest of `scf.parallel` or `scf.for` for each
//! kernel. After: `func.call @main.kernel_0(...)` in its place, and
//! ```mlir
//! func.func private @main.kernel_0(%m: memref<...>, %high: index) attributes {program.kernel} {
//!   scf.parallel ...
//! }
//! ```
//! with what the nest uses as arguments, constants inside. LLVM's time grows
//! faster than the function it compiles, functions can be compiled on several
//! cores, and a stencil that is called on ten fields is compiled once: nests
//! with the same text are the same function, which takes the fields.
//!
//! Requires: loops (`convert-kernels-to-loops`), best after `canonicalize`, so
//! that ends that are constant are seen to be. Ensures: the same program, without
//! loops outside of kernels; the results of a loop (a reduction) are those of the call.

use mlir_shim::{
    ir::{Attr, Builder, Mapping, Op, Region, Ty, Value, Walk},
    pass::{Failed, OptionValues, Pass},
};
use std::collections::{HashMap, HashSet};

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
    let mut names: HashSet<String> = body
        .ops()
        .into_iter()
        .filter_map(|op| op.symbol_name().map(str::to_string))
        .collect();
    let functions: Vec<Op> = body
        .ops()
        .into_iter()
        .filter(|op| op.is("func.func") && op.attr(KERNEL).is_none())
        .collect();
    // The kernels so far by their text: equality, not a hash of it, so that nothing can go wrong.
    let mut known: HashMap<String, String> = HashMap::new();
    for function in functions {
        let mut number = 0;
        for nest in nests(function) {
            let captured = Captured::of(nest);
            let kernel = captured.function(nest);
            let text = kernel.to_generic_string();
            let name = match known.get(&text) {
                Some(name) => {
                    kernel.erase();
                    name.clone()
                }
                None => {
                    let name = fresh(function, &mut number, &mut names);
                    kernel.set_attr("sym_name", Attr::string(module.context(), &name));
                    Builder::before(function).insert(kernel);
                    known.insert(text, name.clone());
                    name
                }
            };
            let builder = Builder::before(nest);
            let types: Vec<Ty> = nest.results().iter().map(|result| result.ty()).collect();
            let call = builder.build(
                builder
                    .op("func.call")
                    .attr("callee", Attr::symbol(module.context(), &name))
                    .operands(&captured.arguments)
                    .results(&types),
            );
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

/// A name that no symbol of the module has.
fn fresh(function: Op<'_>, number: &mut usize, names: &mut HashSet<String>) -> String {
    let prefix = function.symbol_name().unwrap_or_default();
    loop {
        let name = format!("{prefix}.kernel_{number}");
        *number += 1;
        if names.insert(name.clone()) {
            return name;
        }
    }
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
        let (context, location) = (nest.context(), nest.location());
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
        let results: Vec<Ty<'c>> = nest.results().iter().map(|result| result.ty()).collect();
        inside.build(inside.op("func.return").operands(&nest.results()));
        // Never inlined again: neither into the program nor into what the engine wraps around it.
        let passthrough = Attr::array(context, &[Attr::string(context, "noinline")]);
        let state = inside
            .op("func.func")
            .attr("sym_name", Attr::string(context, "kernel"))
            .attr("sym_visibility", Attr::string(context, "private"))
            .attr(
                "function_type",
                Attr::ty(Ty::function(context, &types, &results)),
            )
            .attr("passthrough", passthrough)
            .attr(KERNEL, Attr::unit(context))
            .region(region);
        state.detached().expect("a well-formed function")
    }
}
