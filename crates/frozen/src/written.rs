//! Files that are written for others.

use crate::Error;
use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

/// Makes a folder, and those above it.
pub(crate) fn make_folder(folder: &Path) -> Result<(), Error> {
    fs::create_dir_all(folder).map_err(|error| cannot("make", folder, &error))
}

/// Writes a file of a folder. It is renamed when it is whole: whoever has the old one open or mapped keeps that.
pub(crate) fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf, Error> {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let new = folder.join(format!(".{name}.{}-{number}.new", std::process::id()));
    let path = folder.join(name);
    match fs::write(&new, bytes).and_then(|()| fs::rename(&new, &path)) {
        Ok(()) => Ok(path),
        Err(error) => {
            let _ = fs::remove_file(&new);
            Err(cannot("write", &path, &error))
        }
    }
}

/// What could not be done with a file, and why.
pub(crate) fn cannot(what: &str, path: &Path, error: &io::Error) -> Error {
    Error::Artifact(format!("cannot {what} {}: {error}", path.display()))
}
