//! Mathematical functions, each written once.
//!
//! A function is generic in its numbers ([`number::Number`]): over f64 it computes, which is how the interpreter
//! has it, and over values of IR it emits the operations that compute it, which is how compiled code has it. So
//! both have the same bits, on every target and in vectors of any width.
#![doc = "\n[`Math`] is the choice between these functions and those of libm."]

pub mod coefficients;
mod error_function;
pub mod exact;
mod exponential;
mod function;
mod inverse;
mod inverse_hyperbolic;
mod logarithm;
pub mod number;
pub mod power;
mod root;
mod trigonometric;

pub use function::{Function, Math};
