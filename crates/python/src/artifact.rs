//! Compiled stencils, and calls of them.

use fvopt::{
    boxes::NumericBox,
    frozen::{self, Argument, ArgumentType, FieldMemory, FieldShape, abi::Dimension},
    ir::Scalar,
};
use pyo3::{
    exceptions::{PyRuntimeError, PyValueError},
    prelude::*,
};

/// A compiled stencil.
#[pyclass(frozen)]
pub struct Artifact {
    inner: frozen::Artifact,
}

/// An array as NumPy describes it: the address of its first element, sizes and strides (in bytes) of its dimensions,
/// and the coordinate of its first element on each of its axes.
#[derive(FromPyObject)]
struct Memory {
    #[pyo3(item)]
    address: usize,
    #[pyo3(item)]
    sizes: Vec<usize>,
    #[pyo3(item)]
    strides: Vec<isize>,
    #[pyo3(item)]
    low: Vec<i64>,
}

/// An argument of a call.
enum Given {
    Field(Memory),
    Scalar(Scalar, u64),
}

impl Artifact {
    pub fn new(inner: frozen::Artifact) -> Self {
        Self { inner }
    }
}

#[pymethods]
impl Artifact {
    /// For every argument what it must hold: the first coordinate and the one after the last on i, j and k.
    fn required(
        &self,
        domain: [i64; 3],
        scalars: Vec<Option<i64>>,
    ) -> Vec<Option<([i64; 3], [i64; 3])>> {
        let required = self.inner.required(domain, &scalars).into_iter();
        required
            .map(|part| part.map(|part| (part.low, part.high)))
            .collect()
    }

    /// What the compiler warned of.
    #[getter]
    fn warnings(&self) -> Vec<String> {
        let warnings = self.inner.warnings().iter();
        warnings.map(|warning| warning.to_string()).collect()
    }

    /// Binds arguments and calls the code, without the interpreter's lock.
    fn call(
        &self,
        py: Python<'_>,
        domain: [i64; 3],
        arguments: Vec<Bound<'_, PyAny>>,
    ) -> PyResult<()> {
        let types = &self.inner.signature().arguments;
        if arguments.len() != types.len() {
            return Err(PyValueError::new_err(format!(
                "the stencil takes {} arguments, but {} are given",
                types.len(),
                arguments.len()
            )));
        }
        let mut given = Vec::new();
        for (argument, (_, ty)) in arguments.iter().zip(types) {
            given.push(match ty {
                ArgumentType::Scalar(scalar) => Given::Scalar(*scalar, bits(argument, *scalar)?),
                _ => Given::Field(argument.extract()?),
            });
        }
        py.detach(|| self.run(domain, given))
            .map_err(|error| match error {
                frozen::Error::Bind(_) => PyValueError::new_err(error.to_string()),
                error => PyRuntimeError::new_err(error.with_sources()),
            })
    }
}

impl Artifact {
    fn run(&self, domain: [i64; 3], given: Vec<Given>) -> Result<(), frozen::Error> {
        let types = &self.inner.signature().arguments;
        let mut arguments = Vec::new();
        for (given, (name, ty)) in given.into_iter().zip(types) {
            arguments.push(match (given, ty) {
                (Given::Field(memory), ArgumentType::Field(shape)) => {
                    Argument::Field(field(name, memory, shape)?)
                }
                (Given::Scalar(scalar, bits), _) => Argument::Scalar(scalar, bits),
                _ => {
                    return Err(frozen::Error::Bind(format!(
                        "argument `{name}` is no field"
                    )));
                }
            });
        }
        self.inner.bind(domain, &arguments)?.call()
    }
}

/// The memory of an array whose dimensions are i, j, k as far as the field has them, then its data dimensions.
fn field(name: &str, memory: Memory, shape: &FieldShape) -> Result<FieldMemory, frozen::Error> {
    let axes: Vec<usize> = (0..3).filter(|axis| shape.has_axis(*axis)).collect();
    let place = |dimension: &Dimension| match dimension {
        Dimension::Axis(axis) => axes.iter().position(|other| other == axis).unwrap_or(0),
        Dimension::Data(number) => axes.len() + number,
    };
    let bytes = shape.element.bytes() as isize;
    let mut bounds = NumericBox {
        low: [0; 3],
        high: [1; 3],
    };
    if memory.low.len() != axes.len() || memory.sizes.len() != shape.dimensions.len() {
        return Err(frozen::Error::Bind(format!(
            "argument `{name}` has {} dimensions, but the stencil takes a {shape}",
            memory.sizes.len()
        )));
    }
    for (number, axis) in axes.iter().enumerate() {
        bounds.low[*axis] = memory.low[number];
        bounds.high[*axis] = memory.low[number] + memory.sizes[number] as i64;
    }
    let (mut sizes, mut strides) = (Vec::new(), Vec::new());
    for dimension in &shape.dimensions {
        let place = place(dimension);
        let stride = memory.strides[place];
        let is_whole = stride >= 0 && stride % bytes == 0;
        if !is_whole {
            return Err(frozen::Error::Bind(format!(
                "argument `{name}` has a stride of {stride} bytes, which is not a multiple of the {bytes} of an element"
            )));
        }
        sizes.push(memory.sizes[place]);
        strides.push((stride / bytes) as usize);
    }
    // SAFETY: the package describes an array that it holds until the call has returned; sizes and
    // strides are those that NumPy gives.
    unsafe { FieldMemory::foreign(name, shape, memory.address, sizes, strides, bounds) }
}

/// The bits of a Python number as a scalar of a type.
fn bits(value: &Bound<'_, PyAny>, scalar: Scalar) -> PyResult<u64> {
    Ok(match scalar {
        Scalar::F64 => value.extract::<f64>()?.to_bits(),
        Scalar::F32 => u64::from((value.extract::<f64>()? as f32).to_bits()),
        Scalar::I1 => u64::from(value.is_truthy()?),
        _ => value.extract::<i64>()? as u64,
    })
}
