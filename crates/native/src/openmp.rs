//! LLVM's OpenMP library.

use crate::{EngineError, shared_object::last_problem};
use std::{
    ffi::{CStr, CString, OsString, c_void},
    os::unix::ffi::OsStringExt,
    path::Path,
    sync::OnceLock,
};

/// The path of LLVM's OpenMP library: `FVOPT_OPENMP_LIBRARY`, or that of the
/// LLVM that fvopt was built with. With a NUL at its end: those who open it read
/// to there.
pub fn library() -> Result<&'static CStr, EngineError> {
    static PATH: OnceLock<Result<CString, EngineError>> = OnceLock::new();
    PATH.get_or_init(|| {
        let path = std::env::var_os("FVOPT_OPENMP_LIBRARY").unwrap_or_else(|| {
            OsString::from(concat!(env!("FVOPT_LLVM_PREFIX"), "/lib/libomp.so"))
        });
        let shown = Path::new(&path).display().to_string();
        if Path::new(&path).exists() {
            CString::new(path.into_vec()).map_err(|error| EngineError(error.to_string()))
        } else {
            Err(EngineError(format!(
                "LLVM's OpenMP library is not at {shown}: install libomp-22-dev or set FVOPT_OPENMP_LIBRARY"
            )))
        }
    })
    .as_deref()
    .map_err(Clone::clone)
}

/// Loads the library for the process, so that compiled code which is loaded afterwards finds its functions, and
/// lets it find out about the machine, which takes a millisecond that the first call would pay otherwise. It starts
/// no threads: the first loop that is long enough for them does.
pub(crate) fn load() -> Result<*mut c_void, EngineError> {
    static LIBRARY: OnceLock<Result<Library, EngineError>> = OnceLock::new();
    let library = LIBRARY.get_or_init(|| {
        let path = library()?;
        // SAFETY: a library that runs no code of ours when it is loaded.
        let library = unsafe { libc::dlopen(path.as_ptr(), libc::RTLD_NOW | libc::RTLD_GLOBAL) };
        if library.is_null() {
            return Err(EngineError(format!(
                "LLVM's OpenMP library cannot be loaded: {}",
                last_problem()
            )));
        }
        let address = function(library, c"omp_get_max_threads")?;
        // SAFETY: OpenMP's function of this name takes nothing and gives an int.
        unsafe {
            let ask = std::mem::transmute::<*mut c_void, unsafe extern "C" fn() -> i32>(address);
            ask();
        }
        Ok(Library(library))
    });
    library
        .as_ref()
        .map(|library| library.0)
        .map_err(Clone::clone)
}

/// What the system calls the library, which is never unloaded.
struct Library(*mut c_void);

// SAFETY: the system's functions that take it may be called by any thread.
unsafe impl Send for Library {}
// SAFETY: as above.
unsafe impl Sync for Library {}

/// The address of a function of the library.
fn function(library: *mut c_void, name: &CStr) -> Result<*mut c_void, EngineError> {
    // SAFETY: the library is loaded.
    let address = unsafe { libc::dlsym(library, name.as_ptr()) };
    match address.is_null() {
        true => Err(EngineError(format!(
            "LLVM's OpenMP library has no {}",
            name.to_string_lossy()
        ))),
        false => Ok(address),
    }
}

/// Sets how many threads parallel loops of compiled code use from now on.
pub fn set_threads(threads: usize) -> Result<(), EngineError> {
    let address = function(load()?, c"omp_set_num_threads")?;
    // SAFETY: OpenMP's function of this name takes an int; the library is the one that compiled code uses.
    unsafe {
        let set = std::mem::transmute::<*mut c_void, unsafe extern "C" fn(i32)>(address);
        set(threads.min(i32::MAX as usize) as i32);
    }
    Ok(())
}
