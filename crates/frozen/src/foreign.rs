//! Fields in memory that somebody else holds, such as arrays of NumPy.

use crate::{Error, FieldMemory, FieldShape};
use fvopt_boxes::NumericBox;
use fvopt_native::Buffer;

impl FieldMemory {
    /// A field in memory of the caller's: the address of its first element, sizes and strides (in elements) of
    /// its dimensions, the slowest first, and the coordinates that it holds. `name` stands for it in errors.
    ///
    /// # Safety
    /// The memory must be there, for reading and writing, as long as this value, its clones and bindings of them are.
    // Where it comes from only the caller knows: see "Unsafe code" in ARCHITECTURE.md.
    #[allow(unsafe_code)]
    pub unsafe fn foreign(
        name: &str,
        shape: &FieldShape,
        address: usize,
        sizes: Vec<usize>,
        strides: Vec<usize>,
        bounds: NumericBox,
    ) -> Result<Self, Error> {
        let element = shape.element.bytes();
        if let (Some(size), Some(stride)) = (sizes.last(), strides.last())
            && *size > 1
            && *stride != 1
        {
            return Err(Error::Bind(format!(
                "argument `{name}` has no dimension whose elements lie side by side (its fastest one has a stride of \
                 {stride} elements); pass a copy, or a whole array instead of every {stride}th element"
            )));
        }
        if !address.is_multiple_of(element) {
            return Err(Error::Bind(format!(
                "argument `{name}` is not aligned to the {element} bytes of an element"
            )));
        }
        let reach = sizes
            .iter()
            .zip(&strides)
            .try_fold(0usize, |reach, (size, stride)| {
                reach.checked_add(size.saturating_sub(1).checked_mul(*stride)?)
            });
        let is_empty = sizes.contains(&0);
        let elements = reach.and_then(|reach| reach.checked_add(usize::from(!is_empty)));
        let bytes = elements.and_then(|elements| elements.checked_mul(element));
        let bytes = bytes.filter(|bytes| *bytes < isize::MAX as usize).ok_or_else(|| {
            Error::Bind(format!(
                "argument `{name}` of sizes {sizes:?} and strides {strides:?} reaches beyond what can be addressed"
            ))
        })?;
        let mut strides = strides;
        if let Some(last) = strides.last_mut() {
            *last = 1;
        }
        // SAFETY: promised by the caller.
        let buffer = unsafe { Buffer::borrowed(address as *mut u8, bytes) };
        Ok(Self::of_buffer(
            buffer,
            shape.clone(),
            sizes,
            strides,
            bounds,
        ))
    }
}
