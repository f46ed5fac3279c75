//! NumPy files. Arrays there have the axes in the order i, j, k, then the data dimensions.

mod header;

use crate::error::CliError;
use fvopt_interpreter::{Array, Cells, Shape};
use mlir_shim::ir::Scalar;
use ndarray::{ArrayD, IxDyn};
use ndarray_npy::{NpzWriter, ReadNpyError, ReadNpyExt};
use std::{fs::File, io::BufReader, path::Path};

/// The sizes of an array as NumPy sees it.
fn numpy_sizes(shape: &Shape, low: [i64; 3], high: [i64; 3]) -> Vec<usize> {
    let axes = (0..3).filter(|axis| shape.axes.has_number(*axis));
    axes.map(|axis| (high[axis] - low[axis]) as usize)
        .chain(shape.data.iter().map(|size| *size as usize))
        .collect()
}

/// The axes of a NumPy array in the order of memory: data dimensions, then k, j, i.
fn memory_order(shape: &Shape) -> Vec<usize> {
    let axes = shape.axes.count();
    (axes..axes + shape.data.len())
        .chain((0..axes).rev())
        .collect()
}

fn to_memory<T: Clone>(array: ArrayD<T>, shape: &Shape) -> Vec<T> {
    array
        .permuted_axes(IxDyn(&memory_order(shape)))
        .iter()
        .cloned()
        .collect()
}

fn from_memory<T: Clone>(
    cells: &[T],
    shape: &Shape,
    sizes: &[usize],
) -> Result<ArrayD<T>, CliError> {
    let order = memory_order(shape);
    let stored: Vec<usize> = order.iter().map(|axis| sizes[*axis]).collect();
    let array = ArrayD::from_shape_vec(IxDyn(&stored), cells.to_vec())
        .map_err(|error| CliError::new(error.to_string()))?;
    let mut back = vec![0; order.len()];
    for (position, axis) in order.iter().enumerate() {
        back[*axis] = position;
    }
    Ok(array.permuted_axes(IxDyn(&back)))
}

/// How far from an array's first point the domain may start.
const FARTHEST: i64 = fvopt_boxes::NUMBER_LIMIT / 2;

/// Where an array of some sizes lies: its low corner, given what the program needs.
fn place(
    name: &str,
    sizes: &[usize],
    shape: &Shape,
    domain: [i64; 3],
    needed: ([i64; 3], [i64; 3]),
    origin: Option<[i64; 3]>,
) -> Result<([i64; 3], [i64; 3]), CliError> {
    let axes: Vec<usize> = (0..3).filter(|axis| shape.axes.has_number(*axis)).collect();
    let expected = axes.len() + shape.data.len();
    let data: Vec<usize> = shape.data.iter().map(|size| *size as usize).collect();
    if sizes.len() != expected || sizes[axes.len()..] != data[..] {
        let letters: Vec<&str> = axes.iter().map(|axis| ["i", "j", "k"][*axis]).collect();
        return Err(CliError::new(format!(
            "argument `{name}`: the file has an array of shape {sizes:?}, but axes {} and data dimensions {data:?} are expected",
            letters.join(", ")
        )));
    }
    let (mut low, mut high) = ([0; 3], [1; 3]);
    for (position, axis) in axes.into_iter().enumerate() {
        let size = sizes[position] as i64;
        let below = match origin {
            // The array may lie wholly before the domain's first point, or behind it: whether it holds
            // what is read is known when it is bound.
            Some(origin) if origin[axis].unsigned_abs() <= FARTHEST.unsigned_abs() => origin[axis],
            Some(origin) => {
                return Err(CliError::new(format!(
                    "argument `{name}`: the domain cannot start at index {} of axis {}: indices go from -{FARTHEST} to {FARTHEST}",
                    origin[axis],
                    ["i", "j", "k"][axis]
                )));
            }
            // Exactly the required region, or the same margin on both sides.
            None if size == needed.1[axis] - needed.0[axis] => -needed.0[axis],
            None => (size - domain[axis]).max(0) / 2,
        };
        (low[axis], high[axis]) = (-below, size - below);
    }
    Ok((low, high))
}

/// Why an array of some elements cannot be read although its header is right.
fn unreadable(name: &str, path: &Path, expected: &str, error: ReadNpyError) -> CliError {
    CliError::new(format!(
        "argument `{name}`: {} is not an array of {expected}: {error}",
        path.display()
    ))
}

