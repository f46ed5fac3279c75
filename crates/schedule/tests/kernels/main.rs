//! Kernels as data, by what they compute: no MLIR, tiny domains, many kernels.

mod evaluate;
mod fusing;
mod planning;
mod random;
