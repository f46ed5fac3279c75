//! What an entry takes.

use fvopt_boxes::Axes;
use fvopt_lowering::abi::{self, Dimension};
use mlir_shim::ir::{Op, Scalar, Ty};
use std::fmt;

/// The shape of a field argument.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldShape {
    /// Bit a is set when axis a (0 i, 1 j, 2 k) is there.
    pub axes: Axes,
    /// Sizes of the trailing data dimensions.
    pub data: Vec<i64>,
    /// The element type.
    pub element: Scalar,
    /// The dimensions in memory, slowest first.
    pub dimensions: Vec<Dimension>,
}

impl FieldShape {
    /// The shape of a field type.
    pub fn of(ty: Ty<'_>) -> Option<Self> {
        let shaped = ty.shaped().filter(|shaped| shaped.is_field)?;
        Some(Self {
            axes: shaped.axes,
            data: shaped.data.clone(),
            element: shaped.element.as_scalar()?,
            dimensions: abi::dimensions(&shaped),
        })
    }

    /// Whether the axis is there.
    pub fn has_axis(&self, axis: usize) -> bool {
        self.axes.has_number(axis)
    }

    /// The number of components at a point.
    pub fn components(&self) -> usize {
        self.data.iter().product::<i64>() as usize
    }
}

impl fmt::Display for FieldShape {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "field<{}", self.axes)?;
        for size in &self.data {
            write!(formatter, " x {size}")?;
        }
        write!(formatter, " x {}>", self.element.name())
    }
}

/// The type of an argument.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum ArgumentType {
    /// A scalar, passed by value.
    Scalar(Scalar),
    /// A field.
    Field(FieldShape),
}

/// The arguments of an entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signature {
    /// The entry's name.
    pub entry: String,
    /// The name (as in the source, where that is known) and type of every argument.
    pub arguments: Vec<(String, ArgumentType)>,
    /// The pinned sizes of the domain.
    pub domain: Option<[i64; 3]>,
}

pub use ir_program::attributes::ARGUMENT_NAMES;

impl Signature {
    /// The names of the arguments, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.arguments.iter().map(|(name, _)| name.as_str())
    }

    /// The number of the argument of a name.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.names().position(|other| other == name)
    }

    /// The signature of a `program.func` or `stencil.func`.
    pub fn of(function: Op<'_>) -> Option<Self> {
        let names: Vec<&str> = function
            .attr(ARGUMENT_NAMES)
            .and_then(|names| names.as_array())
            .unwrap_or_default()
            .into_iter()
            .filter_map(|name| name.as_text())
            .collect();
        let mut arguments = Vec::new();
        for (number, argument) in function.body()?.arguments().into_iter().enumerate() {
            let name = names
                .get(number)
                .map_or(format!("arg{number}"), |name| name.to_string());
            let ty = match FieldShape::of(argument.ty()) {
                Some(shape) => ArgumentType::Field(shape),
                None => ArgumentType::Scalar(argument.ty().as_scalar()?),
            };
            arguments.push((name, ty));
        }
        let domain = function
            .attr("domain")
            .and_then(|domain| domain.as_i64_array());
        Some(Self {
            entry: function.symbol_name()?.to_string(),
            arguments,
            domain: domain.and_then(|domain| domain.try_into().ok()),
        })
    }
}
