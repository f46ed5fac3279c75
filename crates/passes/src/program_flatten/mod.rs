//! `program-flatten`: one region that holds the whole computation.
//!
//! Before:
//! ```mlir
//! program.func @main(%a: !stencil.field<ijk x f64>) {
//!   program.call @step(%a) (i = start + 1 to end, ...) : !stencil.field<ijk x f64>
//!   program.return
//! }
//! program.func @step(%b: ...) { program.call @smooth(%b) : ... }
//! stencil.func @smooth(%c: ...) { ... stencil.store %r to %c (i = start to end, ...) }
//! ```
//! After: `@main` alone, with the operations of `@smooth` in it, their boxes
//! rebased (`i = start + 1 to end`), loads of a field after stores to it
//! replaced by `stencil.insert`, and locations that tell the chain of calls.
//!
//! Two phases. First the whole program's IR exists before any stencil is looked
//! into: the call graph is built and checked (`call_graph`), and nested
//! programs are expanded with a worklist (`expand`). Then every distinct
//! stencil is brought to value form once (`normalize`) and spliced in at each
//! of its calls, and loads are forwarded within each block (`forward`).
//!
//! There is no recursion on the call structure, and time and memory are linear
//! in the size of the result: an operation of the result is cloned once, from
//! the definition where it was written.
//!
//! Requires: verified IR. Ensures: no `program.call` and no `stencil.func` is
//! left; every `program.func` left is an entry.

mod call_graph;
mod expand;
pub(crate) mod forward;
mod normalize;

use crate::levels;
use ir_program::{
    nesting::TooDeep,
    ops::{Call, CallParts, Func, FuncParts, Return},
};
use mlir_shim::{
    diagnostic,
    ir::{Attr, Builder, Op, Region, Ty, Walk},
    pass::{Failed, OptionKind, OptionValues, Pass, PassOption},
};

/// The pass.
pub const PASS: Pass = Pass {
    name: "program-flatten",
    description: "Inlines programs and stencils into the entry programs, in value form, without recursion",
    options: &[
        PassOption {
            name: "entry",
            help: "the program or stencil to keep; by default every program that nothing calls",
            kind: OptionKind::Symbol,
        },
        PassOption {
            name: "max-operations",
            help: "stop with an error when the result would have more operations",
            kind: OptionKind::Integer(4_000_000),
        },
        PassOption {
            name: "statistics",
            help: "emit a remark that counts calls, stencils and operations",
            kind: OptionKind::Bool(false),
        },
    ],
    run,
};

/// What flattening did.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Statistics {
    /// Calls of programs that were expanded.
    pub program_calls: usize,
    /// Calls of stencils that were spliced in.
    pub stencil_calls: usize,
    /// Stencil bodies brought to value form: one per stencil and pattern of equal arguments.
    pub normalized: usize,
    /// Operations cloned into entries.
    pub operations: usize,
    /// How often an operation, or a field whose contents were known, was looked at.
    pub visits: usize,
}

fn run(module: Op<'_>, options: &OptionValues) -> Result<(), Failed> {
    let limit = options.integer("max-operations").max(0) as usize;
    let statistics = flatten(module, options.symbol("entry"), limit)?;
    if options.bool("statistics") {
        let Statistics {
            program_calls,
            stencil_calls,
            normalized,
            operations,
            visits: _,
        } = statistics;
        let text = format!(
            "flattened {program_calls} program calls and {stencil_calls} stencil calls; \
             {normalized} stencil bodies normalized; {operations} operations cloned"
        );
        diagnostic::remark(module.location(), &text, &[]);
    }
    Ok(())
}

/// Flattens a module, or one entry of it.
pub fn flatten(module: Op<'_>, entry: Option<&str>, limit: usize) -> Result<Statistics, Failed> {
    let graph = call_graph::CallGraph::build(module)?;
    let entries = match entry {
        Some(name) => vec![graph.function(module, name)?],
        None => graph.roots(),
    };
    graph.check_cycles()?;
    for entry in &entries {
        ir_program::nesting::check(*entry, |name| graph.named(name)).map_err(|deep| {
            let notes: Vec<_> = deep
                .calls
                .iter()
                .map(|call| (call.location(), TooDeep::NOTE.to_string()))
                .collect();
            diagnostic::error(deep.entry.location(), &deep.message(), &notes);
            Failed
        })?;
    }
    for function in module.body().expect("a module has a body").ops() {
        levels::resolve(function);
    }
    let mut statistics = Statistics::default();
    let (mut kept, mut wrapped) = (Vec::new(), Vec::new());
    let mut stencils = normalize::Normalized::new();
    for entry in entries {
        let program = if Func::is(entry) {
            entry
        } else {
            let wrapper = wrap(entry, &graph);
            wrapped.push((wrapper, entry.symbol_name().unwrap_or_default()));
            wrapper
        };
        expand::expand(program, &graph, limit, &mut stencils, &mut statistics)?;
        let mut blocks = Vec::new();
        program.walk(|op| {
            statistics.visits += 1;
            if op == program || ir_program::ops::For::is(op) || ir_program::ops::If::is(op) {
                blocks
                    .extend((0..op.region_count()).filter_map(|region| op.region(region).block()));
                Walk::Advance
            } else {
                Walk::Skip
            }
        });
        for block in blocks {
            statistics.visits += forward::forward(block);
        }
        kept.push(program);
    }
    stencils.destroy();
    // A name lives in the context, and so outlives the stencil.
    for function in module.body().expect("a module has a body").ops() {
        if graph.contains(function) && !kept.contains(&function) {
            function.erase();
        }
    }
    for (program, name) in wrapped {
        program.set_attr("sym_name", Attr::string(program.context(), name));
    }
    for program in kept {
        program.remove_attr("sym_visibility");
    }
    Ok(statistics)
}

/// A program that calls a stencil on its whole domain, so that a stencil can be an entry. It has
/// a name of its own until the stencil is gone.
fn wrap<'c>(stencil: Op<'c>, graph: &call_graph::CallGraph<'c>) -> Op<'c> {
    let location = stencil.location();
    let inputs: Vec<Ty> = stencil
        .body()
        .expect("verified")
        .arguments()
        .iter()
        .map(|argument| argument.ty())
        .collect();
    let (region, block) = Region::with_block(&inputs, location);
    let name = stencil.symbol_name().unwrap_or_default();
    let mut wrapper = format!("{name}$entry");
    while graph.has(&wrapper) {
        wrapper.push('$');
    }
    let builder = Builder::after(stencil);
    let parts = FuncParts {
        sym_name: &wrapper,
        function_type: Ty::function(stencil.context(), &inputs, &[]),
        domain: None,
        body: region,
    };
    let program = builder
        .build(Func::state(&builder, parts).optional_attr("arg_attrs", stencil.attr("arg_attrs")));
    let inside = Builder::at_end(block, location);
    let parts = CallParts {
        callee: name,
        arguments: &block.arguments(),
        index_box: None,
    };
    inside.build(Call::state(&inside, parts));
    inside.build(Return::state(&inside));
    program
}

/// DOT of the call graph of a module.
pub fn call_graph_dot(module: Op<'_>) -> Result<String, Failed> {
    Ok(call_graph::CallGraph::build(module)?.to_dot())
}
