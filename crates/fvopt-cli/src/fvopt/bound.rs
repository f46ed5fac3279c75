//! A program with its fields: checked, then compiled and ready to be called.

use crate::{
    arguments::Data,
    error::CliError,
    hosts::Builtin,
    layout,
    prepared::{Fields, Prepared},
};
use fvopt_runtime::{Argument, ArgumentType, Binding, FieldMemory};
use std::{io::IsTerminal, time::Instant};

/// How many threads loops of compiled code use from now on.
pub fn set_threads(threads: u16) -> Result<(), CliError> {
    mlir_shim::engine::set_threads(usize::from(threads))
        .map_err(|error| CliError::new(error.to_string()))
}

/// A prepared program with its own, sufficient memory for the fields. There is no machine code yet.
pub struct Unbound<'p, 'c> {
    prepared: &'p Prepared<'c>,
    arguments: Vec<Argument>,
    /// The memory of every argument that is a field and not an alias.
    memories: Vec<Option<FieldMemory>>,
}

/// The binding of a prepared program to memory of its own.
pub struct Bound<'p, 'c> {
    prepared: &'p Prepared<'c>,
    binding: Binding<Builtin>,
    memories: Vec<Option<FieldMemory>>,
}

impl<'p, 'c> Unbound<'p, 'c> {
    /// Allocates the fields, fills them with the data before the run, and checks them.
    pub fn new(prepared: &'p Prepared<'c>) -> Result<Self, CliError> {
        let signature = prepared.program.signature();
        let mut memories: Vec<Option<FieldMemory>> = vec![None; prepared.data.len()];
        let mut arguments = Vec::new();
        for (number, data) in prepared.data.iter().enumerate() {
            arguments.push(match data {
                Data::Scalar(value) => Argument::Scalar(value.ty(), value.bits()),
                Data::Same(first) => Argument::Field(
                    memories[*first]
                        .clone()
                        .expect("aliases name earlier fields"),
                ),
                Data::Field(array) => {
                    let ArgumentType::Field(shape) = &signature.arguments[number].1 else {
                        return Err(CliError::new("a field stands where a scalar is expected"));
                    };
                    let memory = FieldMemory::zeros(shape, array.bounds())?;
                    let bytes = array.cells().to_bytes();
                    memory.write_bytes(&layout::to_memory(&bytes, shape, &array.bounds()))?;
                    memories[number] = Some(memory.clone());
                    Argument::Field(memory)
                }
            });
        }
        prepared.program.check(prepared.domain, &arguments)?;
        Ok(Self {
            prepared,
            arguments,
            memories,
        })
    }

    /// Makes machine code if there is none yet; gives the seconds that it took from the module on.
    pub fn bind(self) -> Result<(Bound<'p, 'c>, f64), CliError> {
        let Self {
            prepared,
            arguments,
            memories,
        } = self;
        let compile_s = prepared.compile()?;
        let binding = prepared
            .program
            .bind_with_host(prepared.domain, &arguments, Builtin)?;
        let bound = Bound {
            prepared,
            binding,
            memories,
        };
        Ok((bound, compile_s))
    }
}

impl Bound<'_, '_> {
    /// Makes one call and gives its seconds.
    pub fn call(&mut self) -> Result<f64, CliError> {
        let start = Instant::now();
        let done = self.binding.call();
        let seconds = start.elapsed().as_secs_f64();
        for warning in self.binding.warnings() {
            eprintln!("{warning}");
        }
        done?;
        Ok(seconds)
    }

    /// Makes some calls with the given number of threads, and gives the seconds of each.
    pub fn run(&mut self, repeat: u32, threads: u16) -> Result<Vec<f64>, CliError> {
        set_threads(threads)?;
        let mut seconds = Vec::new();
        let progress = std::io::stderr().is_terminal() && repeat > 1;
        for number in 0..repeat {
            seconds.push(self.call()?);
            if progress {
                eprint!("\rcall {} of {repeat}", number + 1);
            }
        }
        if progress {
            eprintln!();
        }
        Ok(seconds)
    }

    /// The fields as they are now.
    pub fn fields(&self) -> Fields {
        let mut fields = Vec::new();
        for (number, data) in self.prepared.data.iter().enumerate() {
            if let (Data::Field(array), Some(memory)) = (data, &self.memories[number]) {
                let mut after = array.clone();
                let bytes = memory.to_bytes();
                let bytes = layout::from_memory(&bytes, memory.shape(), &memory.bounds());
                after.cells_mut().set_bytes(&bytes);
                fields.push((number, after));
            }
        }
        fields
    }
}
