//! From kernels to upstream dialects, and the pipelines of each target. One conversion a file.

pub mod abi;
pub mod fence_streamed_stores;
pub mod guard_integer_division;
pub mod kernel_to_loops;
pub mod math_to_calls;
pub mod outline_kernels;
pub mod pipeline;
pub mod split_kernels;
pub mod vectorize_marked_loops;

use mlir_shim::pass::Pass;

/// All passes of this crate.
pub const PASSES: &[&Pass] = &[
    &kernel_to_loops::PASS,
    &outline_kernels::PASS,
    &math_to_calls::PASS,
    &guard_integer_division::PASS,
    &vectorize_marked_loops::PASS,
    &fence_streamed_stores::PASS,
];

/// Makes the passes and pipelines known to textual pipelines; once however often it is called.
pub fn register() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        for pass in PASSES {
            mlir_shim::pass::register(pass);
        }
        for (name, description, text) in pipeline::NAMED {
            mlir_shim::pass::register_pipeline(name, description, &text());
        }
    });
}
