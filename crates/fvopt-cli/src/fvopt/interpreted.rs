//! Runs the interpreter: on this thread, or on one beside the compiler.

use crate::{arguments::Data, error::CliError, hosts::Builtin, source};
use fvopt::host;
use fvopt_interpreter::{self as interpreter, Array};
use fvopt_math::Math;
use mlir_shim::{ir::OwnedModule, tools::end_at_once};
use std::{thread, time::Instant};

/// The fields that the interpreter gives, and which of their elements are
/// defined (all where `None`): a swap can leave an argument with points that
/// were never written.
pub type Expected = Vec<(usize, Array, Option<Vec<bool>>)>;

/// The outcome of a run.
pub struct Interpreted {
    /// The fields.
    pub fields: Expected,
    /// Where positions were clamped; lines to show.
    pub clamped: Vec<String>,
    /// How long it took.
    pub seconds: f64,
}

/// What to run.
#[derive(Clone, Copy)]
pub struct Job<'a> {
    /// The entry.
    pub entry: &'a str,
    /// The domain.
    pub domain: [i64; 3],
    /// The arguments before the run.
    pub data: &'a [Data],
    /// How often.
    pub repeat: u32,
    /// Whether clamped positions are reported.
    pub checked: bool,
    /// Whose mathematical functions are used.
    pub math: Math,
}

/// The size of the stack: some functions recurse with the nesting of the program.
const STACK: usize = 64 << 20;

impl Job<'_> {
    /// Runs the interpreter.
    pub fn run(&self, module: &OwnedModule<'_>) -> Result<Interpreted, CliError> {
        let start = Instant::now();
        let mut kept: Vec<Option<interpreter::Field>> = vec![None; self.data.len()];
        let mut arguments = Vec::new();
        for (number, data) in self.data.iter().enumerate() {
            arguments.push(match data {
                Data::Scalar(value) => interpreter::Argument::Scalar(*value),
                Data::Same(first) => interpreter::Argument::Field(
                    kept[*first].clone().expect("aliases name earlier fields"),
                ),
                Data::Field(array) => {
                    let field = interpreter::Field::new(array.clone());
                    kept[number] = Some(field.clone());
                    interpreter::Argument::Field(field)
                }
            });
        }
        let mut clamped = Vec::new();
        for _ in 0..self.repeat {
            let mut host = host::Interpreted::new(Builtin);
            let options = interpreter::Options {
                checked: self.checked,
                math: self.math,
                host: Some(&mut host),
                ..interpreter::Options::default()
            };
            let report =
                interpreter::interpret(module.op(), self.entry, self.domain, &arguments, options)?;
            if report.status != 0 {
                return Err(CliError::new(host.ended.unwrap_or_else(|| {
                    format!(
                        "a host function ended the run with status {}",
                        report.status
                    )
                })));
            }
            clamped.extend(report.clamped.iter().map(ToString::to_string));
        }
        let fields = kept
            .into_iter()
            .enumerate()
            .filter_map(|(number, field)| {
                field.map(|field| (number, field.array(), field.defined()))
            })
            .collect();
        Ok(Interpreted {
            fields,
            clamped,
            seconds: start.elapsed().as_secs_f64(),
        })
    }

    /// Runs the interpreter on a thread of its own, while other work is done on this one. An
    /// error of the interpreter ends the process with its message, at once: the other work, which
    /// may take minutes, cannot be stopped, and its result would change nothing. So such an error is
    /// told even where the other work fails too.
    ///
    /// The thread reads the program once more: handles to IR stay on the thread that made them.
    pub fn beside<R>(
        &self,
        text: &source::Text,
        work: impl FnOnce() -> Result<R, CliError>,
    ) -> Result<(R, Interpreted), CliError> {
        thread::scope(|scope| {
            let interpreter = thread::Builder::new().stack_size(STACK);
            let interpreter = interpreter.spawn_scoped(scope, || {
                let context = source::context();
                let read = text.parse(&context);
                read.and_then(|module| self.run(&module))
                    .unwrap_or_else(|error| {
                        eprintln!("{error}");
                        end_at_once(2)
                    })
            });
            let interpreter = interpreter.map_err(|error| {
                CliError::new(format!("no thread for the interpreter: {error}"))
            })?;
            let done = work();
            let interpreted = interpreter
                .join()
                .map_err(|_| CliError::new("the interpreter panicked; this is a bug in fvopt"))?;
            Ok((done?, interpreted))
        })
    }
}
