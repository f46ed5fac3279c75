//! Folders for temporary files.

use std::{
    env,
    fs::{self, DirBuilder, File, TryLockError},
    io,
    os::unix::fs::{DirBuilderExt, MetadataExt},
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU64, Ordering},
};

/// How the names of such folders begin.
const PREFIX: &str = "fvopt-link-";

/// A folder for temporary files that goes with the value; where its process is killed, the next one removes it.
pub(crate) struct Folder {
    path: PathBuf,
    // As long as it is locked, nobody takes it for what a dead process left behind.
    _lock: Option<File>,
}

impl Folder {
    /// A folder of this user alone, since what lies there becomes code, among the system's temporary files.
    pub(crate) fn new() -> io::Result<Self> {
        let all = env::temp_dir();
        remove_left_behind(&all);
        Self::within(&all)
    }

    fn within(all: &Path) -> io::Result<Self> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        loop {
            let number = NEXT.fetch_add(1, Ordering::Relaxed);
            let path = all.join(format!("{PREFIX}{}-{number}", process::id()));
            match DirBuilder::new().mode(0o700).create(&path) {
                Ok(()) => {}
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                Err(error) => return Err(error),
            }
            // Until it is locked another process may remove it: then there is another one to try.
            match lock(&path) {
                Some(Lock::Held(file)) if is_at(&file, &path) => {
                    return Ok(Self {
                        path,
                        _lock: Some(file),
                    });
                }
                Some(Lock::Unsupported) => return Ok(Self { path, _lock: None }),
                _ => {}
            }
        }
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed is left to the system's cleaning.
        let _ = fs::remove_dir_all(&self.path);
    }
}

enum Lock {
    Held(File),
    /// The file system has no locks.
    Unsupported,
}

/// The lock of a folder; nothing where another process has it, or the folder is gone.
fn lock(path: &Path) -> Option<Lock> {
    let file = File::open(path).ok()?;
    match file.try_lock() {
        Ok(()) => Some(Lock::Held(file)),
        Err(TryLockError::WouldBlock) => None,
        Err(TryLockError::Error(_)) => Some(Lock::Unsupported),
    }
}

/// Whether an open folder is still the one of this path.
fn is_at(file: &File, path: &Path) -> bool {
    let (Ok(mine), Ok(theirs)) = (file.metadata(), fs::symlink_metadata(path)) else {
        return false;
    };
    (mine.dev(), mine.ino()) == (theirs.dev(), theirs.ino())
}

/// Removes the folders of this user's processes that were killed.
fn remove_left_behind(all: &Path) {
    let user = fvopt_native::user();
    for entry in fs::read_dir(all).into_iter().flatten().flatten() {
        let is_ours = entry.file_name().to_string_lossy().starts_with(PREFIX)
            && entry.file_type().is_ok_and(|kind| kind.is_dir())
            && entry.metadata().is_ok_and(|data| data.uid() == user);
        if is_ours && let Some(Lock::Held(_held)) = lock(&entry.path()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_killed_processes_left_is_removed_and_no_more() {
        let all = env::temp_dir().join(format!("fvopt-scratch-{}", process::id()));
        fs::create_dir_all(&all).expect("room");
        let used = Folder::within(&all).expect("room");
        fs::write(used.path().join("0.o"), "code").expect("room");
        let left = all.join(format!("{PREFIX}1-0"));
        fs::create_dir(&left).expect("room");
        fs::write(left.join("0.o"), "half").expect("room");
        let other = all.join("somebody-elses");
        fs::create_dir(&other).expect("room");
        remove_left_behind(&all);
        assert!(used.path().join("0.o").exists() && other.exists());
        assert!(!left.exists());
        let path = used.path().to_path_buf();
        drop(used);
        assert!(!path.exists());
        fs::remove_dir_all(&all).expect("ours");
    }
}
