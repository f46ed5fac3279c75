//! What programs are compiled for.

pub use fvopt_frozen::target::{Cpu, Strategy, Target};
