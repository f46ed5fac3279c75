//! Operations and modules.

use super::{Attr, Block, Ctx, Loc, Region, Value, collect, string_ref, text};
use crate::{
    diagnostic::{Diagnostic, Severity},
    ffi,
    nesting::MAXIMUM_NESTING,
};
use mlir_sys::*;
use std::{ffi::c_void, fmt, hash, marker::PhantomData, ops::ControlFlow, ops::Range};

/// An operation: a copy of a pointer, good for `'c` unless the operation is erased before (see the
/// crate's description).
#[derive(Clone, Copy)]
pub struct Op<'c>(pub(crate) MlirOperation, pub(crate) PhantomData<&'c ()>);

/// What a walk does after an operation. There is no fourth way, so that this enum stays as it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Walk {
    /// Go on into its regions.
    Advance,
    /// Go on after it.
    Skip,
    /// Stop.
    Stop,
}

impl<'c> Op<'c> {
    pub(crate) fn from_raw(raw: MlirOperation) -> Self {
        Self(raw, PhantomData)
    }

    pub(crate) fn maybe(raw: MlirOperation) -> Option<Self> {
        (!raw.ptr.is_null()).then(|| Self::from_raw(raw))
    }

    /// The operation that melior refers to, for as long as melior's reference is good.
    pub fn of_melior<'m: 'c>(operation: melior::ir::operation::OperationRef<'m, 'c>) -> Self {
        Self::from_raw(operation.to_raw())
    }

    /// The module of melior, as an operation, for as long as the module is borrowed.
    pub fn of_module(module: &'c melior::ir::Module<'_>) -> Self {
        Self::from_raw(module.as_operation().to_raw())
    }

    /// Takes a detached operation from melior; like what a builder gives, it is to be inserted
    /// somewhere, and is leaked otherwise.
    pub fn adopt(operation: melior::ir::Operation<'c>) -> Self {
        Self::from_raw(operation.into_raw())
    }

    /// The operation as melior refers to it, for as long as this handle is good. Its `clone` is a
    /// copy that melior owns.
    pub fn to_melior(self) -> melior::ir::operation::OperationRef<'c, 'c> {
        // SAFETY: the operation is alive for 'c (the invariant of the handles).
        unsafe { melior::ir::operation::OperationRef::from_raw(self.0) }
    }

