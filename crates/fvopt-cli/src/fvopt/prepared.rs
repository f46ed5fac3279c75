//! An entry with the data of its arguments: run by compiled code or by the interpreter.

use crate::{
    arguments::{Arguments, Data},
    bound::Unbound,
    error::CliError,
    interpreted::{self, Expected, Interpreted},
    memory, needs, npy, source,
};
use fvopt_interpreter::Array;
use fvopt_math::Math;
use fvopt_runtime::Strategy;
use fvopt_runtime::{Program, Target, cache::Cache, signature_of};
use mlir_shim::ir::OwnedModule;
use std::{cell::Cell, path::Path, time::Instant};

/// The domain when neither the program nor the command line says one.
const DEFAULT_DOMAIN: [i64; 3] = [32, 32, 16];

/// A program that is about to run, with the data of its arguments.
pub struct Prepared<'c> {
    /// The compiled side; without code yet.
    pub program: Program<'c>,
    /// Which arguments are one field: pairs (first, other).
    pub equal: Vec<(usize, usize)>,
    /// The data of every argument.
    pub data: Vec<Data>,
    /// The domain.
    pub domain: [i64; 3],
    /// Whether the cache had the code.
    pub is_cached: bool,
    /// Seconds of the compiler so far.
    prepare_s: f64,
    /// How many of the compiler's warnings were shown.
    shown: Cell<usize>,
}

/// Which sides run: compiled code, the interpreter, or both.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sides {
    /// Compiled code.
    Compiled,
    /// The interpreter.
    Interpreted,
    /// Both.
    Both,
}

/// The request of the command line.
pub struct Request<'a> {
    /// The entry.
    pub entry: &'a str,
    /// The domain, where the command line says it.
    pub domain: Option<[i64; 3]>,
    /// The arguments as the command line has them.
    pub arguments: &'a [String],
    /// Whether accesses are checked.
    pub checked: bool,
    /// Whose mathematical functions are used.
    pub math: Math,
    /// Which operations share a kernel.
    pub strategy: Strategy,
    /// Which sides run.
    pub sides: Sides,
    /// Where compiled programs are kept.
    pub cache: Option<Cache>,
}

/// Infers the required regions of an entry and makes its arguments. Makes no machine code.
pub fn prepare<'c>(
    module: &OwnedModule<'c>,
    request: &Request<'_>,
) -> Result<Prepared<'c>, CliError> {
    let entry = request.entry;
    let pinned = source::functions(module)
        .into_iter()
        .find(|op| op.symbol_name() == Some(entry))
        .and_then(signature_of)
        .and_then(|signature| signature.domain);
    let domain = request.domain.or(pinned).unwrap_or(DEFAULT_DOMAIN);
    let target = Target {
        domain: Some(domain),
        checked: request.checked,
        math: request.math,
        strategy: request.strategy,
        ..Target::host()
    };
    let start = Instant::now();
    let mut program = Program::new(module, entry, target)?;
    if let Some(cache) = &request.cache
        && request.sides != Sides::Interpreted
    {
        program = program.with_cache(cache.clone());
    }
    let signature = program.signature().clone();
    let arguments = Arguments::new(request.arguments, &signature)?;
    let equal = arguments.equal(&signature)?;
    let scalars = arguments.scalars(&signature)?;
    let numbers: Vec<Option<i64>> = (0..signature.arguments.len())
        .map(|number| scalars.get(&number).and_then(|scalar| scalar.to_i64()))
        .collect();
    // What is in the cache needs no pass.
    let is_cached = request.sides != Sides::Interpreted && program.reserve(&equal)?;
    let mut needed = program.required(&equal, domain, &numbers)?;
    needs::share_needs(module, &signature, &equal, &mut needed);
    let prepared = Prepared {
        program,
        equal,
        data: Vec::new(),
        domain,
        is_cached,
        prepare_s: 0.0,
        shown: Cell::new(0),
    };
    // Report known errors before anything takes long.
    prepared.show_warnings()?;
    let fields = arguments.sizes(&signature, domain, &needed);
    // The interpreter infers everything else itself.
    let temporaries = match request.sides {
        Sides::Interpreted => prepared.program.allocations(&prepared.equal)?,
        Sides::Compiled | Sides::Both => prepared.program.statistics(&prepared.equal)?,
    };
    let temporaries = temporaries.temporary_bytes(domain, &numbers);
    memory::check(domain, &fields, temporaries, request.sides)?;
    let prepare_s = start.elapsed().as_secs_f64();
    let data = arguments.data(&signature, domain, &needed)?;
    Ok(Prepared {
        data,
        prepare_s,
        ..prepared
    })
}

/// The fields after a run, by argument number.
pub type Fields = Vec<(usize, Array)>;

impl<'c> Prepared<'c> {
    /// For every argument its value, where it is a scalar.
    pub fn scalars(&self) -> Vec<Option<i64>> {
        let scalar = |data: &Data| match data {
            Data::Scalar(value) => value.to_i64(),
            Data::Field(_) | Data::Same(_) => None,
        };
        self.data.iter().map(scalar).collect()
    }

    /// Makes machine code; gives the seconds that it took from the module on.
    pub fn compile(&self) -> Result<f64, CliError> {
        let start = Instant::now();
        self.program.artifact(&self.equal)?;
        for problem in self
            .program
            .cache()
            .iter()
            .flat_map(|cache| cache.problems())
        {
            eprintln!("warning: {problem}");
        }
        let seconds = self.prepare_s + start.elapsed().as_secs_f64();
        self.show_warnings()?;
        Ok(seconds)
    }

    /// Shows the warnings of the compiler since the last call.
    fn show_warnings(&self) -> Result<(), CliError> {
        let warnings = self.program.warnings(&self.equal)?;
        for warning in &warnings[self.shown.get()..] {
            eprintln!("{warning}");
        }
        self.shown.set(warnings.len());
        Ok(())
    }

    /// Calls compiled code once, on fields of its own; the fields after it, and its seconds.
    pub fn step(&self, threads: u16) -> Result<(Fields, f64), CliError> {
        let (mut bound, _) = Unbound::new(self)?.bind()?;
        let seconds = bound.run(1, threads)?;
        Ok((bound.fields(), seconds[0]))
    }

    /// What the interpreter is to run.
    pub fn job(&self, repeat: u32, checked: bool) -> interpreted::Job<'_> {
        interpreted::Job {
            entry: &self.program.signature().entry,
            domain: self.domain,
            data: &self.data,
            repeat,
            checked,
            math: self.program.target().math,
        }
    }

    /// Runs the interpreter.
    pub fn interpret(
        &self,
        module: &OwnedModule<'_>,
        repeat: u32,
        checked: bool,
    ) -> Result<Interpreted, CliError> {
        self.job(repeat, checked).run(module)
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

/// The fields of a run by the interpreter, without what is undefined in them.
pub fn defined_or_not(expected: Expected) -> Fields {
    expected
        .into_iter()
        .map(|(number, array, _)| (number, array))
        .collect()
}
