//! What operations say of themselves by op interfaces: positions of boxes, views, effects on memory.

use super::{Op, Value};
use crate::ffi;
use std::{ffi::c_void, ops::Range};

/// A part of a field as a field: what an operation says by the interface `FieldViewOpInterface`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FieldView<'c> {
    /// The field.
    pub source: Value<'c>,
    /// The level that is fixed, where one is.
    pub level: Option<Value<'c>>,
    /// The component of the first data dimension that is fixed, where one is.
    pub component: Option<Value<'c>>,
}

/// What an operation does to the memory of one of its operands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MemoryEffect {
    /// The number of the operand.
    pub operand: usize,
    /// Whether it reads that memory.
    pub reads: bool,
    /// Whether it writes that memory.
    pub writes: bool,
}

impl<'c> Op<'c> {
    /// Which operands are the run-time positions of its box or boxes: the operand group `bounds` of
    /// the interface `BoxOpInterface`. `None` for an operation that has no boxes.
    pub fn bounds_range(self) -> Option<Range<usize>> {
        let (mut start, mut count) = (0, 0);
        // SAFETY: the operation is alive; what is given is in range.
        let has_boxes = unsafe { ffi::fvoptOperationBounds(self.0, &mut start, &mut count) };
        has_boxes.then(|| start as usize..(start + count) as usize)
    }

    /// Replaces the run-time positions of its boxes. It must be one that can have some.
    pub fn set_bounds(self, positions: &[Value<'c>]) {
        assert!(
            self.bounds_range().is_some(),
            "{} has no boxes",
            self.name()
        );
        let positions: Vec<_> = positions.iter().map(|value| value.0).collect();
        // SAFETY: the operation and the values are alive.
        unsafe {
            ffi::fvoptOperationSetBounds(self.0, positions.as_ptr(), positions.len() as isize)
        }
    }

    /// The part of a field that its first result is; `None` for an operation that is no view.
    pub fn field_view(self) -> Option<FieldView<'c>> {
        let (mut source, mut level, mut component) = (-1, -1, -1);
        // SAFETY: the operation is alive; what is given is in range.
        let is_view = unsafe {
            ffi::fvoptOperationFieldView(self.0, &mut source, &mut level, &mut component)
        };
        let operand = |number: isize| usize::try_from(number).ok().map(|n| self.operand(n));
        is_view.then(|| FieldView {
            source: self.operand(source as usize),
            level: operand(level),
            component: operand(component),
        })
    }

    /// What it does to the memory of its operands, in their order, by upstream's
    /// `MemoryEffectOpInterface`; `None` where it does not say on which operands it has effects.
    /// What its regions do is not part of it.
    pub fn memory_effects(self) -> Option<Vec<MemoryEffect>> {
        unsafe extern "C" fn give(operand: isize, writes: bool, data: *mut c_void) {
            // SAFETY: the vector below, alive during the call.
            let effects = unsafe { &mut *data.cast::<Vec<MemoryEffect>>() };
            let operand = operand as usize;
            match effects.iter_mut().find(|effect| effect.operand == operand) {
                Some(effect) => {
                    effect.reads |= !writes;
                    effect.writes |= writes;
                }
                None => effects.push(MemoryEffect {
                    operand,
                    reads: !writes,
                    writes,
                }),
            }
        }
        let mut effects: Vec<MemoryEffect> = Vec::new();
        let data = (&raw mut effects).cast();
        // SAFETY: the operation is alive; the callback only uses the vector.
        let is_known = unsafe { ffi::fvoptOperationEffects(self.0, give, data) };
        effects.sort_by_key(|effect| effect.operand);
        is_known.then_some(effects)
    }
}
