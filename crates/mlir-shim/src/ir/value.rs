//! SSA values.

use super::{Block, Op, Ty, collect};
use mlir_sys::*;
use std::{fmt, hash, marker::PhantomData};

/// An SSA value: a result of an operation or an argument of a block.
#[derive(Clone, Copy)]
pub struct Value<'c>(pub(crate) MlirValue, pub(crate) PhantomData<&'c ()>);

impl<'c> Value<'c> {
    pub(crate) fn from_raw(raw: MlirValue) -> Self {
        Self(raw, PhantomData)
    }

    /// The type.
    pub fn ty(self) -> Ty<'c> {
        // SAFETY: the value is alive.
        Ty::from_raw(unsafe { mlirValueGetType(self.0) })
    }

    /// The defining operation, or `None` for a block argument.
    pub fn defining_op(self) -> Option<Op<'c>> {
        // SAFETY: the value is alive, and the owner is asked only of a result.
        unsafe { mlirValueIsAOpResult(self.0).then(|| Op::from_raw(mlirOpResultGetOwner(self.0))) }
    }

    /// The number among the results of its operation or the arguments of its block.
    pub fn number(self) -> usize {
        // SAFETY: as above.
        unsafe {
            if mlirValueIsAOpResult(self.0) {
                mlirOpResultGetResultNumber(self.0) as usize
            } else {
                mlirBlockArgumentGetArgNumber(self.0) as usize
            }
        }
    }

    /// The block whose argument this is.
    pub fn owner_block(self) -> Option<Block<'c>> {
        // SAFETY: as above.
        unsafe {
            mlirValueIsABlockArgument(self.0)
                .then(|| Block::from_raw(mlirBlockArgumentGetOwner(self.0)))
        }
    }

    /// The uses: the operation and the number of its operand. In no particular order.
    pub fn uses(self) -> Vec<(Op<'c>, usize)> {
        let mut uses = Vec::new();
        // SAFETY: the value is alive, and nothing changes its use list here.
        unsafe {
            let mut operand = mlirValueGetFirstUse(self.0);
            while !mlirOpOperandIsNull(operand) {
                uses.push((
                    Op::from_raw(mlirOpOperandGetOwner(operand)),
                    mlirOpOperandGetOperandNumber(operand) as usize,
                ));
                operand = mlirOpOperandGetNextUse(operand);
            }
        }
        uses
    }

    /// Whether nothing uses the value.
    pub fn is_unused(self) -> bool {
        // SAFETY: the value is alive.
        unsafe { mlirOpOperandIsNull(mlirValueGetFirstUse(self.0)) }
    }

    /// Whether the value is known before an operation runs: it is defined before
    /// it in a block that holds it.
    pub fn is_available_at(self, op: Op<'c>) -> bool {
        match (self.defining_op(), self.owner_block()) {
            (Some(definition), _) => definition
                .block()
                .and_then(|block| op.ancestor_in(block))
                .is_some_and(|ancestor| definition != ancestor && definition.is_before(ancestor)),
            (None, Some(block)) => op.ancestor_in(block).is_some(),
            (None, None) => false,
        }
    }

    /// Makes every use of this value one of the other.
    pub fn replace_all_uses_with(self, other: Value<'c>) {
        // SAFETY: both values are alive.
        unsafe { mlirValueReplaceAllUsesOfWith(self.0, other.0) }
    }

    /// The same value as melior sees it, for as long as this handle is good.
    pub fn to_melior(self) -> melior::ir::Value<'c, 'c> {
        // SAFETY: a live value, and melior's handle holds nothing else.
        unsafe { melior::ir::Value::from_raw(self.0) }
    }
}

impl PartialEq for Value<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.0.ptr == other.0.ptr
    }
}

impl Eq for Value<'_> {}

impl hash::Hash for Value<'_> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.0.ptr.hash(state)
    }
}

impl fmt::Debug for Value<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        // SAFETY: the value is alive.
        formatter.write_str(&collect(|data| unsafe {
            mlirValuePrint(self.0, Some(super::append), data)
        }))
    }
}
