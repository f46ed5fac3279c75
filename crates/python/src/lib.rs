//! The extension module of the Python package `fvopt`: programs, artifacts, calls. What users see is in `python/fvopt`.
//!
//! Memory of arrays comes as addresses; the package holds the arrays while it calls. The context of MLIR is made when
//! something must be compiled: a process that finds its programs in the cache has none.

mod artifact;
mod program;

use pyo3::prelude::*;

/// The module.
#[pymodule]
mod _fvopt {
    #[pymodule_export]
    use super::artifact::Artifact;
    #[pymodule_export]
    use super::program::Program;
    #[pymodule_export]
    use super::version;
}

/// The version of fvopt.
#[pyfunction]
fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}
