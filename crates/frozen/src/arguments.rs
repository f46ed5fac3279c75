//! Arguments, and what is checked of them before a call.

use crate::{
    Error, FieldMemory,
    signature::{ArgumentType, Signature},
};
use fvopt_boxes::NumericBox;
use fvopt_native::{Scalar, Symbol};

/// The largest size of a domain on an axis.
const MAXIMUM_SIZE: i64 = 1 << 31;

/// An argument of a call.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Argument {
    /// A field.
    Field(FieldMemory),
    /// A scalar: its type, and its value as an integer or the bits of a float.
    Scalar(Scalar, u64),
}

impl From<FieldMemory> for Argument {
    fn from(field: FieldMemory) -> Self {
        Self::Field(field)
    }
}

/// Scalars of Rust's types; `usize` stands for `index`.
macro_rules! scalars {
    ($($ty:ty, $scalar:ident, $value:ident => $bits:expr;)*) => {
        $(impl From<$ty> for Argument {
            fn from($value: $ty) -> Self {
                Self::Scalar(Scalar::$scalar, $bits)
            }
        })*
    };
}

scalars! {
    f32, F32, value => u64::from(value.to_bits());
    f64, F64, value => value.to_bits();
    bool, I1, value => u64::from(value);
    i8, I8, value => i64::from(value) as u64;
    i16, I16, value => i64::from(value) as u64;
    i32, I32, value => i64::from(value) as u64;
    i64, I64, value => value as u64;
    usize, Index, value => value as u64;
}

/// Which arguments are one field, as pairs (first, other).
pub type Pattern = Vec<(usize, usize)>;

/// The domain is one that the program is for, and the arguments are as many as it takes and of
/// the types that it takes.
pub fn check_types(
    signature: &Signature,
    pinned: Option<[i64; 3]>,
    domain: [i64; 3],
    arguments: &[Argument],
) -> Result<(), Error> {
    check_domain(domain)?;
    if let Some(pinned) = pinned
        && pinned != domain
    {
        return Err(Error::Bind(format!(
            "{} is compiled for the domain {pinned:?}, not {domain:?}",
            Symbol(&signature.entry)
        )));
    }
    if arguments.len() != signature.arguments.len() {
        return Err(Error::Bind(format!(
            "{} takes {} arguments, but {} are given",
            Symbol(&signature.entry),
            signature.arguments.len(),
            arguments.len()
        )));
    }
    for (argument, (name, ty)) in arguments.iter().zip(&signature.arguments) {
        check_type(name, argument, ty)?;
    }
    Ok(())
}

/// The scalars that code has as constants have these values.
pub(crate) fn check_constants(
    signature: &Signature,
    constants: &[(usize, u64)],
    arguments: &[Argument],
) -> Result<(), Error> {
    for (number, wanted) in constants {
        if let Some(Argument::Scalar(scalar, bits)) = arguments.get(*number)
            && !same_value(*scalar, *bits, *wanted)
        {
            return Err(Error::Bind(format!(
                "{} is specialized for another value of `{}` (the bits {wanted:#x}, not {bits:#x}); compile it for \
                 this value, or without specializing",
                Symbol(&signature.entry),
                signature.arguments[*number].0
            )));
        }
    }
    Ok(())
}

/// Whether the bits that count are the same.
fn same_value(scalar: Scalar, left: u64, right: u64) -> bool {
    let unused = match scalar {
        Scalar::I1 => 63,
        _ => 64 - 8 * scalar.bytes() as u32,
    };
    (left ^ right) << unused == 0
}

/// The values of scalars that are integers, for every argument.
pub fn integers(arguments: &[Argument]) -> Vec<Option<i64>> {
    arguments
        .iter()
        .map(|argument| match argument {
            Argument::Scalar(Scalar::F32 | Scalar::F64, _) | Argument::Field(_) => None,
            Argument::Scalar(_, bits) => Some(*bits as i64),
        })
        .collect()
}

