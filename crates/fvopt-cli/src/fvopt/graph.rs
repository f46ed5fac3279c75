//! `fvopt graph`.

use crate::{error::CliError, source};
use clap::{Args, ValueEnum};
use fvopt_analysis::dependence;
use fvopt_passes::{program_flatten, stencil_infer_bounds};
use ir_program::ops::Func;
use mlir_shim::{
    ir::OwnedModule,
    pass::{Failed, Pipeline, upstream},
};
use std::{path::PathBuf, process::ExitCode};

/// Print the call graph or the dependence graph of a program as DOT.
#[derive(Args)]
pub struct Graph {
    /// The program: textual IR or bytecode; `-` reads standard input.
    pub file: PathBuf,
    /// Which graph.
    #[arg(long, value_enum, default_value_t = Kind::Calls)]
    pub kind: Kind,
    /// The program whose dependences are drawn, flattened; by default the only one that nothing calls.
    #[arg(long)]
    pub entry: Option<String>,
}

/// The graphs.
#[derive(Clone, Copy, ValueEnum)]
pub enum Kind {
    /// Which functions call which.
    Calls,
    /// What must run before what, after flattening.
    Dependences,
}

/// Runs the command.
pub fn run(options: &Graph) -> Result<ExitCode, CliError> {
    let context = source::context();
    let module = source::read(&context, &options.file)?;
    let text = match options.kind {
        Kind::Calls => {
            let (result, diagnostics) =
                mlir_shim::diagnostic::capture(module.op().context(), || {
                    program_flatten::call_graph_dot(module.op())
                });
            result.map_err(|_| fvopt_runtime::Error::Compile(diagnostics))?
        }
        Kind::Dependences => {
            let entry = source::entry(&module, options.entry.as_deref())?;
            let (result, diagnostics) =
                mlir_shim::diagnostic::capture(module.op().context(), || {
                    dependences(&module, &entry)
                });
            result.map_err(|_| fvopt_runtime::Error::Compile(diagnostics))?
        }
    };
    print!("{text}");
    Ok(ExitCode::SUCCESS)
}

/// DOT of the dependences of an entry of a module, which is flattened in a copy.
fn dependences(module: &OwnedModule<'_>, entry: &str) -> Result<String, Failed> {
    let copy = module.duplicate();
    program_flatten::flatten(copy.op(), Some(entry), usize::MAX)?;
    let bounds = [upstream("canonicalize"), stencil_infer_bounds::PASS.step()];
    Pipeline::from_iter(bounds).run(copy.op())?;
    let functions = copy.op().collect(Func::NAME);
    let function = functions.into_iter().next().ok_or(Failed)?;
    Ok(dependence::to_dot(Func(function)))
}
