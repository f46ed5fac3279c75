//! A compiled program with its fields, ready to be called.

use crate::{
    arguments::Data,
    error::CliError,
    hosts::Builtin,
    prepared::{Fields, Prepared},
};
use fvopt_runtime::{Argument, ArgumentType, Binding, FieldMemory};
use std::time::Instant;

/// The binding of a prepared program to memory of its own.
pub struct Bound<'p, 'c> {
    prepared: &'p Prepared<'c>,
    binding: Binding,
    /// The memory of every argument that is a field and not an alias.
    memories: Vec<Option<FieldMemory>>,
}

impl<'p, 'c> Bound<'p, 'c> {
    /// Allocates the fields, fills them with the data before the run, and binds them.
    pub fn new(prepared: &'p Prepared<'c>, threads: u16) -> Result<Self, CliError> {
        mlir_shim::engine::set_threads(usize::from(threads))
            .map_err(|error| CliError::new(error.to_string()))?;
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
                    memory.write_bytes(&array.cells().to_bytes());
                    memories[number] = Some(memory.clone());
                    Argument::Field(memory)
                }
            });
        }
        let binding = prepared.program.bind(prepared.domain, &arguments)?;
        Ok(Self {
            prepared,
            binding,
            memories,
        })
    }

    /// Makes one call and gives its seconds.
    pub fn call(&mut self) -> Result<f64, CliError> {
        let start = Instant::now();
        let done = self.binding.call(&mut Builtin);
        let seconds = start.elapsed().as_secs_f64();
        for warning in self.binding.warnings() {
            eprintln!("{warning}");
        }
        done?;
        Ok(seconds)
    }

    /// The fields as they are now.
    pub fn fields(&self) -> Fields {
        let mut fields = Vec::new();
        for (number, data) in self.prepared.data.iter().enumerate() {
            if let (Data::Field(array), Some(memory)) = (data, &self.memories[number]) {
                let mut after = array.clone();
                after.cells_mut().set_bytes(&memory.to_bytes());
                fields.push((number, after));
            }
        }
        fields
    }
}