/// Which arguments are one field; an error where two overlap otherwise.
pub fn equal(signature: &Signature, arguments: &[Argument]) -> Result<Pattern, Error> {
    let fields: Vec<(usize, &FieldMemory)> = arguments
        .iter()
        .enumerate()
        .filter_map(|(number, argument)| match argument {
            Argument::Field(field) => Some((number, field)),
            Argument::Scalar(..) => None,
        })
        .collect();
    let mut equal = Vec::new();
    // Quadratic in the number of arguments of one entry, which is small.
    for (position, (number, field)) in fields.iter().enumerate() {
        let earlier = &fields[..position];
        if let Some((first, _)) = earlier.iter().find(|(_, other)| other.is_same(field)) {
            equal.push((*first, *number));
        } else if let Some((first, other)) = earlier.iter().find(|(_, other)| other.overlaps(field))
        {
            let names = &signature.arguments;
            return Err(Error::Bind(format!(
                "arguments `{}` ({}) and `{}` ({}) overlap in part; pass the same field twice, or fields that \
                 share no element",
                names[*first].0,
                describe(&other.bounds()),
                names[*number].0,
                describe(&field.bounds())
            )));
        }
    }
    Ok(equal)
}

/// The fields hold what the program touches.
pub fn check_parts(
    signature: &Signature,
    arguments: &[Argument],
    required: &[Option<NumericBox>],
) -> Result<(), Error> {
    for ((argument, (name, _)), part) in arguments.iter().zip(&signature.arguments).zip(required) {
        if let (Argument::Field(field), Some(part)) = (argument, part) {
            check_part(name, field, part)?;
        }
    }
    Ok(())
}

/// The sizes of a domain are positive and not absurd.
fn check_domain(domain: [i64; 3]) -> Result<(), Error> {
    for (axis, size) in ["i", "j", "k"].into_iter().zip(domain) {
        if !(1..=MAXIMUM_SIZE).contains(&size) {
            return Err(Error::Bind(format!(
                "the domain has size {size} on axis {axis}, but sizes go from 1 to {MAXIMUM_SIZE}"
            )));
        }
    }
    Ok(())
}

pub(crate) fn check_type(
    name: &str,
    argument: &Argument,
    expected: &ArgumentType,
) -> Result<(), Error> {
    let (found, wanted) = match (argument, expected) {
        (Argument::Field(field), ArgumentType::Field(shape)) if field.shape() == shape => {
            return Ok(());
        }
        (Argument::Scalar(scalar, _), ArgumentType::Scalar(wanted)) if scalar == wanted => {
            return Ok(());
        }
        (Argument::Field(field), _) => (field.shape().to_string(), expected),
        (Argument::Scalar(scalar, _), _) => (scalar.name().to_string(), expected),
    };
    let wanted = match wanted {
        ArgumentType::Field(shape) => shape.to_string(),
        ArgumentType::Scalar(scalar) => scalar.name().to_string(),
    };
    Err(Error::Bind(format!(
        "argument `{name}` has the type {found}, but the program takes {wanted}"
    )))
}

fn describe(bounds: &NumericBox) -> String {
    let ranges: Vec<String> = (0..3)
        .map(|axis| {
            format!(
                "{} = {} to {}",
                ["i", "j", "k"][axis],
                bounds.low[axis],
                bounds.high[axis]
            )
        })
        .collect();
    ranges.join(", ")
}

/// The field holds the part, except for ends that are only known when running.
pub(crate) fn check_part(name: &str, field: &FieldMemory, part: &NumericBox) -> Result<(), Error> {
    let shape = field.shape();
    let is_empty = (0..3).any(|axis| shape.has_axis(axis) && part.high[axis] <= part.low[axis]);
    if is_empty {
        return Ok(());
    }
    let bounds = field.bounds();
    for axis in (0..3).filter(|axis| shape.has_axis(*axis)) {
        let letter = ["i", "j", "k"][axis];
        if part.low[axis] != i64::MIN && part.low[axis] < bounds.low[axis] {
            return Err(Error::Bind(format!(
                "argument `{name}` is too small on the low side of axis {letter}: the program needs it from {} on, \
                 but it starts at {} (coordinate 0 is the first point of the domain)",
                part.low[axis], bounds.low[axis]
            )));
        }
        if part.high[axis] != i64::MAX && part.high[axis] > bounds.high[axis] {
            return Err(Error::Bind(format!(
                "argument `{name}` is too small on the high side of axis {letter}: the program needs it up to {}, \
                 but it ends at {} (coordinate 0 is the first point of the domain)",
                part.high[axis], bounds.high[axis]
            )));
        }
    }
    Ok(())
}
