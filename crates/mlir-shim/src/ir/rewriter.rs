//! Rewriting inside upstream's greedy driver.

use super::{Op, Value};
use mlir_sys::*;
use std::marker::PhantomData;

/// The rewriter that a canonicalization is given. Every change goes through it,
/// so that the driver knows what to visit again.
pub struct Rewriter<'c>(pub(crate) MlirRewriterBase, pub(crate) PhantomData<&'c ()>);

impl<'c> Rewriter<'c> {
    /// Replaces the results and erases the operation.
    pub fn replace(&self, op: Op<'c>, values: &[Value<'c>]) {
        let values: Vec<_> = values.iter().map(|value| value.0).collect();
        // SAFETY: the rewriter is alive during its hook.
        unsafe {
            mlirRewriterBaseReplaceOpWithValues(
                self.0,
                op.0,
                values.len() as isize,
                values.as_ptr(),
            )
        }
    }

    /// Erases an operation without uses.
    pub fn erase(&self, op: Op<'c>) {
        // SAFETY: as above.
        unsafe { mlirRewriterBaseEraseOp(self.0, op.0) }
    }

    /// Moves the operations of a block before an operation, with values for its arguments.
    pub fn inline_block_before(
        &self,
        block: super::Block<'c>,
        before: Op<'c>,
        arguments: &[Value<'c>],
    ) {
        let values: Vec<_> = arguments.iter().map(|value| value.0).collect();
        // SAFETY: as above.
        unsafe {
            mlirRewriterBaseInlineBlockBefore(
                self.0,
                block.0,
                before.0,
                values.len() as isize,
                values.as_ptr(),
            )
        }
    }

    /// Inserts a detached operation before another.
    pub fn insert_before(&self, op: Op<'c>, before: Op<'c>) {
        // SAFETY: as above; ownership goes to the block.
        unsafe {
            mlirRewriterBaseSetInsertionPointBefore(self.0, before.0);
            mlirRewriterBaseInsert(self.0, op.0);
        }
    }

    /// Changes an operation in place.
    pub fn modify(&self, op: Op<'c>, change: impl FnOnce()) {
        // SAFETY: as above.
        unsafe {
            mlirRewriterBaseStartOpModification(self.0, op.0);
            change();
            mlirRewriterBaseFinalizeOpModification(self.0, op.0);
        }
    }
}
