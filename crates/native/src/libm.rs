//! The one math library that the interpreter and compiled code call.
//!
//! In exact mode a math function is an opaque call: LLVM knows rules for
//! functions called `pow` or `sin` that change the last bits, so compiled code
//! calls them under names of ours, and the interpreter calls the same functions.

/// A function of one or two arguments, in both precisions.
#[derive(Clone, Copy)]
#[allow(missing_docs)]
#[non_exhaustive]
pub enum Function {
    Unary {
        f64: fn(f64) -> f64,
        f32: fn(f32) -> f32,
    },
    Binary {
        f64: fn(f64, f64) -> f64,
        f32: fn(f32, f32) -> f32,
    },
}

/// libm itself.
mod libc_math {
    unsafe extern "C" {
        pub fn sin(x: f64) -> f64;
        pub fn sinf(x: f32) -> f32;
        pub fn cos(x: f64) -> f64;
        pub fn cosf(x: f32) -> f32;
        pub fn tan(x: f64) -> f64;
        pub fn tanf(x: f32) -> f32;
        pub fn asin(x: f64) -> f64;
        pub fn asinf(x: f32) -> f32;
        pub fn acos(x: f64) -> f64;
        pub fn acosf(x: f32) -> f32;
        pub fn atan(x: f64) -> f64;
        pub fn atanf(x: f32) -> f32;
        pub fn sinh(x: f64) -> f64;
        pub fn sinhf(x: f32) -> f32;
        pub fn cosh(x: f64) -> f64;
        pub fn coshf(x: f32) -> f32;
        pub fn tanh(x: f64) -> f64;
        pub fn tanhf(x: f32) -> f32;
        pub fn asinh(x: f64) -> f64;
        pub fn asinhf(x: f32) -> f32;
        pub fn acosh(x: f64) -> f64;
        pub fn acoshf(x: f32) -> f32;
        pub fn atanh(x: f64) -> f64;
        pub fn atanhf(x: f32) -> f32;
        pub fn exp(x: f64) -> f64;
        pub fn expf(x: f32) -> f32;
        pub fn exp2(x: f64) -> f64;
        pub fn exp2f(x: f32) -> f32;
        pub fn expm1(x: f64) -> f64;
        pub fn expm1f(x: f32) -> f32;
        pub fn log(x: f64) -> f64;
        pub fn logf(x: f32) -> f32;
        pub fn log2(x: f64) -> f64;
        pub fn log2f(x: f32) -> f32;
        pub fn log10(x: f64) -> f64;
        pub fn log10f(x: f32) -> f32;
        pub fn log1p(x: f64) -> f64;
        pub fn log1pf(x: f32) -> f32;
        pub fn cbrt(x: f64) -> f64;
        pub fn cbrtf(x: f32) -> f32;
        pub fn erf(x: f64) -> f64;
        pub fn erff(x: f32) -> f32;
        pub fn erfc(x: f64) -> f64;
        pub fn erfcf(x: f32) -> f32;
        pub fn pow(x: f64, y: f64) -> f64;
        pub fn powf(x: f32, y: f32) -> f32;
        pub fn atan2(x: f64, y: f64) -> f64;
        pub fn atan2f(x: f32, y: f32) -> f32;
        pub fn fmod(x: f64, y: f64) -> f64;
        pub fn fmodf(x: f32, y: f32) -> f32;
    }
}

/// The functions under names of ours, which compiled code calls.
mod symbols {
    use super::libc_math;

    macro_rules! symbol {
        ($name:ident($($argument:ident),*) $ty:ident) => {
            pub extern "C" fn $name($($argument: $ty),*) -> $ty {
                // SAFETY: a pure function of libm.
                unsafe { libc_math::$name($($argument),*) }
            }
        };
    }

