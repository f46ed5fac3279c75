//! Compiled functions, and the code that they belong to.

use crate::{Frame, Host, host::HostTable, pool};
use std::{any::Any, ffi::c_void, fmt, sync::Arc};

/// How a compiled program is entered: the host, the words of the arguments, and back comes the status.
pub type Entry = unsafe extern "C" fn(host: *mut c_void, words: *const u64) -> i32;

/// Code in memory. Clones share it; with the last of them and of its functions it goes.
#[derive(Clone)]
pub struct Code {
    // Dropped in this order, so that no code is left when the memory of programs goes.
    _owner: Arc<dyn Any + Send + Sync>,
    _pool: Arc<pool::User>,
}

impl Code {
    /// Code that is there as long as its owner.
    pub fn new(owner: impl Any + Send + Sync) -> Self {
        Self {
            _owner: Arc::new(owner),
            _pool: Arc::new(pool::User::new()),
        }
    }
}

/// A compiled function, which keeps the code that it belongs to. It holds no data: several threads
/// may call it at once, each with a frame of its own.
#[derive(Clone)]
pub struct Function {
    entry: Entry,
    _code: Code,
}

impl Function {
    /// A function of some code.
    ///
    /// # Safety
    /// The function is of this code, and there as long as it.
    pub unsafe fn new(entry: Entry, code: Code) -> Self {
        Self { entry, _code: code }
    }

    /// The function itself, for those who know what it takes. It is there as long as this value.
    pub fn entry(&self) -> Entry {
        self.entry
    }

    /// Calls the function with a host and the words of a frame, each one an argument, and gives
    /// its status. Looks nothing up and allocates nothing by itself.
    ///
    /// # Safety
    /// The words must be what the function was compiled to take, and the memory that they point
    /// to must be there. While the call lasts, nobody else may write to what it reads, nor read
    /// or write what it writes.
    pub unsafe fn call(&self, host: &mut dyn Host, frame: &Frame) -> i32 {
        let mut table = HostTable::new(host);
        // SAFETY: promised by the caller.
        unsafe { (self.entry)((&raw mut table).cast(), frame.words()) }
    }
}

impl fmt::Debug for Function {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("Function")
    }
}
