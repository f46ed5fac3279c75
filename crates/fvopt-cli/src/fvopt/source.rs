//! Reading a program: the context, the file, its errors shown with their lines.

use crate::error::CliError;
use mlir_shim::{
    diagnostic::SourceDiagnostics,
    ir::{Ctx, Op, OwnedModule, Symbol},
    melior::Context,
};
use std::{io::Read, path::Path};

/// A context with all dialects, and all passes registered.
pub fn context() -> Context {
    let context = Context::new();
    fvopt::load(&context);
    context
}

/// Whether a path stands for standard input.
pub fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// A program before it is parsed.
pub struct Text {
    /// Its name in errors.
    name: String,
    bytes: Vec<u8>,
}

impl Text {
    /// Reads a file, or standard input.
    pub fn read(path: &Path) -> Result<Self, CliError> {
        let (name, bytes) = match is_stdin(path) {
            true => {
                let mut bytes = Vec::new();
                let read = std::io::stdin().read_to_end(&mut bytes);
                ("<stdin>".to_string(), read.map(|_| bytes))
            }
            false => (path.display().to_string(), std::fs::read(path)),
        };
        let bytes = bytes.map_err(|error| CliError::new(format!("cannot read {name}: {error}")))?;
        Ok(Self { name, bytes })
    }

    /// Parses and verifies it; errors show the line that they are about.
    pub fn parse<'c>(&self, context: &'c Context) -> Result<OwnedModule<'c>, CliError> {
        parse(context, &self.name, &self.bytes)
    }
}

/// Reads and verifies a module.
pub fn read<'c>(context: &'c Context, path: &Path) -> Result<OwnedModule<'c>, CliError> {
    Text::read(path)?.parse(context)
}

/// What MLIR bytecode starts with.
const BYTECODE: &[u8] = b"ML\xefR";

/// Parses and verifies a module; errors show the line that they are about.
pub fn parse<'c>(
    context: &'c Context,
    name: &str,
    bytes: &[u8],
) -> Result<OwnedModule<'c>, CliError> {
    if !bytes.starts_with(BYTECODE)
        && let Err(error) = std::str::from_utf8(bytes)
    {
        return Err(CliError::new(format!(
            "{name} is neither text (the byte at offset {} is not UTF-8) nor MLIR bytecode",
            error.valid_up_to()
        )));
    }
    let diagnostics = SourceDiagnostics::new(Ctx::of(context), name, bytes);
    match diagnostics.parse() {
        Some(module) => Ok(module),
        None => {
            let text = diagnostics.take();
            Err(CliError::Rendered(match text.trim() {
                "" => format!("error: {name} is not a module"),
                text => with_hint(text),
            }))
        }
    }
}

/// Errors with the operation that may have been meant, where one is not known.
fn with_hint(text: &str) -> String {
    // In a dialect that there is, or in one that there is not.
    let is_unknown = text.contains("' is unknown") || text.contains("' not found for custom op");
    let unknown = text
        .split_once("custom op '")
        .filter(|_| is_unknown)
        .and_then(|(_, rest)| rest.split_once('\''))
        .map(|(name, _)| name);
    let definitions = ir_stencil::ops::DEFINITIONS
        .iter()
        .chain(ir_program::ops::DEFINITIONS);
    let meant = unknown.and_then(|unknown| {
        definitions
            .map(|definition| (distance(unknown, definition.name), definition.name))
            .filter(|(distance, _)| *distance <= 3)
            .min()
    });
    match meant {
        Some((_, meant)) => {
            // The list of all dialects of upstream does not help then.
            let lines = text.lines();
            let lines = lines.filter(|line| !line.contains("note: Available dialects: "));
            let lines: Vec<&str> = lines.collect();
            format!("{}\nDid you mean `{meant}`?", lines.join("\n"))
        }
        None => text.to_string(),
    }
}

/// How many letters must be added, removed or replaced (Levenshtein).
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (number, letter) in left.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], number + 1);
        for (column, other) in right.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != *other);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(row[column] + 1).min(diagonal + 1);
        }
    }
    row[right.len()]
}

/// The programs and stencils of a module.
pub fn functions<'m>(module: &'m OwnedModule<'_>) -> Vec<Op<'m>> {
    module
        .block()
        .ops()
        .into_iter()
        .filter(|op| ir_program::ops::Func::is(*op) || op.is("stencil.func"))
        .collect()
}

/// The entry to run: the one that is named, or the only one that nothing calls. A name may also
/// be given as textual IR has it: `@main`, `@"a b"`.
pub fn entry(module: &OwnedModule<'_>, name: Option<&str>) -> Result<String, CliError> {
    let functions = functions(module);
    if let Some(name) = name {
        let mut names = functions.iter().filter_map(|op| op.symbol_name());
        return Ok(match Symbol::parse(name) {
            Some(symbol) if names.all(|other| other != name) => symbol,
            _ => name.to_string(),
        });
    }
    let called: Vec<&str> = module
        .op()
        .collect("program.call")
        .into_iter()
        .filter_map(|call| call.text_attr("callee"))
        .collect();
    let candidates = |only_programs: bool| -> Vec<&str> {
        functions
            .iter()
            .filter(|op| !only_programs || ir_program::ops::Func::is(**op))
            .filter_map(|op| op.symbol_name())
            .filter(|name| !called.contains(name))
            .collect()
    };
    let mut found = candidates(true);
    if found.is_empty() {
        found = candidates(false);
    }
    match found[..] {
        [only] => Ok(only.to_string()),
        [] => Err(CliError::new(
            "the module has no program or stencil that could be an entry",
        )),
        _ => Err(CliError::new(format!(
            "several entries are possible: {}; choose one with --entry",
            found
                .iter()
                .map(|name| Symbol(name).to_string())
                .collect::<Vec<_>>()
                .join(", ")
        ))),
    }
}
