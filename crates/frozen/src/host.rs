//! Functions of the host that programs call.

use crate::{
    abi::Dimension,
    signature::{ArgumentType, FieldShape},
};
use fvopt_boxes::NumericBox;
use fvopt_native::{Scalar, Symbol};

/// A field as a host function sees it, in compiled and interpreted runs alike.
pub trait HostArray {
    /// The coordinates that it holds; 0 to 1 on axes that it lacks.
    fn bounds(&self) -> NumericBox;
    /// The number of components at a point.
    fn components(&self) -> usize;
    /// An element as f64. The point must be in the bounds.
    fn get(&self, component: usize, point: [i64; 3]) -> f64;
    /// Sets an element, rounded to the element type. The point must be in the bounds. A change
    /// outside of what the program declares as written is not made, and fails the call.
    fn set(&mut self, component: usize, point: [i64; 3], value: f64);
}

/// The functions that a host offers.
pub trait HostFunctions {
    /// Whether there is a function of this name.
    fn has(&self, name: &str) -> bool;
    /// Calls a function with the fields and the scalars (as f64) of the call, each in order.
    /// A status other than 0 ends the program's call.
    fn call(&mut self, name: &str, fields: &mut [&mut dyn HostArray], scalars: &[f64]) -> i32;
}

impl<H: HostFunctions + ?Sized> HostFunctions for &mut H {
    fn has(&self, name: &str) -> bool {
        (**self).has(name)
    }

    fn call(&mut self, name: &str, fields: &mut [&mut dyn HostArray], scalars: &[f64]) -> i32 {
        (**self).call(name, fields, scalars)
    }
}

/// A host without functions.
#[derive(Clone, Copy, Default, Debug)]
pub struct NoHost;

impl HostFunctions for NoHost {
    fn has(&self, _name: &str) -> bool {
        false
    }

    fn call(&mut self, _name: &str, _fields: &mut [&mut dyn HostArray], _scalars: &[f64]) -> i32 {
        1
    }
}

/// A callback of a compiled program.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Callback {
    /// The function's name.
    pub name: String,
    /// Where it is called.
    pub place: String,
    /// What it takes.
    pub arguments: Vec<ArgumentType>,
}

/// A field in memory that compiled code told us about.
struct CompiledArray {
    address: usize,
    shape: FieldShape,
    strides: Vec<i64>,
    bounds: NumericBox,
    /// What the host may write.
    writes: Option<NumericBox>,
    /// Where the host tried to change something else, first.
    violation: Option<[i64; 3]>,
}

impl CompiledArray {
    fn element(&self, component: usize, point: [i64; 3]) -> usize {
        assert!(
            self.bounds.contains_point(point),
            "{point:?} is outside the field"
        );
        let components = self.shape.components();
        assert!(
            component < components,
            "component {component} of a field that has {components}"
        );
        let mut rest = component as i64;
        let mut indices = vec![0; self.shape.data.len()];
        for (index, size) in indices.iter_mut().zip(&self.shape.data).rev() {
            *index = rest % size;
            rest /= size;
        }
        let offset: i64 = self
            .shape
            .dimensions
            .iter()
            .zip(&self.strides)
            .map(|(dimension, stride)| {
                let index = match *dimension {
                    Dimension::Data(number) => indices[number],
                    Dimension::Axis(axis) => point[axis] - self.bounds.low[axis],
                };
                index * stride
            })
            .sum();
        self.address + offset as usize * self.shape.element.bytes()
    }

    #[allow(unsafe_code)]
    fn bits(&self, component: usize, point: [i64; 3]) -> u64 {
        let address = self.element(component, point);
        // SAFETY: the running program gave address, strides and sizes of a live
        // field, and the point was checked against them.
        unsafe { fvopt_native::read(address, self.shape.element) }
    }
}

impl HostArray for CompiledArray {
    fn bounds(&self) -> NumericBox {
        self.bounds
    }

    fn components(&self) -> usize {
        self.shape.components()
    }

    fn get(&self, component: usize, point: [i64; 3]) -> f64 {
        to_f64(self.shape.element, self.bits(component, point))
    }

    // With `bits` the one place where a host function reaches memory of a running program.
    #[allow(unsafe_code)]
    fn set(&mut self, component: usize, point: [i64; 3], value: f64) {
        let bits = from_f64(self.shape.element, value);
        if !self
            .writes
            .is_some_and(|writes| writes.contains_point(point))
        {
            let unused = 64 - 8 * self.shape.element.bytes() as u32;
            if (self.bits(component, point) ^ bits) << unused != 0 {
                self.violation.get_or_insert(point);
            }
            return;
        }
        let address = self.element(component, point);
        // SAFETY: as in `bits`.
        unsafe { fvopt_native::write(address, self.shape.element, bits) }
    }
}

