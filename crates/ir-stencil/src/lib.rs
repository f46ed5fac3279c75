//! The stencil dialect as Rust sees it.
//!
//! - [`import`]: kernels as plain data;
//! - [`kernel_plan`]: the loops that the operations of a kernel share;
//! - [`ops`]: a handle type per operation, with `is`/`cast` tests and accessors;
//! - [`boxes`]: symbolic boxes together with the SSA values at their run-time positions;
//! - [`build`]: typed builders that give errors;
//! - [`simplify`]: folds and canonicalizations;
//! - [`values`]: what is known about values when compiling;
//! - [`views`]: which memory a field is;
//! - [`verify`]: the numbered constraints of `dialects/stencil/*.td`;
//! - [`hooks`]: what MLIR calls.
//!
//! The operations, their assembly, traits and descriptions are defined in
//! `dialects/stencil/*.td`, the one source for C++, for this crate's checks and
//! for the reference pages.

pub mod attributes;
pub mod boxes;
pub mod build;
pub mod carries;
pub mod hooks;
pub mod import;
pub mod kernel_plan;
pub mod memory;
pub mod ods;
pub mod ops;
pub mod simplify;
pub mod types;
pub mod values;
pub mod verify;
pub mod views;
