//! Types.

use super::{Attr, Ctx, Loc, collect};
use crate::ffi;
use fvopt_boxes::Axes;
use fvopt_native::Scalar;
use mlir_sys::*;
use std::{fmt, hash, marker::PhantomData};

/// A type.
#[derive(Clone, Copy)]
pub struct Ty<'c>(pub(crate) MlirType, pub(crate) PhantomData<&'c ()>);

/// The parts of a field or temp type.
#[derive(Clone, PartialEq, Debug)]
pub struct Shaped<'c> {
    /// Whether it is a field (memory); else a temp (value).
    pub is_field: bool,
    /// The axes.
    pub axes: Axes,
    /// Sizes of the trailing data dimensions.
    pub data: Vec<i64>,
    /// The element type.
    pub element: Ty<'c>,
    /// The layout, where one is set.
    pub layout: Option<Attr<'c>>,
}

impl Shaped<'_> {
    /// The axes present, in order.
    pub fn axis_list(&self) -> Vec<usize> {
        self.axes.numbers().collect()
    }

    /// Whether the axis is there.
    pub fn has_axis(&self, axis: usize) -> bool {
        self.axes.has_number(axis)
    }

    /// The number of components at a point.
    pub fn components(&self) -> usize {
        self.data.iter().product::<i64>() as usize
    }
}

impl<'c> Ty<'c> {
    pub(crate) fn from_raw(raw: MlirType) -> Self {
        Self(raw, PhantomData)
    }

    /// The type of melior.
    pub fn of_melior(ty: melior::ir::Type<'c>) -> Self {
        use melior::ir::TypeLike;
        Self::from_raw(ty.to_raw())
    }

