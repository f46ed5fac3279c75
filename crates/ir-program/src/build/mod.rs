//! Builders of the program dialect's operations, typed and fallible; as in `ir_stencil::build`.

mod control;
mod function;
mod host;
mod memory;

pub use control::{for_loop, if_else, if_then, yield_values};
pub use function::{bound, call, func, return_op};
pub use host::{callback, exchange, reduce};
pub use memory::{Part, alloc, swap, view};
