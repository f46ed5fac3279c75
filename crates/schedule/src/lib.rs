//! Kernels and their schedules as plain data: what an optimizer asks thousands of times.
//!
//! No MLIR is linked here. `ir-stencil` imports a `stencil.kernel` as a [`Kernel`], for its verifier and for
//! lowering; `program-schedule` imports all kernels of a program, and exports those that were chosen.
//!
//! - [`kernel`]: the operations of a kernel, its fields, bodies and boxes;
//! - [`schedule`]: order of the loops, threads, tiles, vectors, and the storage level of a result;
//! - [`memory`]: which fields and components are the same memory;
//! - [`constraints`]: what a kernel must satisfy, by the numbers of the dialect's reference (kernel_c3 to kernel_c9);
//! - [`plan`]: the loops that the operations of a kernel share;
//! - [`machine`], [`cost`]: how long a kernel takes, in picoseconds;
//! - [`weights`]: what operations of a body cost, in additions;
//! - [`values`]: a flattened program, operation by operation; [`buffers`]: where its temps are between kernels;
//! - [`cluster`]: one kernel of several operations; [`partition`]: which operations share one;
//! - [`program`]: the kernels of a program; [`finish`]: what is decided of every kernel once it is complete.

pub mod buffers;
pub mod cluster;
pub mod constraints;
pub mod cost;
pub mod finish;
pub mod kernel;
pub mod machine;
pub mod memory;
pub mod partition;
pub mod plan;
pub mod program;
pub mod schedule;
pub mod values;
pub mod weights;

pub use kernel::Kernel;
pub use machine::Machine;
pub use schedule::{Schedule, StorageLevel};
