//! The functions by name, and the choice between them and libm's.

use crate::{
    error_function::{erf, erfc},
    exponential::{cosh, exp, exp_short, exp2, exp2_short, expm1, sinh, tanh},
    inverse::{acos, asin, atan, atan2},
    inverse_hyperbolic::{acosh, asinh, atanh},
    logarithm::{log, log_short, log1p, log2, log10},
    number::{Number, Single},
    power::{pow, pow_single},
    root::cbrt,
    trigonometric::{cos, sin, tan},
};
use std::{fmt, str::FromStr};

/// Whose mathematical functions a program uses.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Math {
    /// Those of this crate, where it has them: the same bits everywhere, in vectors.
    #[default]
    Own,
    /// Those of the host's libm.
    Libm,
    /// Those of the host's libm, but powers that this crate computes as products.
    LibmProducts,
}

impl Math {
    /// All of them.
    pub const ALL: [Math; 3] = [Math::Own, Math::Libm, Math::LibmProducts];

    /// Its name in options.
    pub const fn name(self) -> &'static str {
        match self {
            Math::Own => "own",
            Math::Libm => "libm",
            Math::LibmProducts => "libm-products",
        }
    }
}

impl fmt::Display for Math {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl FromStr for Math {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = Math::ALL.into_iter().find(|math| math.name() == text);
        known.ok_or_else(|| format!("`{text}` is none of own, libm and libm-products"))
    }
}

macro_rules! functions {
    ($($(#[$doc:meta])* $variant:ident $name:literal ($($argument:ident),*) $wide:expr, $single:expr;)*) => {
        /// A function.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum Function {
            $($(#[$doc])* $variant,)*
        }

        impl Function {
            /// All of them.
            pub const ALL: &[Function] = &[$(Function::$variant),*];

            /// The operation that it computes.
            pub const fn operation(self) -> &'static str {
                match self {
                    $(Function::$variant => $name,)*
                }
            }

            /// How many operands it takes.
            pub const fn operand_count(self) -> usize {
                match self {
                    $(Function::$variant => [$(stringify!($argument)),*].len(),)*
                }
            }

            /// Its result.
            pub fn apply<N: Number>(self, operands: &[N]) -> N {
                match (self, operands) {
                    $((Function::$variant, [$($argument),*]) => ($wide)($(*$argument),*),)*
                    _ => panic!("{} takes {} operands", self.operation(), self.operand_count()),
                }
            }

            /// Its result in f32.
            pub fn apply_single<S: Single>(self, operands: &[S]) -> S {
                match (self, operands) {
                    $((Function::$variant, [$($argument),*]) => ($single)($(*$argument),*),)*
                    _ => panic!("{} takes {} operands", self.operation(), self.operand_count()),
                }
            }
        }
    };
}

/// A function of f32 by one of f64.
fn wide<S: Single>(function: impl Fn(S::Wide) -> S::Wide) -> impl Fn(S) -> S {
    move |x| S::narrow(function(x.widen()))
}

/// The same of two operands.
fn wide2<S: Single>(function: impl Fn(S::Wide, S::Wide) -> S::Wide) -> impl Fn(S, S) -> S {
    move |x, y| S::narrow(function(x.widen(), y.widen()))
}

functions! {
    /// `e^x`
    Exp "math.exp" (x) exp, wide(exp_short);
    /// `2^x`
    Exp2 "math.exp2" (x) exp2, wide(exp2_short);
    /// `e^x - 1`
    Expm1 "math.expm1" (x) expm1, wide(expm1);
    /// `ln x`
    Log "math.log" (x) log, wide(log_short);
    /// `log2 x`
    Log2 "math.log2" (x) log2, wide(log2);
    /// `log10 x`
    Log10 "math.log10" (x) log10, wide(log10);
    /// `ln(1 + x)`
    Log1p "math.log1p" (x) log1p, wide(log1p);
    /// The hyperbolic sine.
    Sinh "math.sinh" (x) sinh, wide(sinh);
    /// The hyperbolic cosine.
    Cosh "math.cosh" (x) cosh, wide(cosh);
    /// The hyperbolic tangent.
    Tanh "math.tanh" (x) tanh, wide(tanh);
    /// The sine.
    Sin "math.sin" (x) sin, wide(sin);
    /// The cosine.
    Cos "math.cos" (x) cos, wide(cos);
    /// The tangent.
    Tan "math.tan" (x) tan, wide(tan);
    /// The inverse of the sine.
    Asin "math.asin" (x) asin, wide(asin);
    /// The inverse of the cosine.
    Acos "math.acos" (x) acos, wide(acos);
    /// The inverse of the tangent.
    Atan "math.atan" (x) atan, wide(atan);
    /// The angle of a point (x, y).
    Atan2 "math.atan2" (y, x) atan2, wide2(atan2);
    /// The inverse of the hyperbolic sine.
    Asinh "math.asinh" (x) asinh, wide(asinh);
    /// The inverse of the hyperbolic cosine.
    Acosh "math.acosh" (x) acosh, wide(acosh);
    /// The inverse of the hyperbolic tangent.
    Atanh "math.atanh" (x) atanh, wide(atanh);
    /// The error function.
    Erf "math.erf" (x) erf, wide(erf);
    /// 1 less the error function.
    Erfc "math.erfc" (x) erfc, wide(erfc);
    /// The cube root.
    Cbrt "math.cbrt" (x) cbrt, wide(cbrt);
    /// `x^y`
    Pow "math.powf" (x, y) pow, pow_single;
}

impl Function {
    /// The function that computes an operation.
    pub fn of(operation: &str) -> Option<Function> {
        let mut all = Function::ALL.iter();
        all.find(|one| one.operation() == operation).copied()
    }
}
