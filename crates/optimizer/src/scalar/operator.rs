//! Operators: what an operation of a body does, on which numbers, and what it permits.

use fvopt_native::Scalar;

/// What an operation does. Those that rules speak of have names here; others are numbered by whoever imports bodies.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Kind {
    /// `arith.addf`
    Add,
    /// `arith.subf`
    Subtract,
    /// `arith.mulf`
    Multiply,
    /// `arith.divf`
    Divide,
    /// `arith.negf`
    Negate,
    /// `arith.minimumf`
    Minimum,
    /// `arith.maximumf`
    Maximum,
    /// `math.absf`
    Absolute,
    /// `math.sqrt`
    Root,
    /// `math.powf`
    Power,
    /// `math.exp`
    Exponential,
    /// `math.log`
    Logarithm,
    /// `arith.cmpf`, with the number of its predicate.
    Compare(u8),
    /// `arith.select`; the operator's scalar is that of the selected numbers.
    Select,
    /// `arith.xori` of two truth values.
    Differ,
    /// Any other operation, by the number that the importer gave it: equal numbers mean equal results of equal
    /// operands.
    Other(u32),
    /// One result of an operation with several, or with blocks of its own.
    Part(u32),
}

/// The kinds that have names in rules and in IR.
const NAMES: [(Kind, &str, &str); 14] = [
    (Kind::Add, "add", "arith.addf"),
    (Kind::Subtract, "sub", "arith.subf"),
    (Kind::Multiply, "mul", "arith.mulf"),
    (Kind::Divide, "div", "arith.divf"),
    (Kind::Negate, "neg", "arith.negf"),
    (Kind::Minimum, "min", "arith.minimumf"),
    (Kind::Maximum, "max", "arith.maximumf"),
    (Kind::Absolute, "abs", "math.absf"),
    (Kind::Root, "sqrt", "math.sqrt"),
    (Kind::Power, "pow", "math.powf"),
    (Kind::Exponential, "exp", "math.exp"),
    (Kind::Logarithm, "log", "math.log"),
    (Kind::Select, "select", "arith.select"),
    (Kind::Differ, "xor", "arith.xori"),
];

impl Kind {
    /// The kind of an operation of IR that has a name here and no predicate.
    pub fn of_operation(name: &str) -> Option<Self> {
        let found = NAMES.iter().find(|(_, _, operation)| *operation == name);
        found.map(|(kind, _, _)| *kind)
    }

    /// The kind that rules call by a name.
    pub(super) fn of_rule(name: &str) -> Option<Self> {
        let found = NAMES.iter().find(|(_, rule, _)| *rule == name);
        found.map(|(kind, _, _)| *kind)
    }

    /// The operation of IR; `None` for what only the importer knows.
    pub fn operation(self) -> Option<&'static str> {
        if let Self::Compare(_) = self {
            return Some("arith.cmpf");
        }
        let found = NAMES.iter().find(|(kind, _, _)| *kind == self);
        found.map(|(_, _, operation)| *operation)
    }
}

/// What an operation permits beyond the interpreter's bits: the code of MLIR's fast-math flags.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Permissions(pub u32);

impl Permissions {
    /// Nothing: the interpreter's bits.
    pub const NONE: Self = Self(0);
    /// Other orders of sums and products.
    pub const REASSOCIATE: Self = Self(1);
    /// The sign of a zero does not matter.
    pub const NO_SIGNED_ZEROS: Self = Self(8);
    /// A division is a product with a reciprocal.
    pub const RECIPROCAL: Self = Self(16);
    /// Other functions in the place of mathematical functions.
    pub const APPROXIMATE: Self = Self(64);

    /// Whether all of some permissions are given.
    pub fn holds(self, others: Self) -> bool {
        others.0 & !self.0 == 0
    }

    /// Both.
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// What an operation does, on which numbers, and what it permits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Operator {
    /// What it does.
    pub kind: Kind,
    /// The type of its result; of a comparison that of what it compares.
    pub scalar: Scalar,
    /// What it permits.
    pub permissions: Permissions,
}
