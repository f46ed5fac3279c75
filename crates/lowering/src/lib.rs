//! From kernels to upstream dialects, and the pipelines of each target. One conversion a file.

pub mod abi;
mod access_checks;
mod arithmetic;
mod cpu;
mod declarations;
mod environment;
pub mod expand_math_functions;
pub mod fence_streamed_stores;
pub mod guard_integer_division;
pub mod guard_parallel_regions;
pub mod inline_math_functions;
mod kernel;
mod kernel_functions;
pub mod kernel_to_loops;
mod loops;
mod math_functions;
pub mod math_to_calls;
mod memory;
pub mod order_kernels_by_layout;
pub mod outline_kernels;
pub mod pipeline;
pub mod predictive_commoning;
mod program;
pub mod set_target_cpu;
pub mod split_kernels;
pub mod target;
pub mod vectorize_annotated_loops;

use mlir_shim::{
    melior::{Context, dialect::DialectRegistry, utility::register_all_dialects},
    pass::Pass,
};
use std::sync::Once;

/// All passes of this crate.
pub const PASSES: &[&Pass] = &[
    &kernel_to_loops::PASS,
    &order_kernels_by_layout::PASS,
    &outline_kernels::PASS,
    &expand_math_functions::PASS,
    &math_to_calls::PASS,
    &guard_integer_division::PASS,
    &predictive_commoning::PASS,
    &vectorize_annotated_loops::PASS,
    &inline_math_functions::PASS,
    &fence_streamed_stores::PASS,
    &guard_parallel_regions::PASS,
    &set_target_cpu::PASS,
];

/// Makes the passes and pipelines known to textual pipelines; once however often it is called.
pub fn register() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        for pass in PASSES {
            mlir_shim::pass::register(pass);
        }
        for named in pipeline::NAMED {
            mlir_shim::pass::register_pipeline(named);
        }
    });
}

/// All dialects, of fvopt and of upstream. Afterwards all passes and pipelines are known by name.
pub fn registry() -> DialectRegistry {
    // A second thread waits here until the passes are known.
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        mlir_shim::register_upstream_passes();
        fvopt_passes::register();
        register();
    });
    let registry = DialectRegistry::new();
    register_all_dialects(&registry);
    ir_program::register(&registry);
    registry
}

/// Adds the dialects of fvopt and of upstream to a context of the caller's,
/// loads them, and makes all passes and pipelines known by name.
pub fn load(context: &Context) {
    context.append_dialect_registry(&registry());
    context.load_all_available_dialects();
}
