//! An entry, compiled, with the data of its arguments: run by compiled code or by the interpreter.

use crate::{
    arguments::{Arguments, Data},
    bound::Bound,
    error::CliError,
    hosts::Builtin,
    needs, npy, source,
};
use fvopt::host::Interpreted;
use fvopt_interpreter::{self as interpreter, Array};
use fvopt_runtime::{Options, Program, Signature};
use mlir_shim::ir::OwnedModule;
use std::{io::IsTerminal, path::Path, time::Instant};

/// The domain when neither the program nor the command line says one.
const DEFAULT_DOMAIN: [i64; 3] = [32, 32, 16];

/// A program that is about to run: what it takes and the data before the run.
pub struct Prepared<'c> {
    /// The compiled side.
    pub program: Program<'c>,
    /// Which arguments are one field: pairs (first, other).
    pub equal: Vec<(usize, usize)>,
    /// The data of every argument.
    pub data: Vec<Data>,
    /// The domain.
    pub domain: [i64; 3],
    /// Seconds from the module to machine code.
    pub compile_s: f64,
}

/// Compiles an entry and makes its arguments.
pub fn prepare<'c>(
    module: &OwnedModule<'c>,
    entry: &str,
    domain: Option<[i64; 3]>,
    arguments: &[String],
    checked: bool,
) -> Result<Prepared<'c>, CliError> {
    let pinned = source::functions(module)
        .into_iter()
        .find(|op| op.symbol_name() == Some(entry))
        .and_then(Signature::of)
        .and_then(|signature| signature.domain);
    let domain = domain.or(pinned).unwrap_or(DEFAULT_DOMAIN);
    let options = Options {
        domain: Some(domain),
        checked,
        ..Options::default()
    };
    let start = Instant::now();
    let program = Program::new(module, entry, options)?;
    let signature = program.signature().clone();
    let arguments = Arguments::new(arguments, &signature)?;
    let equal = arguments.equal(&signature)?;
    let scalars = arguments.scalars(&signature)?;
    let numbers: Vec<Option<i64>> = (0..signature.arguments.len())
        .map(|number| scalars.get(&number).and_then(|scalar| scalar.to_i64()))
        .collect();
    let mut needed = program.required(&equal, domain, &numbers)?;
    needs::share_needs(module, &signature, &equal, &mut needed);
    let temporaries = program
        .statistics(&equal)?
        .temporary_bytes(domain, &numbers);
    program.compile(&equal)?;
    let compile_s = start.elapsed().as_secs_f64();
    needs::check_memory(&signature, domain, &needed, temporaries)?;
    let data = arguments.data(&signature, domain, &needed)?;
    Ok(Prepared {
        program,
        equal,
        data,
        domain,
        compile_s,
    })
}

/// The fields after a run, by argument number.
pub type Fields = Vec<(usize, Array)>;

/// The fields that the interpreter gives, and which of their elements are
/// defined (all where `None`): a swap can leave an argument with points that
/// were never written.
pub type Expected = Vec<(usize, Array, Option<Vec<bool>>)>;

impl Prepared<'_> {
    /// For every argument its value, where it is a scalar.
    pub fn scalars(&self) -> Vec<Option<i64>> {
        let scalar = |data: &Data| match data {
            Data::Scalar(value) => value.to_i64(),
            Data::Field(_) | Data::Same(_) => None,
        };
        self.data.iter().map(scalar).collect()
    }

    /// Runs compiled code and gives the fields and the seconds of every call.
    pub fn run(&self, repeat: u32, threads: u16) -> Result<(Fields, Vec<f64>), CliError> {
        let mut bound = Bound::new(self, threads)?;
        let mut seconds = Vec::new();
        let progress = std::io::stderr().is_terminal() && repeat > 1;
        for number in 0..repeat {
            seconds.push(bound.call()?);
            if progress {
                eprint!("\rcall {} of {repeat}", number + 1);
            }
        }
        if progress {
            eprintln!();
        }
        Ok((bound.fields(), seconds))
    }

    /// Runs the interpreter and gives the fields.
    pub fn interpret(
        &self,
        module: &OwnedModule<'_>,
        repeat: u32,
        checked: bool,
    ) -> Result<Expected, CliError> {
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
        let entry = &self.program.signature().entry;
        for _ in 0..repeat {
            let mut host = Interpreted::new(Builtin);
            let options = interpreter::Options {
                checked,
                host: Some(&mut host),
                ..interpreter::Options::default()
            };
            let report =
                interpreter::interpret(module.op(), entry, self.domain, &arguments, options)?;
            if report.status != 0 {
                return Err(CliError::new(host.ended.unwrap_or_else(|| {
                    format!(
                        "a host function ended the run with status {}",
                        report.status
                    )
                })));
            }
            for clamped in &report.clamped {
                eprintln!("{clamped}");
            }
        }
        Ok(kept
            .into_iter()
            .enumerate()
            .filter_map(|(number, field)| {
                field.map(|field| (number, field.array(), field.defined()))
            })
            .collect())
    }

    /// Writes fields under the names of their arguments.
    pub fn write(&self, path: &Path, fields: Fields) -> Result<(), CliError> {
        let named: Vec<(String, Array)> = fields
            .into_iter()
            .map(|(number, array)| (self.name(number).to_string(), array))
            .collect();
        npy::write_npz(path, &named)
    }

    /// The name of an argument.
    pub fn name(&self, number: usize) -> &str {
        &self.program.signature().arguments[number].0
    }
}
