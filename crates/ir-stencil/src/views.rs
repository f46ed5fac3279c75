//! Views: which memory a field is.
//!
//! A view is part of a field, as a field. Operations say that they make one by the interface
//! `FieldViewOpInterface` (`dialects/stencil/StencilInterfaces.td`). Here chains of views are
//! resolved, for verifiers, analyses, passes and lowering alike. The interpreter has its own.

use crate::boxes::SsaBox;
use fvopt_boxes::{Axis, End, IndexBox, Range};
use mlir_shim::ir::{FieldView, Value};

/// What a field is of the argument or allocation that it is a view of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldPart<'c> {
    /// The argument or allocation.
    pub base: Value<'c>,
    /// The level that views fix, where one does.
    pub level: Option<Value<'c>>,
    /// The components that views fix, of the first data dimensions in order.
    pub components: Vec<Value<'c>>,
}

impl<'c> FieldPart<'c> {
    /// What a field is.
    pub fn of(field: Value<'c>) -> Self {
        let mut part = Self {
            base: field,
            level: None,
            components: Vec::new(),
        };
        while let Some(view) = view_of(part.base) {
            part.level = part.level.or(view.level);
            part.components.extend(view.component);
            part.base = view.source;
        }
        part.components.reverse();
        part
    }

    /// A region of the field as a region of its base. The components are not part of a region.
    pub fn region_in_base(&self, region: &SsaBox<'c>) -> SsaBox<'c> {
        let Some(level) = self.level else {
            return region.clone();
        };
        let at_level = Range::new(End::Position(0, 0), End::Position(0, 1));
        let at_level = IndexBox::whole().with_range(Axis::K, at_level);
        region.with_axis_of(Axis::K, &SsaBox::new(at_level, vec![level]))
    }
}

/// The argument or allocation that a field is, or is a view of.
pub fn base_field(field: Value<'_>) -> Value<'_> {
    let mut base = field;
    while let Some(view) = view_of(base) {
        base = view.source;
    }
    base
}

/// Whether two fields may share memory. Arguments of a program are distinct memory: where a binding
/// passes one field twice, the arguments are unified before flattening (`program-unify-arguments`).
pub fn may_overlap<'c>(first: Value<'c>, second: Value<'c>) -> bool {
    base_field(first) == base_field(second)
}

/// The view that a field is; `None` for an argument or allocation.
fn view_of(field: Value<'_>) -> Option<FieldView<'_>> {
    let view = field.defining_op()?.field_view()?;
    // A verifier may ask this of views that are not verified yet, and that may even stand in a
    // circle: each takes something away, so that a chain of such views ends.
    (rank(view.source)? > rank(field)?).then_some(view)
}

/// On how many axes and data dimensions a field extends.
fn rank(field: Value<'_>) -> Option<usize> {
    let shape = field.ty().shaped()?;
    Some(shape.axis_list().len() + shape.data.len())
}
