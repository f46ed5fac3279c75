//! The numbered constraints of the stencil dialect.
//!
//! What the definitions (`dialects/stencil/*.td`) make MLIR check by itself,
//! such as kinds of operands, is not repeated here. A verifier relies only on
//! what was checked before it: [`verify`] runs before the operations inside are
//! looked at, [`verify_regions`] after all of them were found well formed.

mod access;
mod apply;
mod body;
pub mod box_checks;
pub mod function;
pub(crate) mod kernel;
mod memory;
mod stage;
mod sweep;
pub mod violation;

pub use crate::simplify::{canonicalize, fold};

use crate::attributes;
use mlir_shim::ir::{Attr, Op};
use violation::passes;

/// Verifies an operation without looking into its regions.
pub fn verify(op: Op<'_>) -> bool {
    passes(match op.name() {
        "stencil.func" => function::func(op),
        "stencil.load" => memory::load(op),
        "stencil.store" => memory::store(op),
        "stencil.allocation" => memory::allocation(op),
        "stencil.apply" => apply::apply(op),
        "stencil.insert" => memory::insert(op),
        "stencil.sweep" => sweep::sweep(op),
        "stencil.interval" => sweep::interval(op),
        "stencil.stage" => stage::stage(op),
        "stencil.access" => access::access(op),
        "stencil.access_dyn" => access::access_dyn(op),
        "stencil.index" => access::index(op),
        "stencil.kernel" => kernel::kernel(op),
        _ => Ok(()),
    })
}

/// Verifies a discardable attribute with the dialect's prefix, on any operation.
pub fn verify_attribute(op: Op<'_>, name: &str, value: Attr<'_>) -> bool {
    passes(attributes::verify(op, name, value))
}

/// Verifies what depends on the regions of an operation.
pub fn verify_regions(op: Op<'_>) -> bool {
    passes(match op.name() {
        "stencil.func" => function::func_body(op),
        "stencil.apply" => apply::apply_body(op),
        "stencil.sweep" => sweep::sweep_body(op),
        "stencil.interval" => sweep::interval_body(op),
        "stencil.stage" => stage::stage_body(op),
        "stencil.kernel" => kernel::kernel_body(op),
        _ => Ok(()),
    })
}
