//! A shared object as a file that only this process has.

use crate::EngineError;
use std::{
    ffi::CString,
    fs::File,
    io::{self, Write},
    os::fd::{AsRawFd, FromRawFd},
};

/// The bytes of an object in a file of this process, which the loader can open by a name.
pub(crate) struct Image {
    file: File,
}

impl Image {
    /// Copies the bytes: into memory, or where the system forbids code there, into a temporary file.
    pub(crate) fn new(object: &[u8]) -> Result<Self, EngineError> {
        let image = in_memory(object).or_else(|_| in_temporary_file(object));
        image
            .map(|file| Self { file })
            .map_err(|error| EngineError(format!("there is no room for a shared object: {error}")))
    }

    /// The name under which the loader opens it.
    pub(crate) fn name(&self) -> CString {
        let name = format!("/proc/self/fd/{}", self.file.as_raw_fd());
        CString::new(name).expect("no NUL in it")
    }
}

#[cfg(target_os = "linux")]
fn in_memory(object: &[u8]) -> io::Result<File> {
    // SAFETY: the name ends with a NUL; the descriptor is new and owned by the file.
    let mut file = unsafe {
        let descriptor = libc::memfd_create(c"fvopt".as_ptr(), libc::MFD_CLOEXEC);
        if descriptor < 0 {
            return Err(io::Error::last_os_error());
        }
        File::from_raw_fd(descriptor)
    };
    file.write_all(object)?;
    Ok(file)
}

#[cfg(not(target_os = "linux"))]
fn in_memory(_object: &[u8]) -> io::Result<File> {
    Err(io::ErrorKind::Unsupported.into())
}

/// A file without a name, as soon as it is open: nobody else can replace it.
fn in_temporary_file(object: &[u8]) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = format!("fvopt-{}-{number}.so", std::process::id());
    let path = std::env::temp_dir().join(name);
    let mut options = File::options();
    let mut file = options
        .read(true)
        .write(true)
        .create_new(true)
        .mode(0o700)
        .open(&path)?;
    std::fs::remove_file(&path)?;
    file.write_all(object)?;
    Ok(file)
}
