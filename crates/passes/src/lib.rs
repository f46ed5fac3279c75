//! The passes, in the order in which they usually run. One file a pass.

use mlir_shim::pass::Pass;

/// All passes of this crate.
pub const PASSES: &[&Pass] = &[];

/// Makes the passes known to textual pipelines; once however often it is called.
pub fn register() {
    for pass in PASSES {
        mlir_shim::pass::register(pass);
    }
}
