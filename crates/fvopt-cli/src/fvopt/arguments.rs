//! `--arg NAME=...`: what every argument of the entry is.

use crate::{error::CliError, npy};
use fvopt_boxes::NumericBox;
use fvopt_interpreter::{Array, Number, Shape};
use fvopt_runtime::{ArgumentType, FieldShape, Signature};
use mlir_shim::ir::{Scalar, Symbol};
use std::{collections::BTreeMap, path::PathBuf};

/// The seed of arguments that are not named.
const DEFAULT_SEED: u64 = 1;

/// The value of an `--arg` option.
#[derive(Clone, Debug)]
enum Value {
    Text(String),
    File(PathBuf, Option<[i64; 3]>),
    Random(u64),
    Zeros,
    Alias(String),
}

/// An argument with its data.
#[derive(Clone, Debug)]
pub enum Data {
    /// A field, before the run.
    Field(Array),
    /// The same field as an earlier argument.
    Same(usize),
    /// A scalar.
    Scalar(Number),
}

/// How large a field is.
pub struct Size {
    /// Its name in errors.
    pub what: String,
    /// Its bytes.
    pub bytes: u128,
}

/// The arguments as the command line gives them.
pub struct Arguments {
    values: Vec<Option<Value>>,
}

fn value(text: &str) -> Result<Value, String> {
    if let Some(seed) = text.strip_prefix("random:") {
        let seed = seed
            .parse()
            .map_err(|_| format!("`{text}`: the seed is a number from 0 on"))?;
        return Ok(Value::Random(seed));
    }
    if let Some(other) = text.strip_prefix("same:") {
        return Ok(Value::Alias(other.to_string()));
    }
    let (file, origin) = match text.rsplit_once('@') {
        Some((file, origin)) if file.ends_with(".npy") => {
            let numbers: Option<Vec<i64>> = origin
                .split(',')
                .map(|number| number.trim().parse().ok())
                .collect();
            let origin = numbers
                .and_then(|numbers| <[i64; 3]>::try_from(numbers).ok())
                .ok_or_else(|| {
                    format!(
                        "`{text}`: after @ comes the index of the domain's first point, as I,J,K \
                         (negative where the array starts behind it)"
                    )
                })?;
            (file, Some(origin))
        }
        _ => (text, None),
    };
    Ok(match file {
        "zeros" => Value::Zeros,
        file if file.ends_with(".npy") => Value::File(PathBuf::from(file), origin),
        text => Value::Text(text.to_string()),
    })
}

impl Arguments {
    /// Matches `NAME=VALUE` texts with the arguments of an entry.
    pub fn new(texts: &[String], signature: &Signature) -> Result<Self, CliError> {
        let mut values = vec![None; signature.arguments.len()];
        for text in texts {
            let (name, given) = text
                .split_once('=')
                .ok_or_else(|| CliError::new(format!("--arg {text}: expected NAME=VALUE")))?;
            let position = signature
                .arguments
                .iter()
                .position(|(other, _)| other == name)
                .ok_or_else(|| {
                    let names: Vec<&str> = signature
                        .arguments
                        .iter()
                        .map(|(name, _)| name.as_str())
                        .collect();
                    CliError::new(format!(
                        "{} has no argument `{name}`; its arguments are: {}",
                        Symbol(&signature.entry),
                        names.join(", ")
                    ))
                })?;
            if values[position].is_some() {
                return Err(CliError::new(format!("argument `{name}` is given twice")));
            }
            let value = value(given)
                .map_err(|error| CliError::new(format!("argument `{name}`: {error}")))?;
            values[position] = Some(value);
        }
        Ok(Self { values })
    }

    /// Which arguments are said to be the same field: pairs (first, other).
    pub fn equal(&self, signature: &Signature) -> Result<Vec<(usize, usize)>, CliError> {
        let mut pairs = Vec::new();
        for (number, value) in self.values.iter().enumerate() {
            let Some(Value::Alias(other)) = value else {
                continue;
            };
            let name = &signature.arguments[number].0;
            let first = signature
                .arguments
                .iter()
                .position(|(candidate, _)| candidate == other);
            let first = first.filter(|first| *first < number).ok_or_else(|| {
                CliError::new(format!(
                    "argument `{name}`: same:{other} does not name an argument before it"
                ))
            })?;
            if signature.arguments[first].1 != signature.arguments[number].1 {
                return Err(CliError::new(format!(
                    "argument `{name}` cannot be the same as `{other}`: their types differ"
                )));
            }
            // A chain of aliases refers to its first.
            let root = pairs
                .iter()
                .find(|(_, second)| *second == first)
                .map_or(first, |(root, _)| *root);
            pairs.push((root, number));
        }
        Ok(pairs)
    }

