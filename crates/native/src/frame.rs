//! The arguments of compiled functions, laid out once for many calls.

/// The words of a call: integers, indices, addresses, and floats as their bits in the low bytes. Made when
/// binding, so that a call allocates nothing.
#[derive(Debug)]
pub struct Frame(Box<[u64]>);

impl Frame {
    /// A frame with these words as arguments.
    pub fn new(words: &[u64]) -> Self {
        Self(words.into())
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A word.
    pub fn word(&self, number: usize) -> u64 {
        self.0[number]
    }

    /// Sets a word for the next calls.
    pub fn set_word(&mut self, number: usize, word: u64) {
        self.0[number] = word;
    }

    /// The words, as compiled code takes them.
    pub(crate) fn words(&self) -> *const u64 {
        self.0.as_ptr()
    }
}