    /// The type as melior sees it.
    pub fn to_melior(self) -> melior::ir::Type<'c> {
        // SAFETY: a live type.
        unsafe { melior::ir::Type::from_raw(self.0) }
    }

    /// Parses a type; `None` (and an error emitted) when the text is none.
    pub fn parse(context: Ctx<'c>, source: &str) -> Option<Self> {
        super::check_nesting(context, source)?;
        // SAFETY: the context is alive.
        let raw = unsafe { mlirTypeParseGet(context.0, super::string_ref(source)) };
        (!raw.ptr.is_null()).then(|| Self::from_raw(raw))
    }

    /// A scalar type.
    pub fn scalar(context: Ctx<'c>, scalar: Scalar) -> Self {
        // SAFETY: the context is alive.
        Self::from_raw(unsafe {
            match scalar {
                Scalar::F32 => mlirF32TypeGet(context.0),
                Scalar::F64 => mlirF64TypeGet(context.0),
                Scalar::I1 => mlirIntegerTypeGet(context.0, 1),
                Scalar::I8 => mlirIntegerTypeGet(context.0, 8),
                Scalar::I16 => mlirIntegerTypeGet(context.0, 16),
                Scalar::I32 => mlirIntegerTypeGet(context.0, 32),
                Scalar::I64 => mlirIntegerTypeGet(context.0, 64),
                Scalar::Index => mlirIndexTypeGet(context.0),
            }
        })
    }

    /// Which scalar this is.
    pub fn as_scalar(self) -> Option<Scalar> {
        // SAFETY: the type is alive; widths are asked only of integers.
        unsafe {
            if mlirTypeIsAF64(self.0) {
                Some(Scalar::F64)
            } else if mlirTypeIsAF32(self.0) {
                Some(Scalar::F32)
            } else if mlirTypeIsAIndex(self.0) {
                Some(Scalar::Index)
            } else if mlirTypeIsAInteger(self.0) && mlirIntegerTypeIsSignless(self.0) {
                match mlirIntegerTypeGetWidth(self.0) {
                    1 => Some(Scalar::I1),
                    8 => Some(Scalar::I8),
                    16 => Some(Scalar::I16),
                    32 => Some(Scalar::I32),
                    64 => Some(Scalar::I64),
                    _ => None,
                }
            } else {
                None
            }
        }
    }

    /// A field type; `None` when the parameters are wrong (the error is emitted at the location).
    pub fn field(
        location: Loc<'c>,
        axes: Axes,
        data: &[i64],
        element: Ty<'c>,
        layout: Option<Attr<'c>>,
    ) -> Option<Self> {
        let layout = layout.map_or(
            MlirAttribute {
                ptr: std::ptr::null(),
            },
            |layout| layout.0,
        );
        // SAFETY: all handles are alive; the data is copied.
        let raw = unsafe {
            ffi::fvoptFieldTypeGet(
                location.0,
                axes.bits(),
                data.as_ptr(),
                data.len() as isize,
                element.0,
                layout,
            )
        };
        (!raw.ptr.is_null()).then(|| Self::from_raw(raw))
    }

    /// A temp type; `None` when the parameters are wrong (the error is emitted at the location).
    pub fn temp(location: Loc<'c>, axes: Axes, data: &[i64], element: Ty<'c>) -> Option<Self> {
        // SAFETY: as above.
        let raw = unsafe {
            ffi::fvoptTempTypeGet(
                location.0,
                axes.bits(),
                data.as_ptr(),
                data.len() as isize,
                element.0,
            )
        };
        (!raw.ptr.is_null()).then(|| Self::from_raw(raw))
    }

    /// Whether it is a field.
    pub fn is_field(self) -> bool {
        // SAFETY: the type is alive.
        unsafe { ffi::fvoptTypeIsField(self.0) }
    }

    /// Whether it is a temp.
    pub fn is_temp(self) -> bool {
        // SAFETY: the type is alive.
        unsafe { ffi::fvoptTypeIsTemp(self.0) }
    }

    /// The parts of a field or temp.
    pub fn shaped(self) -> Option<Shaped<'c>> {
        let is_field = self.is_field();
        if !is_field && !self.is_temp() {
            return None;
        }
        let mut data = std::ptr::null();
        let mut size = 0;
        let mut element = self.0;
        let mut layout = MlirAttribute {
            ptr: std::ptr::null(),
        };
        // SAFETY: the type is a field or temp; the data lives with its context.
        unsafe {
            let axes =
                ffi::fvoptShapedTypeGet(self.0, &mut data, &mut size, &mut element, &mut layout);
            let data = if size == 0 {
                Vec::new()
            } else {
                std::slice::from_raw_parts(data, size as usize).to_vec()
            };
            Some(Shaped {
                is_field,
                axes: Axes::of_bits(axes),
                data,
                element: Self::from_raw(element),
                layout: Attr::maybe(layout),
            })
        }
    }

    /// A memref with a strided layout; `None` stands for a dynamic size, stride or offset.
    pub fn memref(
        self,
        shape: &[Option<i64>],
        offset: Option<i64>,
        strides: &[Option<i64>],
    ) -> Self {
        // SAFETY: the type is alive; the arrays are copied.
        unsafe {
            let dynamic = |value: &Option<i64>, none: i64| value.unwrap_or(none);
            let none = mlirShapedTypeGetDynamicStrideOrOffset();
            let sizes: Vec<i64> = shape
                .iter()
                .map(|size| dynamic(size, mlirShapedTypeGetDynamicSize()))
                .collect();
            let strides: Vec<i64> = strides.iter().map(|stride| dynamic(stride, none)).collect();
            let layout = mlirStridedLayoutAttrGet(
                mlirTypeGetContext(self.0),
                offset.unwrap_or(none),
                strides.len() as isize,
                strides.as_ptr(),
            );
            Self::from_raw(mlirMemRefTypeGet(
                self.0,
                sizes.len() as isize,
                sizes.as_ptr(),
                layout,
                MlirAttribute {
                    ptr: std::ptr::null(),
                },
            ))
        }
    }

    /// The element type of a memref.
    pub fn memref_element(self) -> Option<Self> {
        // SAFETY: the type is alive; the element is asked only of a memref.
        unsafe {
            mlirTypeIsAMemRef(self.0).then(|| Self::from_raw(mlirShapedTypeGetElementType(self.0)))
        }
    }

    /// The memref of rank 0 that holds the start of the memory of a memref.
    pub fn memref_base(self) -> Self {
        let element = self.memref_element().expect("a memref");
        // SAFETY: the element type is alive; there are no sizes.
        unsafe {
            let none = MlirAttribute {
                ptr: std::ptr::null(),
            };
            Self::from_raw(mlirMemRefTypeGet(
                element.0,
                0,
                std::ptr::null(),
                none,
                none,
            ))
        }
    }

    /// Whether the last dimension of a memref has a stride that is known to be 1.
    pub fn has_unit_stride(self) -> bool {
        // SAFETY: the type is alive; the arrays have an element per dimension.
        unsafe {
            if !mlirTypeIsAMemRef(self.0) {
                return false;
            }
            let rank = mlirShapedTypeGetRank(self.0) as usize;
            let mut strides = vec![0i64; rank];
            let mut offset = 0i64;
            let known =
                mlirMemRefTypeGetStridesAndOffset(self.0, strides.as_mut_ptr(), &raw mut offset);
            known.value != 0 && strides.last() == Some(&1)
        }
    }

    /// The vector type of so many elements of this scalar type.
    pub fn vector(self, size: i64) -> Self {
        // SAFETY: the type is alive and is a scalar, of which vectors may consist.
        Self::from_raw(unsafe { mlirVectorTypeGet(1, &raw const size, self.0) })
    }

    /// The element type of a vector.
    pub fn vector_element(self) -> Option<Self> {
        // SAFETY: the type is alive; the element is asked only of a vector.
        unsafe {
            mlirTypeIsAVector(self.0).then(|| Self::from_raw(mlirShapedTypeGetElementType(self.0)))
        }
    }

    /// A function type.
    pub fn function(context: Ctx<'c>, inputs: &[Ty<'c>], results: &[Ty<'c>]) -> Self {
        let inputs: Vec<_> = inputs.iter().map(|ty| ty.0).collect();
        let results: Vec<_> = results.iter().map(|ty| ty.0).collect();
        // SAFETY: the context and types are alive; the arrays are copied.
        Self::from_raw(unsafe {
            mlirFunctionTypeGet(
                context.0,
                inputs.len() as isize,
                inputs.as_ptr(),
                results.len() as isize,
                results.as_ptr(),
            )
        })
    }

    /// Inputs and results of a function type.
    pub fn as_function(self) -> Option<(Vec<Ty<'c>>, Vec<Ty<'c>>)> {
        // SAFETY: the type is alive; inputs and results are asked only of a function.
        unsafe {
            mlirTypeIsAFunction(self.0).then(|| {
                (
                    (0..mlirFunctionTypeGetNumInputs(self.0))
                        .map(|index| Self::from_raw(mlirFunctionTypeGetInput(self.0, index)))
                        .collect(),
                    (0..mlirFunctionTypeGetNumResults(self.0))
                        .map(|index| Self::from_raw(mlirFunctionTypeGetResult(self.0, index)))
                        .collect(),
                )
            })
        }
    }

    /// The context.
    pub fn context(self) -> Ctx<'c> {
        // SAFETY: the type is alive.
        Ctx(unsafe { mlirTypeGetContext(self.0) }, PhantomData)
    }
}

impl PartialEq for Ty<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.0.ptr == other.0.ptr
    }
}

impl Eq for Ty<'_> {}

impl hash::Hash for Ty<'_> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.0.ptr.hash(state)
    }
}

impl fmt::Display for Ty<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        // SAFETY: the type is alive.
        formatter.write_str(&collect(|data| unsafe {
            mlirTypePrint(self.0, Some(super::append), data)
        }))
    }
}

impl fmt::Debug for Ty<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}
