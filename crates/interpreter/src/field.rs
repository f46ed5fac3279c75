//! Fields: memory that programs share, and views of it.

use crate::{
    array::{Array, Shape},
    error::box_text,
    source::Provenance,
};
use std::{
    cell::{Ref, RefCell},
    rc::Rc,
    sync::Arc,
};

/// A handle to memory: clones are the same field. Passing one field as two arguments makes
/// them aliases.
#[derive(Clone, Debug)]
pub struct Field(Rc<RefCell<FieldState>>);

/// The contents of a field. Snapshots share them until they change.
#[derive(Clone, Debug)]
pub(crate) struct FieldState {
    pub array: Arc<Array>,
    /// Which elements were written; `None` where all are defined.
    pub written: Option<Arc<Vec<bool>>>,
    /// Whether it is an allocation of the program, which may hold undefined values.
    pub own: bool,
    /// Its name in messages.
    pub what: String,
    /// Why elements that were never written are undefined.
    pub never: u16,
    /// Why elements outside of the allocation are undefined.
    pub outside: u16,
}

impl Field {
    /// A field with these contents, all of them defined.
    pub fn new(array: Array) -> Self {
        Self::with_state(FieldState {
            array: Arc::new(array),
            written: None,
            own: false,
            what: String::new(),
            never: 0,
            outside: 0,
        })
    }

    pub(crate) fn with_state(state: FieldState) -> Self {
        Self(Rc::new(RefCell::new(state)))
    }

    /// The contents.
    pub fn array(&self) -> Array {
        (*self.0.borrow().array).clone()
    }

    /// Which elements are defined, in memory order; `None` where all are. A swap
    /// with an allocation can leave points of an argument that were never written.
    pub fn defined(&self) -> Option<Vec<bool>> {
        self.0
            .borrow()
            .written
            .as_ref()
            .map(|written| (**written).clone())
    }

    /// Axes, data dimensions and element type.
    pub fn shape(&self) -> Shape {
        self.0.borrow().array.shape().clone()
    }

    /// Whether two handles are of the same memory.
    pub fn is_same(&self, other: &Field) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }

    pub(crate) fn state(&self) -> Ref<'_, FieldState> {
        self.0.borrow()
    }

    /// Changes the contents. The function must not look at this field by another handle.
    pub(crate) fn change<R>(&self, change: impl FnOnce(&mut FieldState) -> R) -> R {
        change(&mut self.0.borrow_mut())
    }

    /// Exchanges the contents of two fields.
    pub(crate) fn swap(&self, other: &Field) {
        if !self.is_same(other) {
            let (mut first, mut second) = (self.0.borrow_mut(), other.0.borrow_mut());
            let (first, second) = (&mut *first, &mut *second);
            std::mem::swap(&mut first.array, &mut second.array);
            std::mem::swap(&mut first.written, &mut second.written);
        }
    }
}

impl FieldState {
    /// The allocation as text.
    pub(crate) fn allocation(&self) -> String {
        let bounds = self.array.bounds();
        box_text(self.array.shape().axes, bounds.low, bounds.high)
    }
}

/// A field or a view of one.
#[derive(Clone, Debug)]
pub(crate) struct FieldView {
    pub field: Field,
    /// The shape of the view.
    pub shape: Shape,
    /// The level of the field, where a view fixes it.
    pub level: Option<i64>,
    /// The first component of the field that belongs to the view.
    pub component: usize,
}

impl FieldView {
    /// All of a field.
    pub(crate) fn whole(field: Field) -> Self {
        let shape = field.shape();
        Self {
            field,
            shape,
            level: None,
            component: 0,
        }
    }

    /// Whether it is all of its field.
    pub(crate) fn is_whole(&self) -> bool {
        self.level.is_none() && self.shape == *self.field.state().array.shape()
    }

    /// The point of the field that a point of the view stands for.
    pub(crate) fn base_point(&self, [i, j, k]: [i64; 3]) -> [i64; 3] {
        [i, j, self.level.unwrap_or(k)]
    }

    /// The index of an element of the view in the field's array; `None` outside of the allocation.
    pub(crate) fn offset(&self, component: usize, point: [i64; 3]) -> Option<usize> {
        let state = self.field.state();
        state
            .array
            .offset(self.component + component, self.base_point(point))
    }

    /// The box on which the view has elements.
    pub(crate) fn bounds(&self) -> fvopt_boxes::NumericBox {
        self.shape.normalize(&self.field.state().array.bounds())
    }

    /// The contents now.
    pub(crate) fn snapshot(&self) -> Result<(Arc<Array>, Provenance), String> {
        let state = self.field.state();
        let provenance = |written: Option<Arc<Vec<bool>>>| match written {
            Some(written) => Provenance::Written(written, state.never),
            None => Provenance::Clean,
        };
        if self.is_whole() {
            return Ok((state.array.clone(), provenance(state.written.clone())));
        }
        let bounds = self.bounds();
        let mut array = Array::zeros(self.shape.clone(), bounds.low, bounds.high)?;
        let mut written = state
            .written
            .is_some()
            .then(|| vec![true; array.cells().len()]);
        let length = array.row_length();
        let mut row = vec![0; length];
        for component in 0..self.shape.components() {
            for (start, _) in bounds.rows() {
                let from = self.base_point(start);
                let from = state.array.offset_inside(self.component + component, from);
                let to = array.offset_inside(component, start);
                state.array.cells().read(from, &mut row);
                array.cells_mut().row_mut(to, length).write(&row);
                if let (Some(to_written), Some(known)) = (&mut written, &state.written) {
                    to_written[to..to + length].copy_from_slice(&known[from..from + length]);
                }
            }
        }
        Ok((Arc::new(array), provenance(written.map(Arc::new))))
    }
}
