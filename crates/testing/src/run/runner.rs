//! One program, interpreted and compiled, on the same data.

use super::host::Mix;
use fvopt::host::Interpreted;
use fvopt_interpreter::{self as interpreter, Array, Number, difference};
use fvopt_math::Math;
use fvopt_runtime::{Argument, FieldMemory, FieldShape, Program};
use mlir_shim::ir::{OwnedModule, Scalar};

/// An argument of a run.
pub enum Data {
    /// A field: its shape, what it holds and where.
    Field(FieldShape, Array),
    /// The same field as an earlier argument.
    Same(usize),
    /// A scalar: its type and its bits.
    Scalar(Scalar, u64),
}

/// A field after a run, by argument; of the interpreter also which elements are
/// defined, where not all are (a swap with an allocation can leave some that are not).
pub struct After {
    number: usize,
    array: Array,
    defined: Option<Vec<bool>>,
}

impl After {
    /// The elements.
    pub fn array(&self) -> &Array {
        &self.array
    }
}

/// The fields after a run.
pub type Fields = Vec<After>;

/// The data of a program, `@main`, to be run in different ways.
pub struct Runner {
    /// The sizes of the domain.
    pub domain: [i64; 3],
    /// The arguments.
    pub data: Vec<Data>,
    /// Whose mathematical functions the interpreter uses.
    pub math: Math,
}

impl Runner {
    /// Runs the interpreter; the fields afterwards, or the error.
    pub fn interpret(&self, module: &OwnedModule<'_>) -> Result<Fields, String> {
        self.interpret_within(module, interpreter::Options::default().step_limit)
    }

    /// Runs the interpreter with a limit on the iterations of loops in bodies.
    pub fn interpret_within(
        &self,
        module: &OwnedModule<'_>,
        step_limit: u64,
    ) -> Result<Fields, String> {
        let mut kept: Vec<Option<interpreter::Field>> = vec![None; self.data.len()];
        let mut arguments = Vec::new();
        for (number, data) in self.data.iter().enumerate() {
            arguments.push(match data {
                Data::Scalar(ty, bits) => {
                    interpreter::Argument::Scalar(Number::from_bits(*ty, *bits))
                }
                Data::Same(first) => {
                    interpreter::Argument::Field(kept[*first].clone().expect("an earlier field"))
                }
                Data::Field(_, array) => {
                    let field = interpreter::Field::new(array.clone());
                    kept[number] = Some(field.clone());
                    interpreter::Argument::Field(field)
                }
            });
        }
        let options = interpreter::Options {
            checked: true,
            step_limit,
            threads: Some(1),
            math: self.math,
            host: Some(&mut Interpreted::new(Mix)),
        };
        interpreter::interpret(module.op(), "main", self.domain, &arguments, options)
            .map_err(|error| format!("{error}"))?;
        let fields = kept.into_iter().enumerate();
        Ok(fields
            .filter_map(|(number, field)| {
                let field = field?;
                Some(After {
                    number,
                    array: field.array(),
                    defined: field.defined(),
                })
            })
            .collect())
    }

    /// Runs compiled code; the fields afterwards, or the error of binding or running.
    pub fn compiled(&self, program: &Program<'_>) -> Result<Fields, String> {
        let mut memories: Vec<Option<FieldMemory>> = vec![None; self.data.len()];
        let mut arguments = Vec::new();
        for (number, data) in self.data.iter().enumerate() {
            arguments.push(match data {
                Data::Scalar(ty, bits) => Argument::Scalar(*ty, *bits),
                Data::Same(first) => {
                    Argument::Field(memories[*first].clone().expect("an earlier field"))
                }
                Data::Field(shape, array) => {
                    let memory = FieldMemory::zeros(shape, array.bounds())
                        .map_err(|error| error.to_string())?;
                    memory
                        .write_bytes(&array.cells().to_bytes())
                        .map_err(|error| error.to_string())?;
                    memories[number] = Some(memory.clone());
                    Argument::Field(memory)
                }
            });
        }
        let text = |error: fvopt_runtime::Error| format!("{error}");
        let mut binding = program
            .bind_with_host(self.domain, &arguments, Mix)
            .map_err(text)?;
        binding.call().map_err(text)?;
        let fields = memories.into_iter().zip(&self.data).enumerate();
        Ok(fields
            .filter_map(|(number, (memory, data))| {
                let (Some(memory), Data::Field(_, before)) = (memory, data) else {
                    return None;
                };
                let mut array = before.clone();
                array.cells_mut().set_bytes(&memory.to_bytes());
                Some(After {
                    number,
                    array,
                    defined: None,
                })
            })
            .collect())
    }

    /// Says where two runs differ.
    pub fn compare(&self, expected: &Fields, found: &Fields) -> Result<(), String> {
        for (expected, found) in expected.iter().zip(found) {
            let defined = expected.defined.as_deref();
            let apart = difference(&found.array, &expected.array, defined);
            if let Some(at) = apart.first {
                let bounds = found.array.bounds();
                let volume = bounds.volume().unwrap_or(1).max(1);
                let point = bounds.points().nth(at % volume);
                let value = |array: &Array| {
                    point
                        .and_then(|point| array.get(at / volume, point))
                        .map_or("nothing".to_string(), |number| number.to_string())
                };
                return Err(format!(
                    "argument {} at {point:?} (element {at} of {bounds:?}) is {}, not {}",
                    expected.number,
                    value(&found.array),
                    value(&expected.array)
                ));
            }
        }
        Ok(())
    }
}
