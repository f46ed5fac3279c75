//! One program, interpreted and compiled, on the same data.

use super::host::Mix;
use crate::program::Case;
use fvopt_interpreter::{self as interpreter, Array, Cells, Number};
use fvopt_runtime::{Argument, FieldMemory, FieldShape, Program};
use mlir_shim::ir::{OwnedModule, Scalar};

fn bytes(array: &Array) -> Vec<u8> {
    match array.cells() {
        Cells::F64(cells) => cells.iter().flat_map(|cell| cell.to_ne_bytes()).collect(),
        Cells::F32(cells) => cells.iter().flat_map(|cell| cell.to_ne_bytes()).collect(),
        Cells::I1(cells) => cells.clone(),
        Cells::I8(cells) => cells.iter().map(|cell| *cell as u8).collect(),
        Cells::I16(cells) => cells.iter().flat_map(|cell| cell.to_ne_bytes()).collect(),
        Cells::I32(cells) => cells.iter().flat_map(|cell| cell.to_ne_bytes()).collect(),
        Cells::I64(cells) => cells.iter().flat_map(|cell| cell.to_ne_bytes()).collect(),
    }
}

/// The first element that differs; any NaN equals any NaN.
fn difference(element: Scalar, left: &[u8], expected: &After) -> Option<(usize, String)> {
    let size = element.bytes();
    let pairs = left.chunks(size).zip(expected.bytes.chunks(size));
    pairs.enumerate().find_map(|(number, (left, right))| {
        let defined = expected.defined.as_ref();
        if left == right || defined.is_some_and(|defined| !defined[number]) {
            return None;
        }
        let number_of = |bytes: &[u8]| match element {
            Scalar::F64 => f64::from_ne_bytes(bytes.try_into().unwrap_or_default()),
            Scalar::F32 => f64::from(f32::from_ne_bytes(bytes.try_into().unwrap_or_default())),
            _ => f64::from(bytes[0]),
        };
        let (left, right) = (number_of(left), number_of(right));
        (!(left.is_nan() && right.is_nan())).then(|| (number, format!("{left:?}, not {right:?}")))
    })
}

/// The data of a run.
pub enum Data {
    Field(FieldShape, Array),
    Same(usize),
    Scalar(Scalar, u64),
}

/// The bytes of the fields after a run, by argument; of the interpreter also which elements are
/// defined, where not all are (a swap with an allocation can leave some that are not).
pub struct After {
    number: usize,
    bytes: Vec<u8>,
    defined: Option<Vec<bool>>,
}

pub type Fields = Vec<After>;

/// A program with its data, to be run in different ways.
pub struct Runner<'a> {
    pub case: &'a Case,
    pub data: Vec<Data>,
}

impl Runner<'_> {
    pub fn interpret(&self, module: &OwnedModule<'_>) -> Result<(Fields, bool), String> {
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
            threads: Some(1),
            host: Some(&mut Mix),
            ..interpreter::Options::default()
        };
        let report =
            interpreter::interpret(module.op(), "main", self.case.domain, &arguments, options)
                .map_err(|error| format!("{error}"))?;
        let fields = kept.into_iter().enumerate();
        let fields = fields
            .filter_map(|(number, field)| {
                let field = field?;
                Some(After {
                    number,
                    bytes: bytes(&field.array()),
                    defined: field.defined(),
                })
            })
            .collect();
        Ok((fields, report.clamped.is_empty()))
    }

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
                    memory.write_bytes(&bytes(array));
                    memories[number] = Some(memory.clone());
                    Argument::Field(memory)
                }
            });
        }
        let text = |error: fvopt_runtime::Error| format!("{error}");
        let mut binding = program.bind(self.case.domain, &arguments).map_err(text)?;
        binding.call(&mut Mix).map_err(text)?;
        let fields = memories.into_iter().enumerate();
        Ok(fields
            .filter_map(|(number, memory)| {
                Some(After {
                    number,
                    bytes: memory?.to_bytes(),
                    defined: None,
                })
            })
            .collect())
    }

    pub fn compare(&self, expected: &Fields, found: &Fields) -> Result<(), String> {
        for (expected, found) in expected.iter().zip(found) {
            let number = expected.number;
            let Data::Field(shape, array) = &self.data[number] else {
                continue;
            };
            if let Some((at, text)) = difference(shape.element, &found.bytes, expected) {
                let point = array
                    .bounds()
                    .points()
                    .nth(at % array.bounds().volume().unwrap_or(1).max(1));
                return Err(format!(
                    "argument {number} at {point:?} (element {at} of {:?}) is {text}",
                    array.bounds()
                ));
            }
        }
        Ok(())
    }
}
