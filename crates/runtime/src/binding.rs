//! Arguments checked once, and calls without further checks.

use crate::{
    Error, FieldMemory, Program, host::HostFunctions, running::Running, signature::ArgumentType,
    variant::Variant,
};
use mlir_shim::{
    engine::Function,
    ir::{Scalar, Symbol},
};
use std::rc::Rc;

/// The largest size of a domain on an axis.
pub const MAXIMUM_SIZE: i64 = 1 << 31;

/// An argument of a call.
#[derive(Clone, Debug)]
pub enum Argument {
    /// A field.
    Field(FieldMemory),
    /// A scalar: its type, and its value as an integer or the bits of a float.
    Scalar(Scalar, u64),
}

/// A program with arguments, ready to be called.
pub struct Binding {
    variant: Rc<Variant>,
    words: Vec<u64>,
    warnings: Vec<String>,
    // The memory that the words point to.
    _fields: Vec<FieldMemory>,
}

impl Program<'_> {
    /// Checks arguments against the program, as binding does, and makes no code: their number
    /// and types, that the fields hold what the program touches, and that no two overlap in part.
    pub fn check(&self, domain: [i64; 3], arguments: &[Argument]) -> Result<(), Error> {
        self.equal_after_checks(domain, arguments).map(|_| ())
    }

    /// Checks arguments against the program, once, and makes code where there is none.
    /// Passing the same field twice is fine: the code is compiled for it.
    pub fn bind(&self, domain: [i64; 3], arguments: &[Argument]) -> Result<Binding, Error> {
        let equal = self.equal_after_checks(domain, arguments)?;
        let variant = self.variant(&equal)?;
        let mut words: Vec<u64> = domain.iter().map(|size| *size as u64).collect();
        let mut fields = Vec::new();
        for argument in arguments {
            match argument {
                Argument::Field(field) => {
                    words.extend(field.words());
                    fields.push(field.clone());
                }
                Argument::Scalar(_, bits) => words.push(*bits),
            }
        }
        Ok(Binding {
            variant,
            words,
            warnings: Vec::new(),
            _fields: fields,
        })
    }

    /// Which arguments are one field, where all is well with them.
    fn equal_after_checks(
        &self,
        domain: [i64; 3],
        arguments: &[Argument],
    ) -> Result<Vec<(usize, usize)>, Error> {
        let signature = self.signature();
        check_domain(domain)?;
        if let Some(pinned) = self.options().domain
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
        let equal = self.equal_arguments(arguments)?;
        let scalars: Vec<Option<i64>> = arguments
            .iter()
            .map(|argument| match argument {
                Argument::Scalar(Scalar::F32 | Scalar::F64, _) | Argument::Field(_) => None,
                Argument::Scalar(_, bits) => Some(*bits as i64),
            })
            .collect();
        let required = self.required(&equal, domain, &scalars)?;
        for ((argument, (name, _)), part) in
            arguments.iter().zip(&signature.arguments).zip(required)
        {
            if let (Argument::Field(field), Some(part)) = (argument, part) {
                check_part(name, field, &part)?;
            }
        }
        Ok(equal)
    }

    /// Which arguments are one field, as pairs (first, other); an error where two overlap otherwise.
    pub fn equal_arguments(&self, arguments: &[Argument]) -> Result<Vec<(usize, usize)>, Error> {
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
            } else if let Some((first, other)) =
                earlier.iter().find(|(_, other)| other.overlaps(field))
            {
                let names = &self.signature().arguments;
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

fn check_type(name: &str, argument: &Argument, expected: &ArgumentType) -> Result<(), Error> {
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
        "argument `{name}` is a {found}, but the program takes a {wanted}"
    )))
}

fn describe(bounds: &fvopt_boxes::NumericBox) -> String {
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
fn check_part(
    name: &str,
    field: &FieldMemory,
    part: &fvopt_boxes::NumericBox,
) -> Result<(), Error> {
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

impl Binding {
    /// Runs the program. Fields hold the results afterwards.
    // The one place where compiled code is entered.
    #[allow(unsafe_code)]
    pub fn call(&mut self, functions: &mut dyn HostFunctions) -> Result<(), Error> {
        if let Some(missing) = self
            .variant
            .callbacks
            .iter()
            .find(|callback| !functions.has(&callback.name))
        {
            return Err(Error::Call(vec![format!(
                "error: the host has no function {}",
                Symbol(&missing.name)
            )]));
        }
        let function: Function<'_> = self
            .variant
            .engine
            .function(&self.variant.symbol)
            .map_err(|error| Error::Engine(error.to_string()))?;
        let mut running = Running::new(functions, &self.variant.callbacks, &self.variant.places);
        // SAFETY: the words follow the memory ABI that the code was compiled for:
        // types, number and sizes were checked when binding, and the fields live.
        let status = unsafe { function.call(&mut running, &mut self.words) };
        let (errors, warnings) = running.findings();
        self.warnings = warnings;
        if status == 0 && errors.is_empty() {
            Ok(())
        } else {
            Err(Error::Call(errors))
        }
    }

    /// What the last call warned of, in checked mode: positions that were clamped.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// What the code is made of.
    pub fn statistics(&self) -> &crate::Statistics {
        &self.variant.statistics
    }
}
