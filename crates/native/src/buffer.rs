//! Aligned memory that compiled code reads and writes, and single elements of it.

use crate::{EngineError, Scalar, pages};
use std::{
    alloc::{Layout, dealloc},
    fmt,
};

/// Zeroed, aligned memory that compiled code reads and writes.
///
/// Not `Sync`, and no slices are handed out: compiled code holds raw pointers
/// into it, several of them when arguments alias.
pub struct Buffer {
    data: *mut u8,
    /// How far the data is into the block.
    start: usize,
    /// That of the block.
    layout: Layout,
    /// Whether the block is somebody else's.
    is_borrowed: bool,
}

impl Buffer {
    /// Alignment of every buffer, in bytes: a cache line, and any vector.
    pub const ALIGNMENT: usize = 64;

    /// Memory of a number of bytes.
    pub fn new(bytes: usize) -> Result<Self, EngineError> {
        let start = pages::stagger(bytes);
        let layout = bytes
            .checked_add(start)
            .and_then(|whole| pages::layout(whole.max(1), Self::ALIGNMENT))
            .ok_or_else(|| EngineError(format!("{bytes} bytes are more than can be addressed")))?;
        let block = pages::allocate(layout);
        if block.is_null() {
            return Err(EngineError(format!("there is no memory for {bytes} bytes")));
        }
        // SAFETY: allocated with this size, which holds the start.
        let data = unsafe {
            block.write_bytes(0, layout.size());
            block.add(start)
        };
        Ok(Self {
            data,
            start,
            layout,
            is_borrowed: false,
        })
    }

    /// Memory of somebody else, which is not freed here.
    ///
    /// # Safety
    /// There must be so many bytes at the address, initialized, and only this program's own threads may use them
    /// as long as the buffer is there.
    pub unsafe fn borrowed(data: *mut u8, bytes: usize) -> Self {
        Self {
            data,
            start: 0,
            layout: Layout::from_size_align(bytes, 1).unwrap_or(Layout::new::<()>()),
            is_borrowed: true,
        }
    }

    /// Its size in bytes.
    pub fn bytes(&self) -> usize {
        self.layout.size() - self.start
    }

    /// Its address.
    pub fn address(&self) -> *mut u8 {
        self.data
    }

    fn holds(&self, offset: usize, bytes: usize) -> bool {
        let end = offset.checked_add(bytes);
        end.is_some_and(|end| end <= self.bytes())
    }

    /// Copies bytes in, starting at an offset.
    pub fn write(&self, offset: usize, source: &[u8]) {
        assert!(
            self.holds(offset, source.len()),
            "writing past the end of a buffer"
        );
        // SAFETY: in range; `source` is another allocation.
        unsafe {
            std::ptr::copy_nonoverlapping(source.as_ptr(), self.data.add(offset), source.len())
        }
    }

    /// Copies bytes out, starting at an offset.
    pub fn read(&self, offset: usize, target: &mut [u8]) {
        assert!(
            self.holds(offset, target.len()),
            "reading past the end of a buffer"
        );
        // SAFETY: in range, and initialized (zeroed) when it was made; nothing runs meanwhile,
        // and `target` is another allocation.
        unsafe {
            std::ptr::copy_nonoverlapping(self.data.add(offset), target.as_mut_ptr(), target.len())
        }
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        if self.is_borrowed {
            return;
        }
        // SAFETY: allocated with this layout.
        unsafe { dealloc(self.data.sub(self.start), self.layout) }
    }
}

impl fmt::Debug for Buffer {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "Buffer({} bytes)", self.bytes())
    }
}

/// The bits of an element in memory.
///
/// # Safety
/// There must be a live element of this type at the address.
pub unsafe fn read(address: usize, scalar: Scalar) -> u64 {
    // SAFETY: promised by the caller.
    unsafe {
        match scalar.bytes() {
            1 => u64::from(*(address as *const u8)),
            2 => u64::from(*(address as *const u16)),
            4 => u64::from(*(address as *const u32)),
            _ => *(address as *const u64),
        }
    }
}

/// Sets the bits of an element in memory.
///
/// # Safety
/// There must be a live element of this type at the address.
pub unsafe fn write(address: usize, scalar: Scalar, bits: u64) {
    // SAFETY: promised by the caller.
    unsafe {
        match scalar.bytes() {
            1 => *(address as *mut u8) = bits as u8,
            2 => *(address as *mut u16) = bits as u16,
            4 => *(address as *mut u32) = bits as u32,
            _ => *(address as *mut u64) = bits,
        }
    }
}
