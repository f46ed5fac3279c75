//! How large the fields of a run are, and what is in them.

use crate::random::Random;
use fvopt_boxes::NumericBox;
use fvopt_interpreter::{Array, Number, Shape};
use fvopt_runtime::FieldShape;
use mlir_shim::ir::Scalar;

/// The smallest box that holds both, where there are any.
pub fn hull(left: Option<NumericBox>, right: Option<NumericBox>) -> Option<NumericBox> {
    match (left, right) {
        (Some(left), Some(right)) => Some(left.hull(&right)),
        (one, None) | (None, one) => one,
    }
}

/// Makes a box for an allocation: an end that is known only when the program runs gets a generous
/// number, and an empty box becomes one point.
pub fn finite(part: NumericBox, domain: [i64; 3]) -> NumericBox {
    let mut part = part;
    for (axis, size) in domain.into_iter().enumerate() {
        if part.low[axis] == i64::MIN {
            part.low[axis] = -8;
        }
        if part.high[axis] == i64::MAX {
            part.high[axis] = size + 8;
        }
    }
    if (0..3).any(|axis| part.high[axis] <= part.low[axis]) {
        return NumericBox::new([0; 3], [1; 3]);
    }
    part
}

/// Floats from 1 to 2, small integers.
pub fn array(shape: &FieldShape, place: NumericBox, seed: u64) -> Array {
    let mut random = Random::new(seed);
    let element = shape.element;
    let interpreted = Shape {
        axes: shape.axes,
        data: shape.data.clone(),
        element,
    };
    let value = |_: usize, _: [i64; 3]| {
        let unit = random.below(1 << 20) as f64 / f64::from(1 << 20);
        match element {
            Scalar::F64 => Number::f64(1.0 + unit),
            Scalar::F32 => Number::f32(1.0 + unit as f32 * 0.999),
            Scalar::I1 => Number::integer(element, (unit * 2.0) as i64),
            _ => Number::integer(element, (unit * 4.0) as i64),
        }
    };
    Array::from_fn(interpreted, place.low, place.high, value).expect("small arrays fit")
}