    /// The scalars, in the positions of the arguments.
    pub fn scalars(&self, signature: &Signature) -> Result<BTreeMap<usize, Number>, CliError> {
        let mut scalars = BTreeMap::new();
        for (number, (name, ty)) in signature.arguments.iter().enumerate() {
            if let ArgumentType::Scalar(scalar) = ty {
                scalars.insert(number, self.scalar(number, name, *scalar)?);
            }
        }
        Ok(scalars)
    }

    fn scalar(&self, number: usize, name: &str, scalar: Scalar) -> Result<Number, CliError> {
        let seed = match &self.values[number] {
            None => DEFAULT_SEED,
            Some(Value::Random(seed)) => *seed,
            Some(Value::Zeros) => return Ok(Number::from_bits(scalar, 0)),
            Some(Value::Text(text)) => return parse_scalar(name, text, scalar),
            Some(Value::File(path, _)) => {
                return Err(CliError::new(format!(
                    "argument `{name}` is a scalar of type {}, not the file {}",
                    scalar.name(),
                    path.display()
                )));
            }
            Some(Value::Alias(_)) => {
                return Err(CliError::new(format!(
                    "argument `{name}` is a scalar: same: is for fields"
                )));
            }
        };
        let mut random = Random::new(seed, name);
        Ok(Number::from_bits(scalar, random.element(scalar)))
    }

    /// The sizes of the fields and their names in errors; a field that is passed twice counts once. The
    /// size of a file stands for its array, so that nothing is read.
    pub fn sizes(
        &self,
        signature: &Signature,
        domain: [i64; 3],
        needed: &[Option<NumericBox>],
    ) -> Vec<Size> {
        let mut sizes = Vec::new();
        for (number, (name, ty)) in signature.arguments.iter().enumerate() {
            let ArgumentType::Field(field) = ty else {
                continue;
            };
            sizes.push(match &self.values[number] {
                Some(Value::Alias(_)) => continue,
                Some(Value::File(path, _)) => Size {
                    what: format!("argument `{name}`, {}", path.display()),
                    // An error for a file that cannot be read comes when it is read.
                    bytes: std::fs::metadata(path).map_or(0, |file| u128::from(file.len())),
                },
                _ => {
                    let part = needed.get(number).copied().flatten();
                    let (low, high) = extent(field, domain, part);
                    let axes = (0..3).filter(|axis| field.has_axis(*axis));
                    let mut bytes = (field.components() * field.element.bytes()) as u128;
                    let mut ranges = Vec::new();
                    for axis in axes {
                        let (low, high) = (low[axis], high[axis]);
                        bytes = bytes.saturating_mul(u128::from(high.abs_diff(low)));
                        ranges.push(format!("{} = {low} to {high}", ["i", "j", "k"][axis]));
                    }
                    Size {
                        what: format!("argument `{name}` on ({})", ranges.join(", ")),
                        bytes,
                    }
                }
            });
        }
        sizes
    }

    /// All arguments with their data; fields hold at least what is needed.
    pub fn data(
        &self,
        signature: &Signature,
        domain: [i64; 3],
        needed: &[Option<NumericBox>],
    ) -> Result<Vec<Data>, CliError> {
        let equal = self.equal(signature)?;
        let scalars = self.scalars(signature)?;
        let mut data = Vec::new();
        for (number, (name, ty)) in signature.arguments.iter().enumerate() {
            data.push(match ty {
                ArgumentType::Scalar(_) => Data::Scalar(scalars[&number]),
                ArgumentType::Field(shape) => {
                    match equal.iter().find(|(_, second)| *second == number) {
                        Some((first, _)) => Data::Same(*first),
                        None => {
                            let needed = needed.get(number).copied().flatten();
                            Data::Field(self.field(number, name, shape, domain, needed)?)
                        }
                    }
                }
                other => {
                    return Err(CliError::new(format!(
                        "argument `{name}` is of a kind that no value can be given for: {other:?}"
                    )));
                }
            });
        }
        Ok(data)
    }

