//! How far arrays are apart, and their bytes.

use fvopt_interpreter::{Array, Cells, Difference, Shape, difference};
use mlir_shim::ir::Scalar;

/// A row along i.
fn row(element: Scalar, cells: Cells) -> Array {
    let shape = Shape {
        axes: fvopt_boxes::Axis::I.into(),
        data: vec![],
        element,
    };
    let length = cells.len() as i64;
    Array::from_cells(shape, [0; 3], [length, 1, 1], cells).expect("it fits")
}

fn floats(values: [f64; 4]) -> Array {
    row(Scalar::F64, Cells::F64(values.to_vec()))
}

#[test]
fn any_nan_is_any_other_and_zeros_have_signs() {
    let left = floats([f64::NAN, 0.0, 1.0, 2.0]);
    let right = floats([-f64::NAN, -0.0, 1.0, 2.5]);
    assert_eq!(difference(&left, &left, None), Difference::default());
    let found = difference(&left, &right, None);
    assert_eq!(
        (found.count, found.first, found.absolute),
        (2, Some(1), 0.5)
    );
    let zeros = difference(&left, &right, Some(&[true, true, true, false]));
    assert_eq!((zeros.count, zeros.ulp, zeros.absolute), (1, 1, 0.0));
    let nan = difference(&left, &floats([1.0, 0.0, 1.0, 2.0]), None);
    assert_eq!((nan.first, nan.absolute), (Some(0), f64::INFINITY));
}

#[test]
fn distances_are_counted_in_numbers_of_the_type() {
    let next = f64::from_bits(1f64.to_bits() + 3);
    let found = difference(&floats([1.0; 4]), &floats([1.0, 1.0, next, 1.0]), None);
    assert_eq!((found.count, found.first, found.ulp), (1, Some(2), 3));
    let left = row(Scalar::I64, Cells::I64(vec![i64::MIN, 7]));
    let right = row(Scalar::I64, Cells::I64(vec![i64::MAX, 7]));
    assert_eq!(difference(&left, &right, None).ulp, u64::MAX);
}

#[test]
fn arrays_come_back_from_their_bytes() {
    let arrays = [
        row(Scalar::F64, Cells::F64(vec![1.5, -0.0, 1e300])),
        row(Scalar::F32, Cells::F32(vec![1.5, f32::INFINITY])),
        row(Scalar::I1, Cells::I1(vec![1, 0, 1])),
        row(Scalar::I8, Cells::I8(vec![-1, 7])),
        row(Scalar::I16, Cells::I16(vec![-300, 7])),
        row(Scalar::I32, Cells::I32(vec![-70_000, 7])),
        row(Scalar::I64, Cells::I64(vec![i64::MIN, 7])),
    ];
    for array in arrays {
        let size = array.shape().element.bytes();
        let bytes = array.cells().to_bytes();
        assert_eq!(bytes.len(), size * array.cells().len());
        let bounds = array.bounds();
        let mut other =
            Array::zeros(array.shape().clone(), bounds.low, bounds.high).expect("small");
        other.cells_mut().set_bytes(&bytes);
        assert_eq!(other, array);
    }
}
