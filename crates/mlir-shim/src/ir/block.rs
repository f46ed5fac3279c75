//! Blocks and regions.

use super::{Loc, Op, Ty, Value};
use mlir_sys::*;
use std::{hash, marker::PhantomData};

/// A region of an operation.
#[derive(Clone, Copy, Debug)]
pub struct Region<'c>(pub(crate) MlirRegion, pub(crate) PhantomData<&'c ()>);

impl<'c> Region<'c> {
    pub(crate) fn from_raw(raw: MlirRegion) -> Self {
        Self(raw, PhantomData)
    }

    /// A new region with one empty block, to be given to an operation under construction.
    pub fn with_block(arguments: &[Ty<'c>], location: Loc<'c>) -> (Self, Block<'c>) {
        // SAFETY: fresh objects; the region owns the block.
        unsafe {
            let region = mlirRegionCreate();
            let types: Vec<_> = arguments.iter().map(|ty| ty.0).collect();
            let locations = vec![location.0; types.len()];
            let block = mlirBlockCreate(types.len() as isize, types.as_ptr(), locations.as_ptr());
            mlirRegionAppendOwnedBlock(region, block);
            (Self::from_raw(region), Block::from_raw(block))
        }
    }

    /// A new region without blocks.
    pub fn empty() -> Self {
        // SAFETY: a fresh object.
        Self::from_raw(unsafe { mlirRegionCreate() })
    }

    /// Appends an empty block.
    pub fn append_block(self, arguments: &[Ty<'c>], location: Loc<'c>) -> Block<'c> {
        // SAFETY: the region is alive and takes the fresh block.
        unsafe {
            let types: Vec<_> = arguments.iter().map(|ty| ty.0).collect();
            let locations = vec![location.0; types.len()];
            let block = mlirBlockCreate(types.len() as isize, types.as_ptr(), locations.as_ptr());
            mlirRegionAppendOwnedBlock(self.0, block);
            Block::from_raw(block)
        }
    }

    /// A new region with the blocks of another, which is left empty.
    pub fn take(other: Region<'c>) -> Self {
        let region = Self::empty();
        // SAFETY: both regions are alive.
        unsafe { mlirRegionTakeBody(region.0, other.0) }
        region
    }

    /// Its first block.
    pub fn block(self) -> Option<Block<'c>> {
        // SAFETY: the region is alive.
        unsafe {
            let block = mlirRegionGetFirstBlock(self.0);
            (!block.ptr.is_null()).then(|| Block::from_raw(block))
        }
    }
}

/// A block.
#[derive(Clone, Copy, Debug)]
pub struct Block<'c>(pub(crate) MlirBlock, pub(crate) PhantomData<&'c ()>);

impl<'c> Block<'c> {
    pub(crate) fn from_raw(raw: MlirBlock) -> Self {
        Self(raw, PhantomData)
    }

    /// The arguments.
    pub fn arguments(self) -> Vec<Value<'c>> {
        // SAFETY: the block is alive, and indices are in range.
        unsafe {
            (0..mlirBlockGetNumArguments(self.0))
                .map(|index| Value::from_raw(mlirBlockGetArgument(self.0, index)))
                .collect()
        }
    }

    /// Appends an argument.
    pub fn add_argument(self, ty: Ty<'c>, location: Loc<'c>) -> Value<'c> {
        // SAFETY: the block is alive.
        Value::from_raw(unsafe { mlirBlockAddArgument(self.0, ty.0, location.0) })
    }

    /// Erases an argument, which must be unused.
    pub fn erase_argument(self, number: usize) {
        assert!(
            self.arguments()[number].is_unused(),
            "erasing a block argument that is used"
        );
        // SAFETY: the block is alive; the argument is unused.
        unsafe { mlirBlockEraseArgument(self.0, number as u32) }
    }

    /// The operations in order. The list is made once: erasing while going through it is fine.
    pub fn ops(self) -> Vec<Op<'c>> {
        let mut ops = Vec::new();
        let mut next = self.first();
        while let Some(op) = next {
            ops.push(op);
            next = op.next();
        }
        ops
    }

    /// The first operation.
    pub fn first(self) -> Option<Op<'c>> {
        // SAFETY: the block is alive.
        Op::maybe(unsafe { mlirBlockGetFirstOperation(self.0) })
    }

    /// The terminator, where the last operation is one.
    pub fn terminator(self) -> Option<Op<'c>> {
        // SAFETY: the block is alive.
        Op::maybe(unsafe { mlirBlockGetTerminator(self.0) })
    }

    /// The operation that this block stands in.
    pub fn parent(self) -> Option<Op<'c>> {
        // SAFETY: the block is alive.
        Op::maybe(unsafe { mlirBlockGetParentOperation(self.0) })
    }
}

impl PartialEq for Block<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.0.ptr == other.0.ptr
    }
}

impl Eq for Block<'_> {}

impl hash::Hash for Block<'_> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.0.ptr.hash(state)
    }
}