    fn field(
        &self,
        number: usize,
        name: &str,
        field: &FieldShape,
        domain: [i64; 3],
        needed: Option<NumericBox>,
    ) -> Result<Array, CliError> {
        let shape = Shape {
            axes: field.axes,
            data: field.data.clone(),
            element: field.element,
        };
        let (low, high) = extent(field, domain, needed);
        let failed = |error: String| CliError::new(format!("argument `{name}`: {error}"));
        let filled = |value: &mut dyn FnMut() -> Number| {
            Array::from_fn(shape.clone(), low, high, |_, _| value()).map_err(failed)
        };
        let seed = match &self.values[number] {
            None => DEFAULT_SEED,
            Some(Value::Random(seed)) => *seed,
            Some(Value::Zeros) => {
                return Array::zeros(shape, low, high).map_err(failed);
            }
            Some(Value::File(path, origin)) => {
                return npy::read_field(name, path, &shape, domain, (low, high), *origin);
            }
            Some(Value::Text(text)) => {
                let number = parse_scalar(name, text, field.element)?;
                return filled(&mut || number);
            }
            Some(Value::Alias(_)) => {
                return Err(CliError::new(format!(
                    "argument `{name}`: an alias has no data of its own"
                )));
            }
        };
        let mut random = Random::new(seed, name);
        filled(&mut || Number::from_bits(field.element, random.element(field.element)))
    }
}

/// Where an argument without a file lies: on the domain and all that is needed.
fn extent(
    field: &FieldShape,
    domain: [i64; 3],
    needed: Option<NumericBox>,
) -> ([i64; 3], [i64; 3]) {
    let (mut low, mut high) = ([0; 3], domain);
    if let Some(needed) = needed {
        let empty =
            (0..3).any(|axis| field.has_axis(axis) && needed.high[axis] <= needed.low[axis]);
        for axis in (0..3).filter(|axis| field.has_axis(*axis) && !empty) {
            // Open ends are known only when the program runs.
            if needed.low[axis] != i64::MIN {
                low[axis] = low[axis].min(needed.low[axis]);
            }
            if needed.high[axis] != i64::MAX {
                high[axis] = high[axis].max(needed.high[axis]);
            }
        }
    }
    (low, high)
}

fn parse_scalar(name: &str, text: &str, scalar: Scalar) -> Result<Number, CliError> {
    let wrong = || {
        CliError::new(format!(
            "argument `{name}`: `{text}` is not a value of type {} (nor a .npy file, random:SEED, zeros or same:NAME)",
            scalar.name()
        ))
    };
    Ok(match scalar {
        Scalar::F64 => Number::f64(text.parse().map_err(|_| wrong())?),
        Scalar::F32 => Number::f32(text.parse().map_err(|_| wrong())?),
        Scalar::I1 => match text {
            "true" | "1" => Number::integer(scalar, 1),
            "false" | "0" => Number::integer(scalar, 0),
            _ => return Err(wrong()),
        },
        _ => {
            let value: i64 = text.parse().map_err(|_| wrong())?;
            let bits = 8 * scalar.bytes() as u32;
            if bits < 64 && (value < -(1 << (bits - 1)) || value >= 1 << (bits - 1)) {
                return Err(wrong());
            }
            Number::integer(scalar, value)
        }
    })
}

/// A small generator (splitmix64) so that the data of a seed never changes.
struct Random(u64);

impl Random {
    /// The generator of an argument: the same seed gives every argument different numbers.
    fn new(seed: u64, name: &str) -> Self {
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        for byte in name.bytes() {
            state = (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        Self(state)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// The bits of an element: floats from 1 up to 2 (so that quotients are tame), integers from 0 to 3.
    fn element(&mut self, scalar: Scalar) -> u64 {
        let unit = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        match scalar {
            Scalar::F64 => (1.0 + unit).to_bits(),
            Scalar::F32 => u64::from((1.0 + unit as f32 * 0.999).to_bits()),
            Scalar::I1 => self.next() >> 63,
            _ => self.next() >> 62,
        }
    }
}
