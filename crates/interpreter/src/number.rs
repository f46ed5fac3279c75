//! Scalars as bits.
//!
//! One representation serves registers, program scalars and single elements: 64 bits, which
//! hold an f64, an f32 in the low half, an i1 as 0 or 1, and any other integer sign-extended.

use mlir_shim::ir::Scalar;
use std::fmt;

/// A scalar with its type.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Number {
    ty: Scalar,
    bits: u64,
}

impl Number {
    /// From the low bits; those beyond the type's width are dropped.
    pub fn from_bits(ty: Scalar, bits: u64) -> Self {
        let bits = canonical(ty, bits);
        Self { ty, bits }
    }

    /// An f64.
    pub fn f64(value: f64) -> Self {
        Self::from_bits(Scalar::F64, value.to_bits())
    }

    /// An f32.
    pub fn f32(value: f32) -> Self {
        Self::from_bits(Scalar::F32, u64::from(value.to_bits()))
    }

    /// An index.
    pub fn index(value: i64) -> Self {
        Self::integer(Scalar::Index, value)
    }

    /// An integer (or index) of a type, which must not be a float.
    pub fn integer(ty: Scalar, value: i64) -> Self {
        Self::from_bits(ty, value as u64)
    }

    /// The number of a type nearest to an f64.
    pub fn nearest(ty: Scalar, value: f64) -> Self {
        match ty {
            Scalar::F64 => Self::f64(value),
            Scalar::F32 => Self::f32(value as f32),
            _ => Self::integer(ty, value as i64),
        }
    }

    /// The type.
    pub fn ty(self) -> Scalar {
        self.ty
    }

    /// The bits: of the float, or of the integer sign-extended (an i1 is 0 or 1).
    pub fn bits(self) -> u64 {
        self.bits
    }

    /// The value as an f64, rounded where an integer has too many digits.
    pub fn to_f64(self) -> f64 {
        match self.ty {
            Scalar::F64 => f64::from_bits(self.bits),
            Scalar::F32 => f64::from(f32::from_bits(self.bits as u32)),
            _ => self.bits as i64 as f64,
        }
    }

    /// The value of an integer (an i1 is 0 or 1); `None` of a float.
    pub fn to_i64(self) -> Option<i64> {
        (!self.ty.is_float()).then_some(self.bits as i64)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        match self.ty {
            Scalar::F64 => write!(formatter, "{:?}", f64::from_bits(self.bits)),
            Scalar::F32 => write!(formatter, "{:?}", f32::from_bits(self.bits as u32)),
            _ => write!(formatter, "{}", self.bits as i64),
        }
    }
}

/// The bits as registers hold them.
pub(crate) fn canonical(ty: Scalar, bits: u64) -> u64 {
    match ty {
        Scalar::F64 | Scalar::I64 | Scalar::Index => bits,
        Scalar::F32 => bits & 0xffff_ffff,
        Scalar::I1 => bits & 1,
        Scalar::I8 => bits as i8 as u64,
        Scalar::I16 => bits as i16 as u64,
        Scalar::I32 => bits as i32 as u64,
    }
}

/// The value of an integer in a register, read with a sign: an i1 is 0 or -1.
pub(crate) fn signed(ty: Scalar, bits: u64) -> i64 {
    match ty {
        Scalar::I1 => -((bits & 1) as i64),
        _ => bits as i64,
    }
}

/// The value of an integer in a register, read without a sign.
pub(crate) fn unsigned(ty: Scalar, bits: u64) -> u64 {
    match width(ty) {
        64 => bits,
        width => bits & ((1 << width) - 1),
    }
}

/// The number of bits of a type.
pub(crate) fn width(ty: Scalar) -> u32 {
    match ty {
        Scalar::I1 => 1,
        Scalar::I8 => 8,
        Scalar::I16 => 16,
        Scalar::F32 | Scalar::I32 => 32,
        Scalar::F64 | Scalar::I64 | Scalar::Index => 64,
    }
}

/// The least value of an integer type, read with a sign.
pub(crate) fn least(ty: Scalar) -> i64 {
    i64::MIN >> (64 - width(ty))
}

/// The greatest value of an integer type, read with a sign.
pub(crate) fn greatest(ty: Scalar) -> i64 {
    i64::MAX >> (64 - width(ty))
}
