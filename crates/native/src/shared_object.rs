//! Code that was linked earlier.

use crate::{Code, EngineError, Entry, Function, image::Image, openmp, pool};
use std::{
    ffi::{CStr, CString, c_void},
    sync::atomic::{AtomicPtr, Ordering},
};

/// A shared object of compiled programs, loaded. Its functions keep it.
pub struct SharedObject {
    handle: Handle,
    code: Code,
}

/// What the system calls the object.
#[derive(Clone, Copy)]
struct Handle(*mut c_void);

// SAFETY: the system's functions that take it may be called by any thread.
unsafe impl Send for Handle {}
// SAFETY: as above.
unsafe impl Sync for Handle {}

/// Unloads the object when its code goes.
struct Owner {
    handle: Handle,
    // The loader knows an object by its name, which is that of an open file: it stays open as long.
    _image: Image,
}

impl Drop for Owner {
    fn drop(&mut self) {
        // SAFETY: loaded once, unloaded once; nothing of its code runs: functions keep the owner.
        unsafe { libc::dlclose(self.handle.0) };
    }
}

impl SharedObject {
    /// Loads an object from its bytes, so that what was checked is what is loaded, whatever happens to the
    /// file that it came from. Code that uses OpenMP gets the library that fvopt knows, whatever else is
    /// installed.
    ///
    /// # Safety
    /// An object is code: the bytes must be those of one that fvopt made of a program.
    pub unsafe fn load(object: &[u8], uses_openmp: bool) -> Result<Self, EngineError> {
        if uses_openmp {
            openmp::load()?;
        }
        let image = Image::new(object)?;
        let name = image.name();
        // SAFETY: promised by the caller.
        let handle = unsafe { libc::dlopen(name.as_ptr(), libc::RTLD_NOW | libc::RTLD_LOCAL) };
        if handle.is_null() {
            return Err(EngineError(format!(
                "the shared object cannot be loaded: {}",
                last_problem()
            )));
        }
        let handle = Handle(handle);
        let object = Self {
            handle,
            code: Code::new(Owner {
                handle,
                _image: image,
            }),
        };
        object.share_memory()?;
        Ok(object)
    }

    /// The object takes memory for its fields from this process, which keeps it for the next call.
    fn share_memory(&self) -> Result<(), EngineError> {
        let memory = self.symbol(c"fvopt_memory")?.cast::<AtomicPtr<c_void>>();
        for (number, function) in pool::functions().into_iter().enumerate() {
            // SAFETY: a structure of two function pointers, which fvopt's objects have.
            unsafe { (*memory.add(number)).store(function, Ordering::Relaxed) };
        }
        Ok(())
    }

    /// A function of the object.
    ///
    /// # Safety
    /// It must be the entry of a program.
    pub unsafe fn function(&self, name: &str) -> Result<Function, EngineError> {
        let name = CString::new(name)
            .map_err(|_| EngineError(format!("{name:?} is no name of a function")))?;
        let address = self.symbol(&name)?;
        // SAFETY: promised by the caller: entries have this signature.
        unsafe {
            let entry = std::mem::transmute::<*mut c_void, Entry>(address);
            Ok(Function::new(entry, self.code.clone()))
        }
    }

    fn symbol(&self, name: &CStr) -> Result<*mut c_void, EngineError> {
        // SAFETY: the handle is that of a loaded object.
        let address = unsafe { libc::dlsym(self.handle.0, name.as_ptr()) };
        match address.is_null() {
            true => Err(EngineError(format!(
                "the object has no {}",
                name.to_string_lossy()
            ))),
            false => Ok(address),
        }
    }
}

/// What the system says of its last problem with a shared object.
pub(crate) fn last_problem() -> String {
    // SAFETY: the text belongs to this thread until its next call of such a function.
    unsafe {
        let text = libc::dlerror();
        match text.is_null() {
            true => "no reason is given".into(),
            false => CStr::from_ptr(text).to_string_lossy().into_owned(),
        }
    }
}
