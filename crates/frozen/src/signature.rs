//! What an entry takes.

use crate::abi::Dimension;
use fvopt_boxes::Axes;
use fvopt_native::Scalar;
use std::fmt;

/// The shape of a field argument.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldShape {
    /// The axes that are there.
    pub axes: Axes,
    /// Sizes of the trailing data dimensions.
    pub data: Vec<i64>,
    /// The element type.
    pub element: Scalar,
    /// The dimensions in memory, slowest first.
    pub dimensions: Vec<Dimension>,
}

impl FieldShape {
    /// Whether the axis is there.
    pub fn has_axis(&self, axis: usize) -> bool {
        self.axes.has_number(axis)
    }

    /// The axes that are there, such as `ijk`.
    pub fn axis_letters(&self) -> String {
        let letters: String = self
            .axes
            .numbers()
            .map(|axis| ["i", "j", "k"][axis])
            .collect();
        match letters.is_empty() {
            true => "none".into(),
            false => letters,
        }
    }

    /// Whether its dimensions in memory are its axes and its data dimensions, each once, and no size is negative.
    pub(crate) fn is_consistent(&self) -> bool {
        let data = (0..self.data.len()).map(Dimension::Data);
        let axes = self.axes.numbers().map(Dimension::Axis);
        let all: Vec<Dimension> = data.chain(axes).collect();
        self.dimensions.len() == all.len()
            && all
                .iter()
                .all(|dimension| self.dimensions.contains(dimension))
            && self.data.iter().all(|size| *size >= 0)
    }

    /// The names of the dimensions, slowest first.
    pub(crate) fn dimension_names(&self) -> String {
        let names: Vec<String> = self.dimensions.iter().map(Dimension::to_string).collect();
        names.join(", ")
    }

    /// The number of components at a point.
    pub fn components(&self) -> usize {
        self.data.iter().product::<i64>() as usize
    }
}

impl fmt::Display for FieldShape {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "field<{}", self.axis_letters())?;
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

impl Signature {
    /// The names of the arguments, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.arguments.iter().map(|(name, _)| name.as_str())
    }

    /// The number of the argument of a name.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.names().position(|other| other == name)
    }
}
