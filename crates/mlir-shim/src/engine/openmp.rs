//! LLVM's OpenMP library.

use super::EngineError;
use std::{
    ffi::{CString, c_void},
    sync::OnceLock,
};

/// The path of LLVM's OpenMP library: `FVOPT_OPENMP_LIBRARY`, or that of the
/// LLVM that fvopt was built with.
pub(super) fn library() -> Result<&'static str, EngineError> {
    static PATH: OnceLock<Result<String, EngineError>> = OnceLock::new();
    PATH.get_or_init(|| {
        let path = std::env::var("FVOPT_OPENMP_LIBRARY")
            .unwrap_or_else(|_| concat!(env!("FVOPT_LLVM_PREFIX"), "/lib/libomp.so").to_string());
        if std::path::Path::new(&path).exists() {
            Ok(path)
        } else {
            Err(EngineError(format!(
                "LLVM's OpenMP library is not at {path}: install libomp-22-dev or set FVOPT_OPENMP_LIBRARY"
            )))
        }
    })
    .as_deref()
    .map_err(Clone::clone)
}

/// Sets how many threads parallel loops of compiled code use from now on.
pub fn set_threads(threads: usize) -> Result<(), EngineError> {
    let path = CString::new(library()?).map_err(|error| EngineError(error.to_string()))?;
    // SAFETY: the library is the one that engines load; `omp_set_num_threads` takes an int.
    unsafe {
        let library = libc::dlopen(path.as_ptr(), libc::RTLD_NOW | libc::RTLD_GLOBAL);
        if library.is_null() {
            return Err(EngineError("LLVM's OpenMP library cannot be loaded".into()));
        }
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