    /// Hands a detached operation to melior, which then owns it and destroys it when dropped.
    ///
    /// # Panics
    /// When the operation stands in a block, which owns it: copy it instead
    /// (`op.to_melior().clone()`).
    ///
    /// # Safety
    /// The handle is copyable, and what is handed over is not: this is called once, and no copy of
    /// the handle, nor a handle to what the operation contains, is used after the operation that
    /// is returned was dropped.
    pub unsafe fn into_melior(self) -> melior::ir::Operation<'c> {
        assert!(
            self.block().is_none(),
            "{} stands in a block, which owns it",
            self.name()
        );
        // SAFETY: no block owns it; the rest is promised by the caller.
        unsafe { melior::ir::Operation::from_raw(self.0) }
    }

    /// The full name, such as `stencil.apply`.
    pub fn name(self) -> &'c str {
        // SAFETY: identifiers live as long as the context.
        unsafe { text(mlirIdentifierStr(mlirOperationGetName(self.0))) }
    }

    /// Whether this is the named operation.
    pub fn is(self, name: &str) -> bool {
        // SAFETY: identifiers live as long as the context. Bytes are compared, and not checked to be
        // UTF-8: this is the most frequent question of all.
        let own = unsafe {
            let own = mlirIdentifierStr(mlirOperationGetName(self.0));
            std::slice::from_raw_parts(own.data.cast::<u8>(), own.length)
        };
        own == name.as_bytes()
    }

    /// The context.
    pub fn context(self) -> Ctx<'c> {
        // SAFETY: the operation is alive.
        Ctx(unsafe { mlirOperationGetContext(self.0) }, PhantomData)
    }

    /// Where it comes from.
    pub fn location(self) -> Loc<'c> {
        // SAFETY: the operation is alive.
        Loc::from_raw(unsafe { mlirOperationGetLocation(self.0) })
    }

    /// Sets where it comes from.
    pub fn set_location(self, location: Loc<'c>) {
        // SAFETY: both are alive.
        unsafe { ffi::fvoptOperationSetLocation(self.0, location.0) }
    }

    /// The operands.
    pub fn operands(self) -> Vec<Value<'c>> {
        (0..self.operand_count())
            .map(|index| self.operand(index))
            .collect()
    }

    /// The number of operands.
    pub fn operand_count(self) -> usize {
        // SAFETY: the operation is alive.
        unsafe { mlirOperationGetNumOperands(self.0) as usize }
    }

    /// One operand. The index must be in range.
    pub fn operand(self, index: usize) -> Value<'c> {
        assert!(
            index < self.operand_count(),
            "operand {index} of {}",
            self.name()
        );
        // SAFETY: checked.
        Value::from_raw(unsafe { mlirOperationGetOperand(self.0, index as isize) })
    }

    /// Replaces one operand.
    pub fn set_operand(self, index: usize, value: Value<'c>) {
        assert!(
            index < self.operand_count(),
            "operand {index} of {}",
            self.name()
        );
        // SAFETY: checked.
        unsafe { mlirOperationSetOperand(self.0, index as isize, value.0) }
    }

    /// Replaces all operands. Groups are the caller's to keep true.
    pub fn set_operands(self, values: &[Value<'c>]) {
        let values: Vec<_> = values.iter().map(|value| value.0).collect();
        // SAFETY: the operation and the values are alive.
        unsafe { mlirOperationSetOperands(self.0, values.len() as isize, values.as_ptr()) }
    }

    /// The range of the n-th operand group of an operation with several variadic groups.
    pub fn segment_range(self, group: usize) -> Range<usize> {
        let sizes = self
            .attr("operandSegmentSizes")
            .and_then(|attribute| attribute.as_i32_array())
            .unwrap_or_default();
        // In range whatever the attribute says: a verifier may look at an operation
        // that was not verified yet.
        let count = self.operand_count();
        let size = |value: &i32| usize::try_from(*value).unwrap_or(0);
        let start: usize = sizes.iter().take(group).map(size).sum();
        let end = start.saturating_add(sizes.get(group).map_or(0, size));
        start.min(count)..end.min(count)
    }

    /// The n-th operand group of an operation with several variadic groups.
    pub fn segment(self, group: usize) -> Vec<Value<'c>> {
        self.segment_range(group)
            .map(|index| self.operand(index))
            .collect()
    }

    /// The results.
    pub fn results(self) -> Vec<Value<'c>> {
        (0..self.result_count())
            .map(|index| self.result(index))
            .collect()
    }

    /// The number of results.
    pub fn result_count(self) -> usize {
        // SAFETY: the operation is alive.
        unsafe { mlirOperationGetNumResults(self.0) as usize }
    }

    /// One result. The index must be in range.
    pub fn result(self, index: usize) -> Value<'c> {
        assert!(
            index < self.result_count(),
            "result {index} of {}",
            self.name()
        );
        // SAFETY: checked.
        Value::from_raw(unsafe { mlirOperationGetResult(self.0, index as isize) })
    }

    /// The number of regions.
    pub fn region_count(self) -> usize {
        // SAFETY: the operation is alive.
        unsafe { mlirOperationGetNumRegions(self.0) as usize }
    }

    /// One region. The index must be in range.
    pub fn region(self, index: usize) -> Region<'c> {
        assert!(
            index < self.region_count(),
            "region {index} of {}",
            self.name()
        );
        // SAFETY: checked.
        Region::from_raw(unsafe { mlirOperationGetRegion(self.0, index as isize) })
    }

    /// The first block of its first region.
    pub fn body(self) -> Option<Block<'c>> {
        (self.region_count() > 0)
            .then(|| self.region(0).block())
            .flatten()
    }

    /// An attribute, inherent or not.
    pub fn attr(self, name: &str) -> Option<Attr<'c>> {
        // SAFETY: the operation is alive.
        Attr::maybe(unsafe { mlirOperationGetAttributeByName(self.0, string_ref(name)) })
    }

    /// All attributes with their names, inherent ones included.
    pub fn attributes(self) -> Vec<(&'c str, Attr<'c>)> {
        // SAFETY: the operation is alive, indices are in range, and names live with the context.
        unsafe {
            (0..mlirOperationGetNumAttributes(self.0))
                .map(|index| {
                    let named = mlirOperationGetAttribute(self.0, index);
                    let name = text(mlirIdentifierStr(named.name));
                    (name, Attr::from_raw(named.attribute))
                })
                .collect()
        }
    }

    /// Sets an attribute.
    pub fn set_attr(self, name: &str, value: Attr<'c>) {
        // SAFETY: both are alive.
        unsafe { mlirOperationSetAttributeByName(self.0, string_ref(name), value.0) }
    }

    /// Removes an attribute; false where there was none.
    pub fn remove_attr(self, name: &str) -> bool {
        // SAFETY: the operation is alive.
        unsafe { mlirOperationRemoveAttributeByName(self.0, string_ref(name)) }
    }

    /// The text of a string or symbol attribute.
    pub fn text_attr(self, name: &str) -> Option<&'c str> {
        self.attr(name).and_then(|attribute| attribute.as_text())
    }

    /// The name of a symbol.
    pub fn symbol_name(self) -> Option<&'c str> {
        self.text_attr("sym_name")
    }

    /// Whether the name of a symbol is one that messages can show and that tells it from others:
    /// not empty, and UTF-8. MLIR allows any bytes.
    pub fn has_proper_name(self) -> bool {
        let Some(name) = self.attr("sym_name") else {
            return false;
        };
        // SAFETY: the name is a text, verified; its bytes live with the context.
        unsafe {
            let name = mlirStringAttrGetValue(name.0);
            let bytes = match name.length {
                0 => &[][..],
                length => std::slice::from_raw_parts(name.data.cast::<u8>(), length),
            };
            !bytes.is_empty() && std::str::from_utf8(bytes).is_ok()
        }
    }

    /// The operation that it stands in.
    pub fn parent(self) -> Option<Op<'c>> {
        // SAFETY: the operation is alive.
        Self::maybe(unsafe { mlirOperationGetParentOperation(self.0) })
    }

    /// The nearest enclosing operation of a name.
    pub fn ancestor(self, name: &str) -> Option<Op<'c>> {
        let mut parent = self.parent();
        while let Some(op) = parent {
            if op.is(name) {
                return Some(op);
            }
            parent = op.parent();
        }
        None
    }

    /// The ancestor of this operation (or itself) that stands in the block.
    pub fn ancestor_in(self, block: Block<'c>) -> Option<Op<'c>> {
        let mut op = self;
        loop {
            if op.block() == Some(block) {
                return Some(op);
            }
            op = op.parent()?;
        }
    }

    /// The block that it stands in.
    pub fn block(self) -> Option<Block<'c>> {
        // SAFETY: the operation is alive.
        let block = unsafe { mlirOperationGetBlock(self.0) };
        (!block.ptr.is_null()).then(|| Block::from_raw(block))
    }

    /// The operation after it.
    pub fn next(self) -> Option<Op<'c>> {
        // SAFETY: the operation is alive.
        Self::maybe(unsafe { mlirOperationGetNextInBlock(self.0) })
    }

    /// Whether it stands before another operation of the same block.
    pub fn is_before(self, other: Op<'c>) -> bool {
        assert!(
            self.block() == other.block(),
            "operations of two blocks have no order"
        );
        // SAFETY: both are alive, and in one block.
        unsafe { ffi::fvoptOperationIsBeforeInBlock(self.0, other.0) }
    }

    /// Moves it before another operation.
    pub fn move_before(self, other: Op<'c>) {
        // SAFETY: both are alive.
        unsafe { mlirOperationMoveBefore(self.0, other.0) }
    }

    /// Moves it after another operation.
    pub fn move_after(self, other: Op<'c>) {
        // SAFETY: both are alive.
        unsafe { mlirOperationMoveAfter(self.0, other.0) }
    }

    /// Moves it to the end of a block, which may be of another module of the same context: then
    /// handles to it are good for as long as that one.
    pub fn move_to_end(self, block: Block<'c>) {
        // SAFETY: both are alive; the block takes the operation over.
        unsafe {
            mlirOperationRemoveFromParent(self.0);
            mlirBlockAppendOwnedOperation(block.0, self.0);
        }
    }

    /// Whether it has no effect but its results.
    pub fn is_pure(self) -> bool {
        // SAFETY: the operation is alive.
        unsafe { ffi::fvoptOperationIsPure(self.0) }
    }

    /// Erases it. No handle to it, its results or what it contains may be used
    /// afterwards, and its results must be unused.
    pub fn erase(self) {
        for result in self.results() {
            assert!(
                result.is_unused(),
                "erasing {} while it is used",
                self.name()
            );
        }
        // SAFETY: the operation is alive and its results are unused; the caller
        // keeps no handle (the invariant of this crate).
        unsafe { mlirOperationDestroy(self.0) }
    }

    /// Verifies it with everything it contains; errors are emitted.
    pub fn verify(self) -> bool {
        // SAFETY: the operation is alive.
        unsafe { mlirOperationVerify(self.0) }
    }

    /// Visits it and everything it contains, outside first.
    pub fn walk(self, mut visit: impl FnMut(Op<'c>) -> Walk) {
        struct State<'c, 'f>(&'f mut dyn FnMut(Op<'c>) -> Walk);
        unsafe extern "C" fn callback(operation: MlirOperation, data: *mut c_void) -> u32 {
            // SAFETY: `data` is the state below, alive during the walk.
            let state = unsafe { &mut *data.cast::<State>() };
            match state.0(Op::from_raw(operation)) {
                Walk::Advance => MlirWalkResult_MlirWalkResultAdvance,
                Walk::Skip => MlirWalkResult_MlirWalkResultSkip,
                Walk::Stop => MlirWalkResult_MlirWalkResultInterrupt,
            }
        }
        let mut state = State(&mut visit);
        // SAFETY: the operation is alive; the callback gets the state it expects.
        // A panic in `visit` aborts at the C boundary, which is what a broken
        // invariant should do.
        unsafe {
            mlirOperationWalk(
                self.0,
                Some(callback),
                (&raw mut state).cast(),
                MlirWalkOrder_MlirWalkPreOrder,
            )
        }
    }

    /// Visits everything it contains until the visitor breaks.
    pub fn find<R>(self, mut visit: impl FnMut(Op<'c>) -> ControlFlow<R>) -> Option<R> {
        let mut found = None;
        self.walk(|op| match visit(op) {
            ControlFlow::Continue(()) => Walk::Advance,
            ControlFlow::Break(value) => {
                found = Some(value);
                Walk::Stop
            }
        });
        found
    }

    /// Whether everything within lies in [`MAXIMUM_NESTING`] regions at most; what goes on to
    /// recurse on regions asks this first.
    pub fn check_nesting(self) -> Result<(), Diagnostic> {
        // SAFETY: the operation is alive.
        let found = unsafe { ffi::fvoptTooDeepOperation(self.0, MAXIMUM_NESTING) };
        match Self::maybe(found) {
            None => Ok(()),
            Some(op) => Err(Diagnostic {
                severity: Severity::Error,
                location: op.location().short(),
                message: format!(
                    "regions nest more than {MAXIMUM_NESTING} deep, here around `{}`",
                    op.name()
                ),
                notes: Vec::new(),
            }),
        }
    }

    /// All operations in it of a name, outside first, in order.
    pub fn collect(self, name: &str) -> Vec<Op<'c>> {
        let mut found = Vec::new();
        self.walk(|op| {
            if op.is(name) {
                found.push(op);
            }
            Walk::Advance
        });
        found
    }

    /// The generic form, in which nothing depends on what stands around the operation: values are numbered from
    /// here on, and attributes have no names of the module's.
    pub fn to_local_string(self) -> String {
        // SAFETY: the operation is alive; the flags are destroyed after use.
        collect(|data| unsafe {
            let flags = mlirOpPrintingFlagsCreate();
            mlirOpPrintingFlagsPrintGenericOpForm(flags);
            mlirOpPrintingFlagsUseLocalScope(flags);
            mlirOperationPrintWithFlags(self.0, flags, Some(super::append), data);
            mlirOpPrintingFlagsDestroy(flags);
        })
    }

    /// The text with the location of each operation, which a reader takes for its own.
    pub fn to_string_with_locations(self) -> String {
        // SAFETY: the operation is alive; the flags are destroyed after use.
        collect(|data| unsafe {
            let flags = mlirOpPrintingFlagsCreate();
            mlirOpPrintingFlagsEnableDebugInfo(flags, true, false);
            mlirOperationPrintWithFlags(self.0, flags, Some(super::append), data);
            mlirOpPrintingFlagsDestroy(flags);
        })
    }

    /// The generic form, one line per operation, for tests and messages.
    pub fn to_generic_string(self) -> String {
        // SAFETY: the operation is alive; the flags are destroyed after use.
        collect(|data| unsafe {
            let flags = mlirOpPrintingFlagsCreate();
            mlirOpPrintingFlagsPrintGenericOpForm(flags);
            mlirOperationPrintWithFlags(self.0, flags, Some(super::append), data);
            mlirOpPrintingFlagsDestroy(flags);
        })
    }
}

