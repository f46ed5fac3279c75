//! Kernels as functions, equal ones as one.
//!
//! LLVM's time grows faster than the function it compiles, functions can be compiled on several cores, and a
//! stencil that is called on ten fields is compiled once: functions with the same text are one, which takes the fields.

use ir_program::attributes::KERNEL;
use mlir_shim::ir::{Attr, Block, Builder, Op, Region, Ty, Value, Walk};
use std::collections::{HashMap, HashSet};

/// The kernels that are functions so far.
pub struct KernelFunctions {
    /// All symbols of the module.
    names: HashSet<String>,
    /// How many names with a prefix there are.
    counts: HashMap<String, usize>,
    /// Names by text: equality, not a hash of it, so that nothing can go wrong.
    known: HashMap<String, String>,
}

impl KernelFunctions {
    /// None yet, in a module.
    pub fn of(module: Op<'_>) -> Self {
        let ops = module.body().map(|body| body.ops()).unwrap_or_default();
        let names = ops.into_iter().filter_map(|op| op.symbol_name());
        Self {
            names: names.map(str::to_string).collect(),
            counts: HashMap::new(),
            known: HashMap::new(),
        }
    }

    /// The name of a function in the module that does what a detached one does, which is inserted in front of an
    /// operation of the module if it is new, and erased if not.
    pub fn share(&mut self, function: Op<'_>, prefix: &str, before: Op<'_>) -> String {
        let text = function.to_generic_string();
        if let Some(name) = self.known.get(&text) {
            function.erase();
            return name.clone();
        }
        let name = self.fresh(prefix);
        function.set_attr("sym_name", Attr::string(function.context(), &name));
        Builder::before(before).insert(function);
        self.known.insert(text, name.clone());
        name
    }

    /// A name that no symbol of the module has.
    fn fresh(&mut self, prefix: &str) -> String {
        let number = self.counts.entry(prefix.to_string()).or_default();
        loop {
            let name = format!("{prefix}.kernel_{number}");
            *number += 1;
            if self.names.insert(name.clone()) {
                return name;
            }
        }
    }
}

/// A detached function with a body so far without its end, which returns these; its name is to be set.
pub fn function<'c>(
    region: Region<'c>,
    block: Block<'c>,
    results: &[Value<'c>],
    inside: &Builder<'c>,
) -> Op<'c> {
    let context = inside.context();
    let types =
        |values: &[Value<'c>]| -> Vec<Ty<'c>> { values.iter().map(|value| value.ty()).collect() };
    let ty = Ty::function(context, &types(&block.arguments()), &types(results));
    inside.build(inside.op("func.return").operands(results));
    // Never inlined again: neither into the program nor into what the engine wraps around it.
    let passthrough = Attr::array(context, &[Attr::string(context, "noinline")]);
    let state = inside
        .op("func.func")
        .attr("sym_name", Attr::string(context, "kernel"))
        .attr("sym_visibility", Attr::string(context, "private"))
        .attr("function_type", Attr::ty(ty))
        .attr("passthrough", passthrough)
        .attr(KERNEL, Attr::unit(context))
        .region(region);
    state.detached().expect("a well-formed function")
}

/// A call of the function of a name.
pub fn call<'c>(
    builder: &Builder<'c>,
    name: &str,
    operands: &[Value<'c>],
    results: &[Ty<'c>],
) -> Op<'c> {
    builder.build(
        builder
            .op("func.call")
            .attr("callee", Attr::symbol(builder.context(), name))
            .operands(operands)
            .results(results),
    )
}

/// Erases what is computed in a block and not used, and then the arguments that are not used; gives the numbers of
/// those that stay.
pub fn prune(block: Block<'_>) -> Vec<usize> {
    let mut all = Vec::new();
    for op in block.ops() {
        op.walk(|inner| {
            all.push(inner);
            Walk::Advance
        });
    }
    for op in all.into_iter().rev() {
        let results = op.results();
        let is_unused = !results.is_empty() && results.iter().all(|result| result.is_unused());
        if is_unused && op.region_count() == 0 && op.is_pure() {
            op.erase();
        }
    }
    let arguments = block.arguments();
    let (used, unused): (Vec<usize>, Vec<usize>) =
        (0..arguments.len()).partition(|number| !arguments[*number].is_unused());
    for number in unused.into_iter().rev() {
        block.erase_argument(number);
    }
    used
}
