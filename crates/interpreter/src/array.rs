//! Arrays: elements over a box with numbers for ends.

use crate::{
    cells::Cells,
    error::box_text,
    number::{Number, canonical},
};
use fvopt_boxes::{Axes, NumericBox};
use mlir_shim::ir::{Scalar, Shaped};

/// The parts of a field or temp type that arrays need.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shape {
    /// The axes.
    pub axes: Axes,
    /// Sizes of the trailing data dimensions.
    pub data: Vec<i64>,
    /// The element type.
    pub element: Scalar,
}

impl Shape {
    /// The shape of a field or temp type; `None` where its elements are not of a scalar type.
    pub fn of(ty: &Shaped<'_>) -> Option<Self> {
        Some(Self {
            axes: ty.axes,
            data: ty.data.clone(),
            element: ty.element.as_scalar()?,
        })
    }

    /// Whether the axis is there.
    pub fn has_axis(&self, axis: usize) -> bool {
        self.axes.has_number(axis)
    }

    /// The number of components at a point.
    pub fn components(&self) -> usize {
        self.data.iter().product::<i64>().max(0) as usize
    }

    /// The box with the range 0 to 1 on every axis that is not there.
    pub(crate) fn normalize(&self, index_box: &NumericBox) -> NumericBox {
        let mut result = *index_box;
        for axis in 0..3 {
            if !self.has_axis(axis) {
                (result.low[axis], result.high[axis]) = (0, 1);
            }
        }
        result
    }
}

/// The most elements an array may have.
const MAXIMUM_ELEMENTS: usize = 1 << 33;

/// Elements over a box. In memory the components come first (row-major over the data
/// dimensions), then k, j and i, with i the fastest: the order of the memory ABI.
#[derive(Clone, PartialEq, Debug)]
pub struct Array {
    shape: Shape,
    bounds: NumericBox,
    sizes: [usize; 3],
    cells: Cells,
}

impl Array {
    /// Zeros over a box; the range of an axis that the shape does not have is 0 to 1.
    ///
    /// # Errors
    /// When the box is unbounded or there is no memory for it.
    pub fn zeros(shape: Shape, low: [i64; 3], high: [i64; 3]) -> Result<Self, String> {
        let bounds = shape.normalize(&NumericBox::new(low, high));
        let sizes = sizes(&bounds);
        let too_large = || {
            format!(
                "no memory for an array on {}",
                box_text(shape.axes, bounds.low, bounds.high)
            )
        };
        let count = bounds
            .volume()
            .and_then(|volume| volume.checked_mul(shape.components()))
            .filter(|count| *count <= MAXIMUM_ELEMENTS)
            .ok_or_else(too_large)?;
        let cells = Cells::zeros(shape.element, count).ok_or_else(too_large)?;
        Ok(Self {
            shape,
            bounds,
            sizes,
            cells,
        })
    }

    /// An empty array, for a value that nothing needs.
    pub(crate) fn nothing(shape: &Shape) -> Self {
        let nowhere = NumericBox::new([0; 3], [0; 3]);
        Self {
            shape: shape.clone(),
            bounds: nowhere,
            sizes: sizes(&nowhere),
            cells: Cells::I1(Vec::new()),
        }
    }

    /// From elements in memory order.
    ///
    /// # Errors
    /// When their number or type does not fit the box and shape.
    pub fn from_cells(
        shape: Shape,
        low: [i64; 3],
        high: [i64; 3],
        cells: Cells,
    ) -> Result<Self, String> {
        let bounds = shape.normalize(&NumericBox::new(low, high));
        let expected = bounds
            .volume()
            .and_then(|volume| volume.checked_mul(shape.components()));
        if cells.element() != shape.element || Some(cells.len()) != expected {
            return Err(format!(
                "{} elements of type {} do not fill {} with {} components of type {}",
                cells.len(),
                cells.element().name(),
                box_text(shape.axes, bounds.low, bounds.high),
                shape.components(),
                shape.element.name(),
            ));
        }
        let sizes = sizes(&bounds);
        Ok(Self {
            shape,
            bounds,
            sizes,
            cells,
        })
    }

    /// From a function of the component and the point.
    ///
    /// # Errors
    /// As [`Array::zeros`].
    pub fn from_fn(
        shape: Shape,
        low: [i64; 3],
        high: [i64; 3],
        mut value: impl FnMut(usize, [i64; 3]) -> Number,
    ) -> Result<Self, String> {
        let mut array = Self::zeros(shape, low, high)?;
        let mut at = 0;
        for component in 0..array.shape.components() {
            for point in array.bounds.points() {
                let bits = canonical(array.shape.element, value(component, point).bits());
                array.cells.set(at, bits);
                at += 1;
            }
        }
        Ok(array)
    }

    /// Axes, data dimensions and element type.
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// The box; 0 to 1 on an axis that is not there.
    pub fn bounds(&self) -> NumericBox {
        self.bounds
    }

    /// The elements in memory order.
    pub fn cells(&self) -> &Cells {
        &self.cells
    }

    /// The elements in memory order, to be changed.
    pub fn cells_mut(&mut self) -> &mut Cells {
        &mut self.cells
    }

    /// The index of an element in memory; `None` outside of the box.
    pub fn offset(&self, component: usize, point: [i64; 3]) -> Option<usize> {
        self.bounds
            .contains_point(point)
            .then(|| self.offset_inside(component, point))
    }

    /// The index of an element of the box in memory.
    pub(crate) fn offset_inside(&self, component: usize, point: [i64; 3]) -> usize {
        let [i, j, k] = [0, 1, 2].map(|axis| (point[axis] - self.bounds.low[axis]) as usize);
        ((component * self.sizes[2] + k) * self.sizes[1] + j) * self.sizes[0] + i
    }

    /// One element; `None` outside of the box.
    pub fn get(&self, component: usize, point: [i64; 3]) -> Option<Number> {
        if component >= self.shape.components() {
            return None;
        }
        let at = self.offset(component, point)?;
        Some(Number::from_bits(self.shape.element, self.cells.get(at)))
    }

    /// Sets one element; false outside of the box.
    pub fn set(&mut self, component: usize, point: [i64; 3], value: Number) -> bool {
        if component >= self.shape.components() {
            return false;
        }
        let Some(at) = self.offset(component, point) else {
            return false;
        };
        self.cells
            .set(at, canonical(self.shape.element, value.bits()));
        true
    }

    /// The length of a row along i.
    pub(crate) fn row_length(&self) -> usize {
        self.sizes[0]
    }
}

fn sizes(bounds: &NumericBox) -> [usize; 3] {
    if bounds.is_empty() {
        return [0; 3];
    }
    fvopt_boxes::Axis::ALL.map(|axis| bounds.size(axis))
}