impl PartialEq for Op<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.0.ptr == other.0.ptr
    }
}

impl Eq for Op<'_> {}

impl hash::Hash for Op<'_> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.0.ptr.hash(state)
    }
}

impl fmt::Display for Op<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        // SAFETY: the operation is alive.
        formatter.write_str(&collect(|data| unsafe {
            mlirOperationPrint(self.0, Some(super::append), data)
        }))
    }
}

impl fmt::Debug for Op<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

/// The symbol tables that a verifier of symbol uses is given.
pub struct SymbolTables(pub(crate) *mut c_void);

impl SymbolTables {
    /// The operation that a symbol names, seen from an operation.
    pub fn lookup<'c>(&self, from: Op<'c>, name: &str) -> Option<Op<'c>> {
        // SAFETY: the collection is alive during the hook that got it.
        Op::maybe(unsafe { ffi::fvoptLookupSymbol(self.0, from.0, string_ref(name)) })
    }
}

/// A module that this value owns.
pub struct OwnedModule<'c>(pub(crate) MlirModule, pub(crate) PhantomData<&'c ()>);

impl<'c> OwnedModule<'c> {
    /// An empty module.
    pub fn new(location: Loc<'c>) -> Self {
        // SAFETY: the location is of a live context.
        Self(unsafe { mlirModuleCreateEmpty(location.0) }, PhantomData)
    }

