//! Types of fields, and temps with what is known of them.

/// The types of fields that programs use.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Type {
    Ijk,
    Ij,
    K,
    Table,
    F32,
    I32,
    I1,
    Data,
    Jk,
}

pub const OTHER_TYPES: &[Type] = &[
    Type::Ij,
    Type::K,
    Type::Table,
    Type::F32,
    Type::I32,
    Type::I1,
    Type::Data,
    Type::Jk,
];

impl Type {
    /// The text between the angle brackets.
    pub fn inner(self) -> &'static str {
        match self {
            Type::Ijk => "ijk x f64",
            Type::Ij => "ij x f64",
            Type::K => "k x f64",
            Type::Table => "none x 5 x f64",
            Type::F32 => "ijk x f32",
            Type::I32 => "ijk x i32",
            Type::I1 => "ij x i1",
            Type::Data => "ijk x 3 x f64",
            Type::Jk => "jk x f64",
        }
    }

    pub fn field(self) -> String {
        format!("!stencil.field<{}>", self.inner())
    }

    pub fn temp(self) -> String {
        format!("!stencil.temp<{}>", self.inner())
    }

    /// Which of i, j, k it has.
    pub fn axes(self) -> [bool; 3] {
        match self {
            Type::Ij | Type::I1 => [true, true, false],
            Type::K => [false, false, true],
            Type::Table => [false; 3],
            Type::Jk => [false, true, true],
            _ => [true; 3],
        }
    }

    /// The size of the data dimension.
    pub fn components(self) -> Option<i64> {
        match self {
            Type::Table => Some(5),
            Type::Data => Some(3),
            _ => None,
        }
    }

    pub fn element(self) -> &'static str {
        match self {
            Type::F32 => "f32",
            Type::I32 => "i32",
            Type::I1 => "i1",
            _ => "f64",
        }
    }
}

/// Margins around the domain, low and high on every axis.
pub type Margins = [[i64; 2]; 3];

/// No limit.
pub const FAR: i64 = 1000;

/// A temp that a body may read.
#[derive(Clone, Debug)]
pub struct Temp {
    pub name: String,
    pub ty: Type,
    /// How far around the domain it is defined.
    pub valid: Margins,
    /// How far around a point it reads memory.
    pub reach: Margins,
    /// Offsets that reads of it may have on i and j, and on k (low, high).
    pub offsets: ([i64; 2], [i64; 2]),
}

impl Temp {
    pub fn loaded(name: &str, ty: Type) -> Self {
        Self {
            name: name.into(),
            ty,
            valid: [[FAR; 2]; 3],
            reach: [[0; 2]; 3],
            offsets: ([-2, 2], [-2, 2]),
        }
    }
}
