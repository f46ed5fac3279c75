//! `fvopt import`: a GT4Py stencil, as JSON, becomes IR.

use crate::{
    error::CliError,
    source::{self, is_stdin},
};
use mlir_shim::ir::{Builder, Ctx, Loc, OwnedModule};
use std::{
    io::{Read, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

/// The options.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  fvopt import hdiff.json -o hdiff.mlir\n  \
                        fvopt import hdiff.json | fvopt run - --domain 64,64,64 --check")]
pub struct Import {
    /// The stencil as the Python package `fvopt` writes it; `-` reads standard input.
    file: PathBuf,
    /// Where to write; standard output by default.
    #[arg(short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write the places of the operations as well.
    #[arg(long)]
    locations: bool,
}

/// Imports and writes.
pub fn run(options: &Import) -> Result<ExitCode, CliError> {
    let (name, text) = read(&options.file)?;
    let document = fvopt_gt4py::read(&name, &text).map_err(rendered)?;
    let context = source::context();
    let location = Loc::unknown(Ctx::of(&context));
    let module = OwnedModule::new(location);
    let builder = Builder::at_end(module.block(), location);
    fvopt_gt4py::import(&builder, &document).map_err(rendered)?;
    let text = match options.locations {
        true => module.op().to_string_with_locations(),
        false => module.op().to_string(),
    };
    let written = match &options.output {
        Some(path) => std::fs::write(path, text)
            .map_err(|error| format!("cannot write {}: {error}", path.display())),
        None => std::io::stdout()
            .write_all(text.as_bytes())
            .map_err(|error| format!("cannot write standard output: {error}")),
    };
    written.map_err(CliError::new)?;
    Ok(ExitCode::SUCCESS)
}

fn rendered(error: fvopt_gt4py::Error) -> CliError {
    CliError::Rendered(error.to_string())
}

fn read(path: &Path) -> Result<(String, String), CliError> {
    let (name, bytes) = match is_stdin(path) {
        true => {
            let mut bytes = Vec::new();
            let read = std::io::stdin().read_to_end(&mut bytes);
            ("<stdin>".to_string(), read.map(|_| bytes))
        }
        false => (path.display().to_string(), std::fs::read(path)),
    };
    let bytes = bytes.map_err(|error| CliError::new(format!("cannot read {name}: {error}")))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        CliError::new(format!(
            "{name} is not text: the byte at offset {at} is not UTF-8"
        ))
    })?;
    Ok((name, text))
}
