//! The passes, in the order in which they usually run. One file (or folder) a pass.

pub mod bounded_ends;
pub mod expand_minnumf_maxnumf;
pub mod levels;
pub mod machine_option;
pub mod program_flatten;
pub mod program_pin_domain;
pub mod program_schedule;
pub mod program_share_buffers;
pub mod program_unify_arguments;
pub mod stencil_forward_inserts;
pub mod stencil_infer_bounds;
pub mod stencil_inline;
pub mod stencil_simplify;

pub use fvopt_schedule::machine;
use mlir_shim::pass::Pass;

/// All passes of this crate.
pub const PASSES: &[&Pass] = &[
    &program_unify_arguments::PASS,
    &program_flatten::PASS,
    &expand_minnumf_maxnumf::PASS,
    &program_pin_domain::PASS,
    &stencil_forward_inserts::PASS,
    &stencil_inline::PASS,
    &stencil_simplify::PASS,
    &stencil_infer_bounds::PASS,
    &program_schedule::PASS,
    &program_share_buffers::PASS,
];

/// Makes the passes known to textual pipelines; once however often it is called.
pub fn register() {
    for pass in PASSES {
        mlir_shim::pass::register(pass);
    }
}