    /// Parses text; errors are emitted to the context's handlers.
    pub fn parse(context: Ctx<'c>, source: &str) -> Option<Self> {
        super::check_nesting(context, source)?;
        // MLIR's lexer reads up to the NUL that must stand behind the text. The text itself may
        // hold others, so that it is no C string.
        let mut terminated = String::with_capacity(source.len() + 1);
        terminated.push_str(source);
        terminated.push('\0');
        let text = string_ref(&terminated[..source.len()]);
        // SAFETY: the context is alive; the text is copied into the module.
        let raw = unsafe { mlirModuleCreateParse(context.0, text) };
        (!raw.ptr.is_null()).then_some(Self(raw, PhantomData))
    }

    /// The module as an operation, for as long as the module is borrowed.
    pub fn op(&self) -> Op<'_> {
        // SAFETY: the module is alive.
        Op::from_raw(unsafe { mlirModuleGetOperation(self.0) })
    }

    /// The context, which outlives the module.
    pub fn context(&self) -> Ctx<'c> {
        // SAFETY: the module is alive.
        Ctx(unsafe { mlirModuleGetContext(self.0) }, PhantomData)
    }

    /// Where it comes from; locations live with the context.
    pub fn location(&self) -> Loc<'c> {
        // SAFETY: the module is alive.
        Loc::from_raw(unsafe { mlirOperationGetLocation(mlirModuleGetOperation(self.0)) })
    }

    /// A deep copy.
    pub fn duplicate(&self) -> Self {
        // SAFETY: the module is alive; the clone is a module of its own.
        Self(
            unsafe { mlirModuleFromOperation(mlirOperationClone(mlirModuleGetOperation(self.0))) },
            PhantomData,
        )
    }

    /// The body, for as long as the module is borrowed.
    pub fn block(&self) -> Block<'_> {
        // SAFETY: the module is alive.
        Block::from_raw(unsafe { mlirModuleGetBody(self.0) })
    }
}

impl Drop for OwnedModule<'_> {
    fn drop(&mut self) {
        // SAFETY: owned, destroyed once.
        unsafe { mlirModuleDestroy(self.0) }
    }
}