/// A scalar's bits as a number.
pub(crate) fn to_f64(scalar: Scalar, bits: u64) -> f64 {
    match scalar {
        Scalar::F64 => f64::from_bits(bits),
        Scalar::F32 => f64::from(f32::from_bits(bits as u32)),
        Scalar::I1 => f64::from((bits & 1) as u8),
        Scalar::I8 => f64::from(bits as i8),
        Scalar::I16 => f64::from(bits as i16),
        Scalar::I32 => f64::from(bits as i32),
        Scalar::I64 | Scalar::Index => bits as i64 as f64,
    }
}

/// A number as a scalar's bits, rounded or truncated to it.
pub(crate) fn from_f64(scalar: Scalar, value: f64) -> u64 {
    match scalar {
        Scalar::F64 => value.to_bits(),
        Scalar::F32 => u64::from((value as f32).to_bits()),
        Scalar::I1 => u64::from(value != 0.0),
        Scalar::I8 => value as i8 as u64,
        Scalar::I16 => value as i16 as u64,
        Scalar::I32 => value as i32 as u64,
        Scalar::I64 | Scalar::Index => value as i64 as u64,
    }
}

/// Calls a host function with the words of the memory ABI. Gives its status, and what it did
/// that it must not do.
pub(crate) fn dispatch(
    functions: &mut dyn HostFunctions,
    callback: &Callback,
    words: &[i64],
) -> (i32, Option<String>) {
    let mut words = words.iter().copied();
    let mut next = || words.next().expect("as many words as the memory ABI says");
    let mut arrays = Vec::new();
    let mut scalars = Vec::new();
    for argument in &callback.arguments {
        match argument {
            ArgumentType::Scalar(scalar) => scalars.push(to_f64(*scalar, next() as u64)),
            ArgumentType::Field(shape) => arrays.push(compiled_array(shape, &mut next)),
        }
    }
    let mut fields: Vec<&mut dyn HostArray> = arrays
        .iter_mut()
        .map(|array| array as &mut dyn HostArray)
        .collect();
    let status = functions.call(&callback.name, &mut fields, &scalars);
    let violation = arrays.iter().enumerate().find_map(|(number, array)| {
        let [i, j, k] = array.violation?;
        let declared = array
            .writes
            .map_or_else(|| "none".to_string(), |writes| box_text(&array.shape, &writes));
        Some(format!(
            "{}: error: {} changes field {number} at ({i}, {j}, {k}), outside of the declared writes {declared}",
            callback.place,
            Symbol(&callback.name)
        ))
    });
    (status, violation)
}

/// Reads the words of a field.
fn compiled_array(shape: &FieldShape, next: &mut impl FnMut() -> i64) -> CompiledArray {
    let nothing = NumericBox {
        low: [0; 3],
        high: [1; 3],
    };
    let address = next() as usize;
    let rank = shape.dimensions.len();
    let sizes: Vec<i64> = (0..rank).map(|_| next()).collect();
    let strides: Vec<i64> = (0..rank).map(|_| next()).collect();
    let mut bounds = nothing;
    for axis in (0..3).filter(|axis| shape.has_axis(*axis)) {
        bounds.low[axis] = -next();
    }
    for (dimension, size) in shape.dimensions.iter().zip(&sizes) {
        if let Dimension::Axis(axis) = *dimension {
            bounds.high[axis] = bounds.low[axis] + size;
        }
    }
    let may_write = next() != 0;
    let mut writes = nothing;
    for axis in (0..3).filter(|axis| shape.has_axis(*axis)) {
        (writes.low[axis], writes.high[axis]) = (next(), next());
    }
    CompiledArray {
        address,
        shape: shape.clone(),
        strides,
        bounds,
        writes: may_write.then_some(writes),
        violation: None,
    }
}

/// A box on the axes of a field, as in the textual IR.
fn box_text(shape: &FieldShape, part: &NumericBox) -> String {
    let axes = (0..3).filter(|axis| shape.has_axis(*axis));
    let ranges: Vec<String> = axes
        .map(|axis| {
            let letter = ["i", "j", "k"][axis];
            format!("{letter} = {} to {}", part.low[axis], part.high[axis])
        })
        .collect();
    format!("({})", ranges.join(", "))
}
