//! What is computed, and how often: equality saturation without MLIR.
//!
//! - [`scalar`]: the body of an apply or a stage as an e-graph: rules, costs, extraction;
//! - [`lift`]: which parts of a body need not be computed at each of its points, because they lack an axis or do not
//!   change in a loop.
//!
//! `stencil-simplify` imports bodies, asks here, and exports what was chosen.

pub mod lift;
pub mod scalar;

pub use scalar::{Body, Limits, Node, simplify};