    symbol!(sin(x) f64);
    symbol!(sinf(x) f32);
    symbol!(cos(x) f64);
    symbol!(cosf(x) f32);
    symbol!(tan(x) f64);
    symbol!(tanf(x) f32);
    symbol!(asin(x) f64);
    symbol!(asinf(x) f32);
    symbol!(acos(x) f64);
    symbol!(acosf(x) f32);
    symbol!(atan(x) f64);
    symbol!(atanf(x) f32);
    symbol!(sinh(x) f64);
    symbol!(sinhf(x) f32);
    symbol!(cosh(x) f64);
    symbol!(coshf(x) f32);
    symbol!(tanh(x) f64);
    symbol!(tanhf(x) f32);
    symbol!(asinh(x) f64);
    symbol!(asinhf(x) f32);
    symbol!(acosh(x) f64);
    symbol!(acoshf(x) f32);
    symbol!(atanh(x) f64);
    symbol!(atanhf(x) f32);
    symbol!(exp(x) f64);
    symbol!(expf(x) f32);
    symbol!(exp2(x) f64);
    symbol!(exp2f(x) f32);
    symbol!(expm1(x) f64);
    symbol!(expm1f(x) f32);
    symbol!(log(x) f64);
    symbol!(logf(x) f32);
    symbol!(log2(x) f64);
    symbol!(log2f(x) f32);
    symbol!(log10(x) f64);
    symbol!(log10f(x) f32);
    symbol!(log1p(x) f64);
    symbol!(log1pf(x) f32);
    symbol!(cbrt(x) f64);
    symbol!(cbrtf(x) f32);
    symbol!(erf(x) f64);
    symbol!(erff(x) f32);
    symbol!(erfc(x) f64);
    symbol!(erfcf(x) f32);
    symbol!(pow(x, y) f64);
    symbol!(powf(x, y) f32);
    symbol!(atan2(x, y) f64);
    symbol!(atan2f(x, y) f32);
    symbol!(fmod(x, y) f64);
    symbol!(fmodf(x, y) f32);
}

/// How the names of the functions that compiled code calls begin.
pub const PREFIX: &str = "fvopt_libm_";

macro_rules! functions {
    ($($operation:literal $kind:ident($($argument:ident),*) $name64:ident $name32:ident;)*) => {
        /// The function that computes an operation, given its full name.
        pub fn lookup(operation: &str) -> Option<Function> {
            match operation {
                $($operation => Some(Function::$kind {
                    f64: |$($argument),*| symbols::$name64($($argument),*),
                    f32: |$($argument),*| symbols::$name32($($argument),*),
                }),)*
                _ => None,
            }
        }

        /// The operations that have a function, with the name of its symbol less the suffix
        /// `_f64` or `_f32`.
        pub const OPERATIONS: &[(&str, &str)] =
            &[$(($operation, concat!("fvopt_libm_", stringify!($name64)))),*];

        /// The symbols that compiled code calls, with their addresses.
        pub(crate) fn addresses() -> Vec<(&'static str, *mut ())> {
            vec![$(
                (concat!("fvopt_libm_", stringify!($name64), "_f64"), symbols::$name64 as *mut ()),
                (concat!("fvopt_libm_", stringify!($name64), "_f32"), symbols::$name32 as *mut ()),
            )*]
        }
    };
}

functions! {
    "math.sin" Unary(x) sin sinf;
    "math.cos" Unary(x) cos cosf;
    "math.tan" Unary(x) tan tanf;
    "math.asin" Unary(x) asin asinf;
    "math.acos" Unary(x) acos acosf;
    "math.atan" Unary(x) atan atanf;
    "math.sinh" Unary(x) sinh sinhf;
    "math.cosh" Unary(x) cosh coshf;
    "math.tanh" Unary(x) tanh tanhf;
    "math.asinh" Unary(x) asinh asinhf;
    "math.acosh" Unary(x) acosh acoshf;
    "math.atanh" Unary(x) atanh atanhf;
    "math.exp" Unary(x) exp expf;
    "math.exp2" Unary(x) exp2 exp2f;
    "math.expm1" Unary(x) expm1 expm1f;
    "math.log" Unary(x) log logf;
    "math.log2" Unary(x) log2 log2f;
    "math.log10" Unary(x) log10 log10f;
    "math.log1p" Unary(x) log1p log1pf;
    "math.cbrt" Unary(x) cbrt cbrtf;
    "math.erf" Unary(x) erf erff;
    "math.erfc" Unary(x) erfc erfcf;
    "math.powf" Binary(x, y) pow powf;
    "math.atan2" Binary(x, y) atan2 atan2f;
    "arith.remf" Binary(x, y) fmod fmodf;
}
