//! The definitions as melior's macro reads them, as in [`ir_stencil::ods`].
//!
//! The sizes of operand groups must be set by hand for `call`, `callback` and `view`.

// The macro documents operations and their builders, not the accessors.
#![allow(missing_docs)]

melior::dialect! {
    name: "program",
    files: ["ProgramOps.td"],
    include_directory_env_vars: ["FVOPT_STENCIL_DEFINITIONS", "FVOPT_PROGRAM_DEFINITIONS"],
}
