//! Builders of the stencil dialect's operations, typed and fallible.
//!
//! Every function inserts its operation at the builder's place and verifies it.
//! What does not satisfy the constraints gives an error with the verifier's
//! message, and nothing is left behind. A body is a closure that gets a builder
//! inside of the operation (and the arguments) and gives what is yielded; the
//! terminator is added by the function.

mod body;
mod compute;
mod memory;
mod sweep;

pub use body::{DynamicPosition, access, access_dyn, index, yield_values};
pub use compute::{apply, insert, undef};
pub use memory::{allocation, func, kernel, load, return_op, store};
pub use sweep::{interval, stage, sweep};

use mlir_shim::diagnostic;
use mlir_shim::ir::{Block, BuildError, Builder, Ctx, Op, OpState, Region, Ty, Value};

/// What a function of this module gives.
pub type Built<T> = Result<T, BuildError>;

fn with_diagnostics<R>(
    context: Ctx<'_>,
    work: impl FnOnce() -> R,
    failed: impl FnOnce(&R) -> bool,
) -> (R, Option<BuildError>) {
    let (result, diagnostics) = diagnostic::capture(context, work);
    if !failed(&result) {
        return (result, None);
    }
    let mut message = String::new();
    for diagnostic in diagnostics {
        if !message.is_empty() {
            message.push('\n');
        }
        message.push_str(&diagnostic.message);
        let notes = diagnostic.notes.iter().map(|(_, note)| note);
        for note in notes.filter(|note| !note.starts_with("see current operation")) {
            message.push_str("; ");
            message.push_str(note);
        }
    }
    (result, Some(BuildError(message)))
}

/// Inserts an operation, lets `fill` build what it contains, and verifies it. On
/// an error the operation is erased with all that is in it.
pub fn finish<'c>(
    builder: &Builder<'c>,
    state: OpState<'c>,
    fill: impl FnOnce(Op<'c>) -> Built<()>,
) -> Built<Op<'c>> {
    let context = builder.context();
    let (made, emitted) = with_diagnostics(context, || state.detached(), Result::is_err);
    let op = match (made, emitted) {
        (Ok(op), _) => op,
        (Err(_), Some(emitted)) if !emitted.0.is_empty() => return Err(emitted),
        (Err(error), _) => return Err(error),
    };
    builder.insert(op);
    let result = fill(op).and_then(|()| {
        let (_, error) = with_diagnostics(context, || op.verify(), |verified| !verified);
        error.map_or(Ok(()), Err)
    });
    match result {
        Ok(()) => Ok(op),
        Err(error) => {
            op.erase();
            Err(error)
        }
    }
}

/// As [`finish`] for an operation without regions.
pub fn finish_leaf<'c>(builder: &Builder<'c>, state: OpState<'c>) -> Built<Op<'c>> {
    finish(builder, state, |_| Ok(()))
}

/// As [`finish_leaf`] for an operation with one result.
pub fn finish_value<'c>(builder: &Builder<'c>, state: OpState<'c>) -> Built<Value<'c>> {
    finish_leaf(builder, state).map(|op| op.result(0))
}

/// A region with one block for an operation under construction, and a builder in it.
pub fn body<'c>(
    builder: &Builder<'c>,
    arguments: &[Ty<'c>],
) -> (Region<'c>, Block<'c>, Builder<'c>) {
    let (region, block) = Region::with_block(arguments, builder.location());
    (region, block, Builder::at_end(block, builder.location()))
}

/// Ends a block with an operation, which is verified with the one that it stands in.
pub fn terminate<'c>(inside: &Builder<'c>, state: OpState<'c>) -> Built<()> {
    inside.insert(state.detached()?);
    Ok(())
}

/// The error for a value of a wrong type.
pub fn not_a(name: &str, what: &str, value: Value<'_>) -> BuildError {
    BuildError(format!(
        "'{name}' op needs a {what}, not a value of type {}",
        value.ty()
    ))
}
