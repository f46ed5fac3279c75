//! What programs touch, depend on and require. Analyses read the program and never change it;
//! passes, lowering and tools ask them instead of looking at operations themselves.
//!
//! - [`access`]: what an operation touches in memory;
//! - [`dependence`]: which operation must stay before which;
//! - [`required`]: the region on which each temp is required;
//! - [`arguments`]: the region that each argument of a program must offer;
//! - [`ends`]: ends of boxes that stay small;
//! - [`region`]: boxes over what stands at their positions.

pub mod access;
pub mod arguments;
pub mod dependence;
pub mod ends;
pub mod region;
pub mod required;

use fvopt_boxes::DomainFacts;
use ir_program::ops::Func;

/// What is known of the domain of a program when compiling.
pub fn facts(function: Func<'_>) -> DomainFacts {
    match function.domain() {
        Some(sizes) => DomainFacts::pinned(sizes),
        None => DomainFacts::entry(),
    }
}
