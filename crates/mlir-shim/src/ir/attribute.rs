//! Attributes.

use super::{Ctx, Loc, Scalar, Ty, collect, string_ref, text};
use crate::ffi;
use mlir_sys::*;
use std::{fmt, hash, marker::PhantomData};

/// An attribute.
#[derive(Clone, Copy)]
pub struct Attr<'c>(pub(crate) MlirAttribute, pub(crate) PhantomData<&'c ()>);

/// The enums of our dialects.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
#[non_exhaustive]
pub enum EnumKind {
    Axis = 0,
    Direction = 1,
    Place = 2,
    Reduction = 3,
}

impl<'c> Attr<'c> {
    pub(crate) fn from_raw(raw: MlirAttribute) -> Self {
        Self(raw, PhantomData)
    }

    pub(crate) fn maybe(raw: MlirAttribute) -> Option<Self> {
        (!raw.ptr.is_null()).then(|| Self::from_raw(raw))
    }

    /// The attribute that melior refers to.
    pub fn of_melior(attribute: melior::ir::Attribute<'c>) -> Self {
        use melior::ir::AttributeLike;
        Self::from_raw(attribute.to_raw())
    }

    /// The attribute as melior refers to it.
    pub fn to_melior(self) -> melior::ir::Attribute<'c> {
        // SAFETY: attributes live as long as their context.
        unsafe { melior::ir::Attribute::from_raw(self.0) }
    }

    /// Parses an attribute; `None` (and an error emitted) when the text is none.
    pub fn parse(context: Ctx<'c>, source: &str) -> Option<Self> {
        super::check_nesting(context, source)?;
        // SAFETY: the context is alive.
        Self::maybe(unsafe { mlirAttributeParseGet(context.0, string_ref(source)) })
    }

    /// An integer (or index) of a type.
    pub fn integer(ty: Ty<'c>, value: i64) -> Self {
        // SAFETY: the type is alive.
        Self::from_raw(unsafe { mlirIntegerAttrGet(ty.0, value) })
    }

    /// A float of a type.
    pub fn float(ty: Ty<'c>, value: f64) -> Self {
        // SAFETY: the type is alive.
        Self::from_raw(unsafe { mlirFloatAttrDoubleGet(ty.context().0, ty.0, value) })
    }

    /// A text.
    pub fn string(context: Ctx<'c>, value: &str) -> Self {
        // SAFETY: the context is alive; the text is copied.
        Self::from_raw(unsafe { mlirStringAttrGet(context.0, string_ref(value)) })
    }

    /// A reference to a symbol.
    pub fn symbol(context: Ctx<'c>, name: &str) -> Self {
        // SAFETY: as above.
        Self::from_raw(unsafe { mlirFlatSymbolRefAttrGet(context.0, string_ref(name)) })
    }

    /// The unit attribute.
    pub fn unit(context: Ctx<'c>) -> Self {
        // SAFETY: the context is alive.
        Self::from_raw(unsafe { mlirUnitAttrGet(context.0) })
    }

    /// Whether it is the attribute that says nothing but that it is there.
    pub fn is_unit(self) -> bool {
        // SAFETY: the attribute is alive.
        unsafe { mlirAttributeIsAUnit(self.0) }
    }

    /// A type as an attribute.
    pub fn ty(ty: Ty<'c>) -> Self {
        // SAFETY: the type is alive.
        Self::from_raw(unsafe { mlirTypeAttrGet(ty.0) })
    }

    /// `array<i64: ...>`
    pub fn i64_array(context: Ctx<'c>, values: &[i64]) -> Self {
        // SAFETY: the context is alive; the values are copied.
        Self::from_raw(unsafe {
            mlirDenseI64ArrayGet(context.0, values.len() as isize, values.as_ptr())
        })
    }

    /// `array<i32: ...>`
    pub fn i32_array(context: Ctx<'c>, values: &[i32]) -> Self {
        // SAFETY: as above.
        Self::from_raw(unsafe {
            mlirDenseI32ArrayGet(context.0, values.len() as isize, values.as_ptr())
        })
    }

    /// `[a, b]`
    pub fn array(context: Ctx<'c>, values: &[Attr<'c>]) -> Self {
        let values: Vec<_> = values.iter().map(|value| value.0).collect();
        // SAFETY: as above.
        Self::from_raw(unsafe {
            mlirArrayAttrGet(context.0, values.len() as isize, values.as_ptr())
        })
    }

    /// A box, from its encoding.
    pub fn box_code(context: Ctx<'c>, code: &[i64]) -> Self {
        // SAFETY: as above.
        Self::from_raw(unsafe {
            ffi::fvoptBoxAttrGet(context.0, code.as_ptr(), code.len() as isize)
        })
    }

    /// The encoding of a box.
    pub fn as_box_code(self) -> Option<Vec<i64>> {
        // SAFETY: the code is asked only of a box, and lives with the context.
        unsafe {
            ffi::fvoptAttributeIsBox(self.0).then(|| {
                let (mut code, mut size) = (std::ptr::null(), 0);
                ffi::fvoptBoxAttrCode(self.0, &mut code, &mut size);
                if size == 0 {
                    Vec::new()
                } else {
                    std::slice::from_raw_parts(code, size as usize).to_vec()
                }
            })
        }
    }

    /// A layout; `None` when the parameters are wrong (the error is emitted at the location).
    pub fn layout(location: Loc<'c>, order: &str, alignment: i64, padding: i64) -> Option<Self> {
        // SAFETY: the location is alive; the text is copied.
        Self::maybe(unsafe {
            ffi::fvoptLayoutAttrGet(location.0, string_ref(order), alignment, padding)
        })
    }

    /// Order, alignment and padding. The attribute must be a layout.
    pub fn layout_values(self) -> (&'c str, i64, i64) {
        let mut order = string_ref("");
        let (mut alignment, mut padding) = (0, 0);
        // SAFETY: the caller has a layout (the C++ side checks the cast); its text lives with the context.
        unsafe {
            ffi::fvoptLayoutAttrValues(self.0, &mut order, &mut alignment, &mut padding);
            (text(order), alignment, padding)
        }
    }

    /// A schedule; `None` when the parameters are wrong (the error is emitted at the location).
    pub fn schedule(
        location: Loc<'c>,
        order: &str,
        parallel: &str,
        tile: [i64; 3],
        vector: i64,
    ) -> Option<Self> {
        // SAFETY: as for layouts.
        Self::maybe(unsafe {
            ffi::fvoptScheduleAttrGet(
                location.0,
                string_ref(order),
                string_ref(parallel),
                tile.as_ptr(),
                vector,
            )
        })
    }

    /// Order, parallel axes, tile sizes and vector width. The attribute must be a schedule.
    pub fn schedule_values(self) -> (&'c str, &'c str, [i64; 3], i64) {
        let (mut order, mut parallel) = (string_ref(""), string_ref(""));
        let (mut tile, mut vector) = (std::ptr::null(), 0);
        // SAFETY: the caller has a schedule, whose verifier saw three tile sizes.
        unsafe {
            ffi::fvoptScheduleAttrValues(self.0, &mut order, &mut parallel, &mut tile, &mut vector);
            (
                text(order),
                text(parallel),
                [*tile, *tile.add(1), *tile.add(2)],
                vector,
            )
        }
    }

    /// A value of one of our enums.
    pub fn enumeration(context: Ctx<'c>, kind: EnumKind, value: u32) -> Self {
        // SAFETY: the context is alive.
        Self::from_raw(unsafe { ffi::fvoptEnumAttrGet(context.0, kind as i32, value) })
    }

    /// The value of one of our enums.
    pub fn as_enumeration(self) -> Option<u32> {
        // SAFETY: the attribute is alive.
        u32::try_from(unsafe { ffi::fvoptEnumAttrValue(self.0) }).ok()
    }

    /// The text of a string, or the name of a flat symbol reference.
    pub fn as_text(self) -> Option<&'c str> {
        // SAFETY: each getter is called for its own kind; texts live with the context.
        unsafe {
            if mlirAttributeIsAString(self.0) {
                Some(text(mlirStringAttrGetValue(self.0)))
            } else if mlirAttributeIsAFlatSymbolRef(self.0) {
                Some(text(mlirFlatSymbolRefAttrGetValue(self.0)))
            } else {
                None
            }
        }
    }

    /// The value of an integer, sign-extended.
    pub fn as_integer(self) -> Option<i64> {
        // SAFETY: the getter is called only for an integer.
        unsafe { mlirAttributeIsAInteger(self.0).then(|| mlirIntegerAttrGetValueInt(self.0)) }
    }

    /// The value of a float as f64 (exact for f32 and f64).
    pub fn as_float(self) -> Option<f64> {
        // SAFETY: the getter is called only for a float.
        unsafe { mlirAttributeIsAFloat(self.0).then(|| mlirFloatAttrGetValueDouble(self.0)) }
    }

    /// The type of a typed attribute.
    pub fn attr_type(self) -> Ty<'c> {
        // SAFETY: the attribute is alive.
        Ty::from_raw(unsafe { mlirAttributeGetType(self.0) })
    }

    /// The type that a type attribute holds.
    pub fn as_type(self) -> Option<Ty<'c>> {
        // SAFETY: the getter is called only for a type attribute.
        unsafe { mlirAttributeIsAType(self.0).then(|| Ty::from_raw(mlirTypeAttrGetValue(self.0))) }
    }

    /// The elements of an array.
    pub fn as_array(self) -> Option<Vec<Attr<'c>>> {
        // SAFETY: elements are asked only of an array, in range.
        unsafe {
            mlirAttributeIsAArray(self.0).then(|| {
                (0..mlirArrayAttrGetNumElements(self.0))
                    .map(|index| Self::from_raw(mlirArrayAttrGetElement(self.0, index)))
                    .collect()
            })
        }
    }

    /// The elements of `array<i64: ...>`.
    pub fn as_i64_array(self) -> Option<Vec<i64>> {
        // SAFETY: as above.
        unsafe {
            mlirAttributeIsADenseI64Array(self.0).then(|| {
                (0..mlirDenseArrayGetNumElements(self.0))
                    .map(|index| mlirDenseI64ArrayGetElement(self.0, index))
                    .collect()
            })
        }
    }

    /// The elements of `array<i32: ...>`.
    pub fn as_i32_array(self) -> Option<Vec<i32>> {
        // SAFETY: as above.
        unsafe {
            mlirAttributeIsADenseI32Array(self.0).then(|| {
                (0..mlirDenseArrayGetNumElements(self.0))
                    .map(|index| mlirDenseI32ArrayGetElement(self.0, index))
                    .collect()
            })
        }
    }

    /// An `arith`-like constant of a scalar type: `value` is the integer, or the bits of the float.
    pub fn scalar_bits(context: Ctx<'c>, scalar: Scalar, bits: u64) -> Self {
        let ty = Ty::scalar(context, scalar);
        match scalar {
            Scalar::F64 => Self::float(ty, f64::from_bits(bits)),
            Scalar::F32 => Self::float(ty, f64::from(f32::from_bits(bits as u32))),
            _ => Self::integer(ty, bits as i64),
        }
    }
}

impl PartialEq for Attr<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.0.ptr == other.0.ptr
    }
}

impl Eq for Attr<'_> {}

impl hash::Hash for Attr<'_> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.0.ptr.hash(state)
    }
}

impl fmt::Display for Attr<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        // SAFETY: the attribute is alive.
        formatter.write_str(&collect(|data| unsafe {
            mlirAttributePrint(self.0, Some(super::append), data)
        }))
    }
}

impl fmt::Debug for Attr<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}
