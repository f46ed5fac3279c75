//! The definitions as melior's macro reads them, for those who build with melior.
//!
//! [`stencil`] has a type and a builder per operation, made by `melior::dialect!` from
//! the same `dialects/stencil/*.td` as everything else. What the macro makes *owns* its
//! operation. So it suits operations that stand in no block yet:
//!
//! | from | to | with |
//! |---|---|---|
//! | `ApplyOperation` | [`Op`](mlir_shim::ir::Op) | `Op::adopt(operation.into())`, then `Builder::insert` |
//! | `Op` | `ApplyOperation` | `ApplyOperation::try_from(op.to_melior().clone())`: a copy |
//! | detached `Op` | `ApplyOperation` | `ApplyOperation::try_from(op.into_melior())`, which is `unsafe` |
//! | `Op` in a block | melior's reference | `op.to_melior()` |
//!
//! Limits of the macro, which are why passes use [`ops`](crate::ops) and callers of
//! builders [`build`](crate::build): its builders panic where MLIR refuses an operation;
//! they do not set the sizes of operand groups (of `store`, `insert`, `sweep`, `stage` and
//! `access_dyn`, where `operandSegmentSizes` must be set on the operation afterwards); and
//! attributes of fvopt's own classes are plain `Attribute`s.

// The macro documents operations and their builders, not the accessors.
#![allow(missing_docs)]

melior::dialect! {
    name: "stencil",
    files: ["StencilOps.td"],
    include_directory_env_vars: ["FVOPT_STENCIL_DEFINITIONS"],
}

/// The names of an operation's definition.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Definition {
    /// The operation's full name.
    pub name: &'static str,
    /// Operands and groups of them, in order.
    pub operands: &'static [&'static str],
    /// Attributes that every such operation has.
    pub attributes: &'static [&'static str],
    /// Attributes that may be absent.
    pub optional_attributes: &'static [&'static str],
    /// Results and groups of them, in order.
    pub results: &'static [&'static str],
    /// Regions, in order.
    pub regions: &'static [&'static str],
}
