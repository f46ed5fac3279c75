//! `fvopt graph`.

use crate::{error::CliError, source};
use clap::{Args, ValueEnum};
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
                    fvopt_passes::program_flatten::call_graph_dot(module.op())
                });
            result.map_err(|_| fvopt_runtime::Error::Compile(diagnostics))?
        }
        Kind::Dependences => {
            let entry = source::entry(&module, options.entry.as_deref())?;
            let (result, diagnostics) =
                mlir_shim::diagnostic::capture(module.op().context(), || {
                    fvopt_passes::dependence::flattened_dot(&module, &entry)
                });
            result.map_err(|_| fvopt_runtime::Error::Compile(diagnostics))?
        }
    };
    print!("{text}");
    Ok(ExitCode::SUCCESS)
}
