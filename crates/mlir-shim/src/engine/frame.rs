//! The arguments of compiled functions, laid out once for many calls.

use std::{ffi::c_void, ptr::NonNull};

/// The words of a call, and the table of their addresses that compiled code takes: the host
/// first, then a word for each argument (integers, indices, addresses, and floats as their bits in
/// the low bytes), then the status. Made when binding, so that a call allocates nothing.
pub struct Frame {
    /// Owned. Compiled code has its address as well, so that nothing but raw pointers reach it.
    slots: NonNull<[u64]>,
    table: Box<[*mut c_void]>,
}

// SAFETY: a frame owns its words, and its table points to nothing else. The addresses that the words
// hold are numbers here; who calls a function with them answers for what is there.
unsafe impl Send for Frame {}

impl Frame {
    /// A frame with these words as arguments.
    pub fn new(words: &[u64]) -> Self {
        let mut slots = Vec::with_capacity(words.len() + 2);
        slots.push(0);
        slots.extend_from_slice(words);
        slots.push(0);
        let slots = NonNull::from(Box::leak(slots.into_boxed_slice()));
        let first = slots.cast::<u64>();
        let table = (0..slots.len())
            // SAFETY: in the allocation.
            .map(|number| unsafe { first.add(number) }.as_ptr().cast())
            .collect();
        Self { slots, table }
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.slots.len() - 2
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A word.
    pub fn word(&self, number: usize) -> u64 {
        assert!(number < self.len(), "word {number} of {}", self.len());
        // SAFETY: in the allocation, by the assertion; no call runs meanwhile.
        unsafe { self.slots.cast::<u64>().add(number + 1).read() }
    }

    /// Sets a word for the next calls.
    pub fn set_word(&mut self, number: usize, word: u64) {
        assert!(number < self.len(), "word {number} of {}", self.len());
        // SAFETY: in the allocation, by the assertion; no call runs meanwhile.
        unsafe { self.slots.cast::<u64>().add(number + 1).write(word) }
    }

    /// The table for a call that starts now, with this host.
    pub(super) fn enter(&mut self, host: *mut c_void) -> *mut *mut c_void {
        let first = self.slots.cast::<u64>();
        // SAFETY: in the allocation, which has two slots at least.
        unsafe {
            first.write(host.expose_provenance() as u64);
            first.add(self.slots.len() - 1).write(0);
        }
        self.table.as_mut_ptr()
    }

    /// What the last call gave back.
    pub(super) fn status(&self) -> i32 {
        // SAFETY: in the allocation; the low bytes of the last slot are the status.
        unsafe {
            let last = self.slots.cast::<u64>().add(self.slots.len() - 1);
            last.cast::<i32>().read()
        }
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        // SAFETY: leaked when it was made, freed once.
        drop(unsafe { Box::from_raw(self.slots.as_ptr()) });
    }
}