/// Reads a field from a .npy file. `needed` is what the program touches.
pub fn read_field(
    name: &str,
    path: &Path,
    shape: &Shape,
    domain: [i64; 3],
    needed: ([i64; 3], [i64; 3]),
    origin: Option<[i64; 3]>,
) -> Result<Array, CliError> {
    let about =
        |problem: String| CliError::new(format!("argument `{name}`: {} {problem}", path.display()));
    let cannot = |error: std::io::Error| {
        CliError::new(format!(
            "argument `{name}`: cannot read {}: {error}",
            path.display()
        ))
    };
    let open = || -> Result<BufReader<File>, CliError> {
        File::open(path).map(BufReader::new).map_err(cannot)
    };
    let metadata = std::fs::metadata(path).map_err(cannot)?;
    if !metadata.is_file() {
        return Err(about("is not a file".into()));
    }
    header::check(&mut open()?, metadata.len(), shape.element).map_err(about)?;
    macro_rules! read {
        ($ty:ty, $variant:ident) => {{
            let array = ArrayD::<$ty>::read_npy(open()?)
                .map_err(|error| unreadable(name, path, shape.element.name(), error))?;
            let sizes = array.shape().to_vec();
            (sizes, Cells::$variant(to_memory_checked(array, shape)))
        }};
    }
    fn to_memory_checked<T: Clone>(array: ArrayD<T>, shape: &Shape) -> Vec<T> {
        // A wrong rank is reported by `place`; here it must only not panic.
        if array.ndim() == shape.axes.count() + shape.data.len() {
            to_memory(array, shape)
        } else {
            Vec::new()
        }
    }
    let (sizes, cells) = match shape.element {
        Scalar::F64 => read!(f64, F64),
        Scalar::F32 => read!(f32, F32),
        Scalar::I8 => read!(i8, I8),
        Scalar::I16 => read!(i16, I16),
        Scalar::I32 => read!(i32, I32),
        Scalar::I64 | Scalar::Index => read!(i64, I64),
        Scalar::I1 => {
            let array = ArrayD::<bool>::read_npy(open()?)
                .map_err(|error| unreadable(name, path, "bool", error))?;
            let array = array.mapv(u8::from);
            (
                array.shape().to_vec(),
                Cells::I1(to_memory_checked(array, shape)),
            )
        }
    };
    let (low, high) = place(name, &sizes, shape, domain, needed, origin)?;
    Array::from_cells(shape.clone(), low, high, cells)
        .map_err(|error| CliError::new(format!("argument `{name}`: {error}")))
}

/// Writes arrays by name to a .npz file: all or nothing.
pub fn write_npz(path: &Path, arrays: &[(String, Array)]) -> Result<(), CliError> {
    let cannot = |error: String| CliError::new(format!("cannot write {}: {error}", path.display()));
    let partial = path.with_extension("npz.partial");
    let result = (|| {
        let file = File::create(&partial).map_err(|error| cannot(error.to_string()))?;
        let mut writer = NpzWriter::new(file);
        for (name, array) in arrays {
            let (shape, bounds) = (array.shape(), array.bounds());
            let sizes = numpy_sizes(shape, bounds.low, bounds.high);
            macro_rules! add {
                ($cells:expr) => {
                    writer.add_array(name.as_str(), &from_memory($cells, shape, &sizes)?)
                };
            }
            let added = match array.cells() {
                Cells::F64(cells) => add!(cells),
                Cells::F32(cells) => add!(cells),
                Cells::I1(cells) => {
                    let flags: Vec<bool> = cells.iter().map(|cell| *cell != 0).collect();
                    add!(&flags)
                }
                Cells::I8(cells) => add!(cells),
                Cells::I16(cells) => add!(cells),
                Cells::I32(cells) => add!(cells),
                Cells::I64(cells) => add!(cells),
            };
            added.map_err(|error| cannot(error.to_string()))?;
        }
        writer.finish().map_err(|error| cannot(error.to_string()))?;
        std::fs::rename(&partial, path).map_err(|error| cannot(error.to_string()))
    })();
    if result.is_err() {
        // Best effort: the error that matters is the one above.
        let _ = std::fs::remove_file(&partial);
    }
    result
}
