//! Translates programs of other compilers to fvopt's dialects.

use clap::Parser;
use fvopt_translate::{Axes, Source, Translation, translate};
use mlir_shim::{
    diagnostic::{Diagnostic, capture},
    ir::{Ctx, OwnedModule},
    melior::Context,
};
use std::{
    fs,
    io::{Read, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Translate programs of other compilers to fvopt's dialects.
///
/// What comes out is verified before it is written; errors point into the file that is translated.
#[derive(Parser)]
#[command(
    name = "fvopt-translate",
    version,
    after_help = "Examples:\n  fvopt-translate --xdsl-stencil-to-fvopt hdiff.mlir -o hdiff.fvopt.mlir\n  \
                  fvopt run hdiff.fvopt.mlir --domain 64,64,64 --check"
)]
struct Cli {
    /// Read the stencil dialect of xDSL or the Open Earth Compiler, pretty or generic.
    #[arg(long, required = true)]
    xdsl_stencil_to_fvopt: bool,
    /// The file to translate; `-` reads standard input.
    file: PathBuf,
    /// Where to write; standard output by default.
    #[arg(short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The axes that their dimensions become, the first dimension first.
    #[arg(long, default_value_t)]
    axes: Axes,
}

fn main() -> ExitCode {
    mlir_shim::tools::end_with_the_reader();
    match run(&Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprint!("{error}");
            ExitCode::from(2)
        }
    }
}

fn run(cli: &Cli) -> Result<(), String> {
    let name = match cli.file == Path::new("-") {
        true => "<stdin>".to_string(),
        false => cli.file.display().to_string(),
    };
    let cannot_read = |error| format!("error: cannot read {name}: {error}\n");
    let bytes = match cli.file == Path::new("-") {
        true => {
            let mut bytes = Vec::new();
            let read = std::io::stdin().read_to_end(&mut bytes);
            read.map(|_| bytes).map_err(cannot_read)?
        }
        false => fs::read(&cli.file).map_err(cannot_read)?,
    };
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        format!("error: {name} is not text: the byte at offset {at} is not UTF-8\n")
    })?;
    let source = Source::new(name.clone(), &text);
    let translation = translate(&name, &text, &cli.axes).map_err(|error| source.render(&error))?;
    verify(&translation, &source)?;
    match &cli.output {
        Some(path) => fs::write(path, &translation.text)
            .map_err(|error| format!("error: cannot write {}: {error}\n", path.display())),
        None => std::io::stdout()
            .write_all(translation.text.as_bytes())
            .map_err(|error| format!("error: cannot write standard output: {error}\n")),
    }
}

/// Reads the translated text with fvopt's verifiers; errors are shown where the line comes from.
fn verify(translation: &Translation, source: &Source) -> Result<(), String> {
    let context = Context::new();
    ir_program::load(&context);
    let ctx = Ctx::of(&context);
    let (module, found) = capture(ctx, || OwnedModule::parse(ctx, &translation.text));
    match module {
        Some(_) => Ok(()),
        None => Err(found
            .iter()
            .map(|one| shown(one, translation, source))
            .collect()),
    }
}

fn shown(diagnostic: &Diagnostic, translation: &Translation, source: &Source) -> String {
    let notes = diagnostic.notes.iter();
    let notes = notes.map(|(location, text)| ("note", location, text));
    let all = std::iter::once(("error", &diagnostic.location, &diagnostic.message)).chain(notes);
    all.map(|(severity, location, message)| {
        let site = line(location).and_then(|line| translation.site(line));
        source.message(site.unwrap_or_default(), severity, message)
    })
    .collect()
}

/// The line of `FILE:LINE:COLUMN`.
fn line(location: &str) -> Option<usize> {
    location.rsplit(':').nth(1)?.parse().ok()
}
