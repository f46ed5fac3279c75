//! What functions are written in: a number is an f64, or a value of f64 in IR.

use std::ops::{Add, BitAnd, BitOr, BitXor, Div, Mul, Neg, Not, Shl, Shr, Sub};

/// A number as IEEE 754 has it. Every operation is rounded by itself, to nearest even, and subnormal numbers
/// are numbers: so a function has the same bits wherever it runs.
pub trait Float:
    Copy
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
{
    /// Yes or no.
    type Truth: Copy
        + BitAnd<Output = Self::Truth>
        + BitOr<Output = Self::Truth>
        + BitXor<Output = Self::Truth>
        + Not<Output = Self::Truth>;

    /// A constant; the number that is asked tells only where it is needed.
    fn like(self, value: f64) -> Self;
    /// `self * factor + term`, rounded once.
    fn fma(self, factor: Self, term: Self) -> Self;
    /// The absolute value.
    fn abs(self) -> Self;
    /// The square root.
    fn sqrt(self) -> Self;
    /// The greatest integer that is not above.
    fn floor(self) -> Self;
    /// Whether it is less; not where one is a NaN.
    fn is_below(self, other: Self) -> Self::Truth;
    /// Whether they are equal; not where one is a NaN.
    fn is(self, other: Self) -> Self::Truth;
    /// Whether it is a NaN.
    fn is_nan(self) -> Self::Truth;
    /// One or the other.
    fn select(condition: Self::Truth, yes: Self, no: Self) -> Self;
    /// The results of one function or of the other; what is not chosen may be left out.
    fn choose<const N: usize, const M: usize>(
        condition: Self::Truth,
        inputs: [Self; N],
        yes: impl FnOnce([Self; N]) -> [Self; M],
        no: impl FnOnce([Self; N]) -> [Self; M],
    ) -> [Self; M];

    /// A polynomial, the lowest coefficient first.
    fn polynomial(self, coefficients: &[f64]) -> Self {
        let (last, others) = coefficients
            .split_last()
            .expect("a polynomial has coefficients");
        let others = others.iter().rev();
        others.fold(self.like(*last), |sum, one| sum.fma(self, self.like(*one)))
    }
}

/// One of 64 bits.
pub trait Number: Float {
    /// Its bits, as an unsigned integer; sums and products wrap, and shifts to the right bring in zeros. Nothing
    /// is shifted by 64 places or more.
    type Bits: Copy
        + Add<Output = Self::Bits>
        + Sub<Output = Self::Bits>
        + Mul<Output = Self::Bits>
        + BitAnd<Output = Self::Bits>
        + BitOr<Output = Self::Bits>
        + BitXor<Output = Self::Bits>
        + Shl<usize, Output = Self::Bits>
        + Shr<usize, Output = Self::Bits>
        + Shl<Self::Bits, Output = Self::Bits>
        + Shr<Self::Bits, Output = Self::Bits>;

    /// Constant bits.
    fn bits_like(self, bits: u64) -> Self::Bits;
    /// Its bits.
    fn bits(self) -> Self::Bits;
    /// The number with these bits.
    fn of_bits(bits: Self::Bits) -> Self;
    /// Whether bits are zero.
    fn are_zero(bits: Self::Bits) -> Self::Truth;
    /// One or the other.
    fn select_bits(condition: Self::Truth, yes: Self::Bits, no: Self::Bits) -> Self::Bits;

    /// The sign of another number on this one, which has none.
    fn with_sign_of(self, other: Self) -> Self {
        let sign = self.bits_like(1 << 63);
        Self::of_bits(self.bits() | (other.bits() & sign))
    }
}

/// One of 32 bits: most functions of it are computed in 64.
pub trait Single: Float {
    /// The numbers of 64 bits.
    type Wide: Number<Truth = Self::Truth>;
    /// Its value.
    fn widen(self) -> Self::Wide;
    /// The nearest value.
    fn narrow(wide: Self::Wide) -> Self;
}

macro_rules! float {
    ($ty:ident) => {
        impl Float for $ty {
            type Truth = bool;

            fn like(self, value: f64) -> $ty {
                value as $ty
            }
            fn fma(self, factor: $ty, term: $ty) -> $ty {
                self.mul_add(factor, term)
            }
            fn abs(self) -> $ty {
                $ty::abs(self)
            }
            fn sqrt(self) -> $ty {
                $ty::sqrt(self)
            }
            fn floor(self) -> $ty {
                $ty::floor(self)
            }
            fn is_below(self, other: $ty) -> bool {
                self < other
            }
            fn is(self, other: $ty) -> bool {
                self == other
            }
            fn is_nan(self) -> bool {
                $ty::is_nan(self)
            }
            fn select(condition: bool, yes: $ty, no: $ty) -> $ty {
                if condition { yes } else { no }
            }
            fn choose<const N: usize, const M: usize>(
                condition: bool,
                inputs: [$ty; N],
                yes: impl FnOnce([$ty; N]) -> [$ty; M],
                no: impl FnOnce([$ty; N]) -> [$ty; M],
            ) -> [$ty; M] {
                if condition { yes(inputs) } else { no(inputs) }
            }
        }
    };
}

float!(f64);
float!(f32);

/// The bits of an f64.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WrappingBits(u64);

macro_rules! bits {
    ($($operator:ident $function:ident: |$a:ident, $b:ident| $value:expr;)*) => {
        $(impl $operator for WrappingBits {
            type Output = Self;
            fn $function(self, other: Self) -> Self {
                let ($a, $b) = (self.0, other.0);
                Self($value)
            }
        })*
    };
}

bits! {
    Add add: |a, b| a.wrapping_add(b);
    Sub sub: |a, b| a.wrapping_sub(b);
    Mul mul: |a, b| a.wrapping_mul(b);
    BitAnd bitand: |a, b| a & b;
    BitOr bitor: |a, b| a | b;
    BitXor bitxor: |a, b| a ^ b;
    Shl shl: |a, b| a << b;
    Shr shr: |a, b| a >> b;
}

impl Shl<usize> for WrappingBits {
    type Output = Self;
    fn shl(self, places: usize) -> Self {
        Self(self.0 << places)
    }
}

impl Shr<usize> for WrappingBits {
    type Output = Self;
    fn shr(self, places: usize) -> Self {
        Self(self.0 >> places)
    }
}

impl Number for f64 {
    type Bits = WrappingBits;

    fn bits_like(self, bits: u64) -> WrappingBits {
        WrappingBits(bits)
    }
    fn bits(self) -> WrappingBits {
        WrappingBits(self.to_bits())
    }
    fn of_bits(bits: WrappingBits) -> f64 {
        f64::from_bits(bits.0)
    }
    fn are_zero(bits: WrappingBits) -> bool {
        bits.0 == 0
    }
    fn select_bits(condition: bool, yes: WrappingBits, no: WrappingBits) -> WrappingBits {
        if condition { yes } else { no }
    }
}

impl Single for f32 {
    type Wide = f64;
    fn widen(self) -> f64 {
        f64::from(self)
    }
    fn narrow(wide: f64) -> f32 {
        wide as f32
    }
}
