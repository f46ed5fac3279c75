//! `stencil-infer-bounds`: where every temp must be computed, and what every field must offer.
//!
//! Before: `stencil.apply -> ...` stored on `(i = start to end, ...)` and read
//! at `[-1, 0, 0]` by a second one. After: the first has the box
//! `(i = start - 1 to end - 1, ...)`, the second `(i = start to end, ...)`;
//! loads have the part of the field that is used, and the function the box
//! that a binding must offer for every argument (`program.required`, whose
//! run-time positions are argument numbers; ends of many terms are listed beside it, see
//! [`REQUIRED_ENDS`]).
//!
//! Required regions are propagated backwards over each block ([`fvopt_analysis::required`]): a temp is
//! required where it is stored; what an apply reads is required on the apply's region, shifted by the
//! offsets. The inside of an insert's box is required of its source, the rest of its destination. A
//! store's box never grows, and no required region crosses a store: a load after a store reads memory
//! or an insert.
//!
//! What is read or stored where nothing was computed is a warning where that holds for every
//! domain (`undefined`).
//!
//! Requires: flattened programs. Ensures: every load, apply, sweep and stage
//! that something needs has a box; others are erased.

pub(crate) mod apply;
mod arguments;
mod undefined;

/// What `program-schedule` calls it.
pub(crate) use apply as demand;

use ir_program::ops::Func;
use mlir_shim::{
    diagnostic,
    ir::Op,
    pass::{Failed, OptionKind, OptionValues, Pass, PassOption},
};

/// The pass.
pub const PASS: Pass = Pass {
    name: "stencil-infer-bounds",
    description: "Infers the box of every temp and the box that every field must offer",
    options: &[PassOption {
        name: "report",
        help: "emit a remark per field argument with the box that it must offer",
        kind: OptionKind::Bool(false),
    }],
    run,
};

pub use ir_program::attributes::{REQUIRED, REQUIRED_ENDS};

pub use fvopt_analysis::facts;

fn run(module: Op<'_>, options: &OptionValues) -> Result<(), Failed> {
    for function in module.collect(Func::NAME) {
        if let Some(call) = function.collect("program.call").first() {
            let text = "'program.call' op bounds are inferred of flattened programs; run program-flatten first";
            diagnostic::error(call.location(), text, &[]);
            return Err(Failed);
        }
        infer(Func(function), options.bool("report"))?;
    }
    Ok(())
}

/// Infers the bounds of one flattened program.
pub fn infer(function: Func<'_>, report: bool) -> Result<(), Failed> {
    let facts = facts(function);
    apply::infer(function, &facts)?;
    arguments::infer(function, &facts, report)?;
    undefined::warn(function, &facts);
    Ok(())
}
