//! Kernels as data, by what they compute: no MLIR, tiny domains, many kernels.

mod evaluate;
mod partitioning;
mod planning;
mod random;
