//! LLVM's OpenMP library.

use crate::EngineError;
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

/// Loads the library for the process, so that compiled code which is loaded afterwards finds its functions.
pub(crate) fn load() -> Result<*mut c_void, EngineError> {
    let path = library()?;
    // SAFETY: a library that runs no code of ours when it is loaded.
    let library = unsafe { libc::dlopen(path.as_ptr(), libc::RTLD_NOW | libc::RTLD_GLOBAL) };
    match library.is_null() {
        true => Err(EngineError("LLVM's OpenMP library cannot be loaded".into())),
        false => Ok(library),
    }
}

/// Sets how many threads parallel loops of compiled code use from now on.
pub fn set_threads(threads: usize) -> Result<(), EngineError> {
    let library = load()?;
    // SAFETY: the library is the one that compiled code uses; `omp_set_num_threads` takes an int.
    unsafe {
        let symbol = libc::dlsym(library, c"omp_set_num_threads".as_ptr());
        if symbol.is_null() {
            return Err(EngineError(
                "LLVM's OpenMP library has no omp_set_num_threads".into(),
            ));
        }
        let set = std::mem::transmute::<*mut c_void, unsafe extern "C" fn(i32)>(symbol);
        set(threads.min(i32::MAX as usize) as i32);
    }
    Ok(())
}
