//! `program-schedule`: values become memory, and every computation a kernel.
//!
//! Before:
//! ```mlir
//! %t = stencil.load %in (...) : ...
//! %r = stencil.apply (i = start to end, ...) -> (...) { ... stencil.access %t[-1, 0, 0] ... }
//! stencil.store %r to %out (i = start to end, ...) : ...
//! ```
//! After:
//! ```mlir
//! stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 0> {
//!   %t = stencil.load %in (i = start - 1 to end - 1, ...) : ...
//!   %r = stencil.apply (i = start to end, ...) -> (...) { ... }
//!   stencil.store %r to %out (i = start to end, ...) : ...
//! }
//! ```
//! The program is imported as plain data (`fvopt_schedule`). There every temp is assigned a place between
//! kernels: what a field holds is read in the field until that is written, a result that is stored is
//! computed into the field when nothing in between would notice, and everything else has a buffer. Then
//! the operations are partitioned: those that share fields or temps share a kernel, as far as the
//! machine's caches allow and an estimate of the time says so. What is exported as memory is what
//! crosses from one kernel to another: a `program.alloc` for each buffer that is used. A copy is made
//! where the contents of a field are needed after it was written, and `report-copies` says where.
//! Every schedule gets its vectors and threads.
//!
//! Kernels that the program has already, written by a person or another tool,
//! are left as they are.
//!
//! Requires: flattened programs with inferred bounds. Ensures: temps live only
//! inside kernels.

mod carried;
mod emit;
mod export;
mod import;
mod stored_parts;

use crate::{machine::Machine, machine_option::machine_for_threads, stencil_infer_bounds};
pub use fvopt_schedule::partition::Strategy;
use fvopt_schedule::{
    buffers::{self, Assignment},
    cost::CostContext,
    finish, partition,
    program::Program,
    values::Values,
};
pub use import::Imported;
use ir_program::ops::Func;
use mlir_shim::{
    diagnostic,
    ir::Op,
    pass::{Failed, OptionKind, OptionValues, Pass, PassOption},
};

/// The pass.
pub const PASS: Pass = Pass {
    name: "program-schedule",
    description: "Puts every operation into a kernel with a schedule, and every temp into a field",
    options: &[
        PassOption {
            name: "machine",
            help: "the machine that schedules are made for: `generic`, `host`, or a JSON file",
            kind: OptionKind::Text("generic"),
        },
        PassOption {
            name: "threads",
            help: "how many threads share the work; 0 one for each core of the machine",
            kind: OptionKind::Integer(0),
        },
        PassOption {
            name: "report-copies",
            help: "emit a remark for every copy that could not be avoided",
            kind: OptionKind::Bool(false),
        },
        PassOption {
            name: "strategy",
            help: "which operations share a kernel: `none`, each has its own; `greedy`, kernels that share fields are merged; `cluster`, the cheapest partition that a search finds",
            kind: OptionKind::Text("cluster"),
        },
    ],
    run,
};

fn run(module: Op<'_>, options: &OptionValues) -> Result<(), Failed> {
    let machine = machine_for_threads(module, options)?;
    let strategy = options
        .text("strategy")
        .parse()
        .map_err(|problem: String| {
            diagnostic::error(module.location(), &problem, &[]);
            Failed
        })?;
    let options = Options {
        machine,
        strategy,
        report_copies: options.bool("report-copies"),
    };
    for function in module.collect(Func::NAME) {
        if let Some(call) = function.collect("program.call").first() {
            let text =
                "'program.call' op flattened programs are scheduled; run program-flatten first";
            diagnostic::error(call.location(), text, &[]);
            return Err(Failed);
        }
        schedule(Func(function), &options)?;
    }
    Ok(())
}

/// How programs are scheduled.
#[derive(Clone, Debug)]
pub struct Options {
    /// The machine that schedules are made for.
    pub machine: Machine,
    /// Which operations share a kernel.
    pub strategy: Strategy,
    /// Whether a remark tells of every copy that could not be avoided.
    pub report_copies: bool,
}

/// Schedules one flattened program.
pub fn schedule(function: Func<'_>, options: &Options) -> Result<(), Failed> {
    let (values, imported) = import(function)?;
    let assignment = buffers::assign(values);
    if options.report_copies {
        report(&imported, &assignment);
    }
    let (mut program, context) = partition(&assignment, function.domain(), options);
    finish::run(&mut program, &assignment, &context);
    export::run(function, &imported, &assignment, &program);
    Ok(())
}

/// Reads a flattened program as data; temps that loops carry and branches give become fields before.
pub fn import(function: Func<'_>) -> Result<(Values, Imported<'_>), Failed> {
    let facts = stencil_infer_bounds::facts(function);
    // What a binding must offer is known by now: it is that of the stores as they were written.
    stored_parts::narrow(function, &facts);
    let required = stencil_infer_bounds::demand::infer(function, &facts)?;
    carried::remove(function, &required)?;
    // Carried temps have become fields with loads and stores of their own.
    let required = stencil_infer_bounds::demand::infer(function, &facts)?;
    Ok(import::run(function, facts, &required))
}

/// The kernels of a program, and what their costs are estimated by.
pub fn partition(
    assignment: &Assignment,
    sizes: Option<[i64; 3]>,
    options: &Options,
) -> (Program, CostContext) {
    let units = partition::unit_kernels(assignment);
    let kernels = units
        .iter()
        .flatten()
        .flatten()
        .chain(assignment.values.fixed());
    let context = CostContext::of_program(kernels, sizes, &options.machine);
    let program = match options.strategy {
        Strategy::None => partition::none(assignment, units),
        Strategy::Greedy => partition::greedy::run(assignment, units, &context),
        Strategy::Cluster => {
            let limits = partition::search::Limits::default();
            partition::search::run(assignment, units, &context, limits)
        }
        strategy => unreachable!("{strategy} is one of those above"),
    };
    (program, context)
}

fn report(imported: &Imported<'_>, assignment: &Assignment) {
    for (operation, reason) in &assignment.copies {
        let op = imported.importer.op(*operation);
        let location = op.expect("an operation of the program").location();
        diagnostic::remark(location, &format!("a copy is made here: {reason}"), &[]);
    }
}
