//! Machine code: objects of modules, and how they get into memory.

mod emit;
mod processor;

pub use emit::{Emission, Part};
pub use fvopt_native::{Buffer, EngineError, Frame, Function, Host, read, set_threads, write};
pub use processor::{Cpu, Processor, check, check_here, llvm_version};

use crate::{
    ffi,
    ir::{append, collect, string_ref},
};
use fvopt_native::{Code, Entry};
use mlir_sys::MlirStringRef;
use std::ffi::c_void;

/// What else belongs into a shared object or library of compiled programs: a relocatable object with what
/// they call. In memory they call this process instead.
pub const SUPPORT: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/support.o"));

/// Compiled code in memory, made of relocatable objects. It needs nothing of the modules that these were
/// made of.
pub struct Engine {
    raw: *mut c_void,
    code: Code,
}

// SAFETY: what a shared engine offers is looking functions up, and for that LLVM's execution session takes
// its own lock.
unsafe impl Send for Engine {}
// SAFETY: as above.
unsafe impl Sync for Engine {}

/// LLVM's side of code in memory, owned.
struct Raw(*mut c_void);

// SAFETY: nothing of it is tied to a thread, and the objects need no context.
unsafe impl Send for Raw {}
// SAFETY: it is shared to be kept, and for that nothing is called.
unsafe impl Sync for Raw {}

impl Drop for Raw {
    fn drop(&mut self) {
        // SAFETY: owned, destroyed once; functions keep it.
        unsafe { ffi::fvoptCodeDestroy(self.0) }
    }
}

impl Engine {
    /// Gets objects into memory, which may refer to each other, to what compiled programs call, and where they
    /// use OpenMP to LLVM's library.
    pub fn of_objects(objects: &[Vec<u8>], uses_openmp: bool) -> Result<Self, EngineError> {
        let objects: Vec<MlirStringRef> = objects.iter().map(|object| bytes_ref(object)).collect();
        let symbols = fvopt_native::symbols();
        let (names, addresses): (Vec<MlirStringRef>, Vec<*mut c_void>) = symbols
            .map(|(name, address)| (string_ref(name), address.cast()))
            .unzip();
        let libraries = match uses_openmp {
            true => vec![bytes_ref(fvopt_native::openmp_library()?.to_bytes())],
            false => Vec::new(),
        };
        let mut raw = std::ptr::null_mut();
        let problem = collect(|problem| {
            // SAFETY: all is read during the call, and objects are copied; the path ends with a NUL after its
            // bytes; the addresses are those of functions of this process.
            raw = unsafe {
                ffi::fvoptCodeLoad(
                    objects.as_ptr(),
                    objects.len() as isize,
                    names.as_ptr(),
                    addresses.as_ptr(),
                    names.len() as isize,
                    libraries.as_ptr(),
                    libraries.len() as isize,
                    Some(append),
                    problem,
                )
            };
        });
        match raw.is_null() {
            true => Err(EngineError(format!("LLVM could not load code: {problem}"))),
            false => Ok(Self {
                raw,
                code: Code::new(Raw(raw)),
            }),
        }
    }

    /// The code of an entry of an object ([`Emission`]). Whatever it refers to is looked up now.
    pub fn function(&self, name: &str) -> Result<Function, EngineError> {
        let mut address = std::ptr::null_mut();
        let problem = collect(|problem| {
            // SAFETY: alive; `append` belongs to the data.
            address =
                unsafe { ffi::fvoptCodeLookup(self.raw, string_ref(name), Some(append), problem) };
        });
        if address.is_null() {
            return Err(EngineError(format!(
                "there is no compiled function `{name}`: {problem}"
            )));
        }
        // SAFETY: entries have this signature, and the code is theirs.
        unsafe {
            let entry = std::mem::transmute::<*mut c_void, Entry>(address);
            Ok(Function::new(entry, self.code.clone()))
        }
    }
}

fn bytes_ref(bytes: &[u8]) -> MlirStringRef {
    MlirStringRef {
        data: bytes.as_ptr().cast(),
        length: bytes.len(),
    }
}
