//! How processes wait for each other.
//!
//! Locks save work and nothing else: what is published is whole, and the same whoever made it. So where a lock is
//! lost, the worst is that two processes make the same artifact.

use std::{
    any::Any,
    fs::{self, File},
    io::{self, Read, Seek, Write},
    os::unix::fs::{MetadataExt, OpenOptionsExt},
    path::{Path, PathBuf},
    sync::{
        Arc, Condvar, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

/// How a store lets processes wait for each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Locks {
    /// By locks of files, which the system takes back from a process that ends; by leases on file systems that
    /// have no locks.
    Files,
    /// By leases.
    Leases,
}

/// How often the holder of a lease shows that it lives.
const BEAT: Duration = Duration::from_millis(200);
/// How long a lease that shows no life is respected, by the clock of the process that waits.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often a process that waits for a lease looks.
const GLANCE: Duration = Duration::from_millis(20);

impl Locks {
    /// Waits for the lock of this path and holds it until the result is dropped.
    pub(super) fn acquire(self, path: &Path) -> io::Result<Box<dyn Any + Send>> {
        if self == Self::Files
            && let Some(held) = HeldFile::acquire(path)?
        {
            return Ok(Box::new(held));
        }
        // A name of its own: the file that could not be locked is no lease of somebody's.
        Ok(Box::new(Lease::acquire(&path.with_extension("lease"))?))
    }
}

/// A locked file.
struct HeldFile {
    path: PathBuf,
    // Unlocked when it is closed.
    _file: File,
}

impl HeldFile {
    /// Nothing where the file system has no locks.
    fn acquire(path: &Path) -> io::Result<Option<Self>> {
        loop {
            let mut options = File::options();
            let options = options.write(true).create(true).truncate(false);
            let file = options.mode(0o600).open(path)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(fs::TryLockError::WouldBlock) => {
                    tracing::info!("waits for another process that compiles the same");
                    match file.lock() {
                        Ok(()) => {}
                        Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                        Err(error) => return Err(error),
                    }
                }
                // Not an error of this lock: there are none here.
                Err(fs::TryLockError::Error(_)) => {
                    let _ = fs::remove_file(path);
                    return Ok(None);
                }
            }
            // The one who held it has removed the file: others lock another one by now.
            let mine = file.metadata()?;
            match fs::metadata(path) {
                Ok(theirs) if (theirs.dev(), theirs.ino()) == (mine.dev(), mine.ino()) => {
                    return Ok(Some(Self {
                        path: path.to_path_buf(),
                        _file: file,
                    }));
                }
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
    }
}

impl Drop for HeldFile {
    fn drop(&mut self) {
        // While it is locked, so that nobody removes a file that another process holds.
        let _ = fs::remove_file(&self.path);
    }
}

/// A file whose holder writes to it as long as it lives.
struct Lease {
    path: PathBuf,
    name: String,
    stop: Arc<(Mutex<bool>, Condvar)>,
    beats: Option<JoinHandle<()>>,
}

/// This process among all, and a number for each that asks.
pub(super) fn process_name() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let host = fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    format!("{}-{}-{number}", host.trim(), std::process::id())
}

impl Lease {
    fn acquire(path: &Path) -> io::Result<Self> {
        let name = process_name();
        let mut seen = (String::new(), Instant::now());
        loop {
            let mut options = File::options();
            let options = options.read(true).write(true).create_new(true).mode(0o600);
            match options.open(path) {
                Ok(mut file) => {
                    file.write_all(format!("{name} 0").as_bytes())?;
                    return Ok(Self::hold(path, name, file));
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
            let now = match fs::read_to_string(path) {
                Ok(now) => now,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(error),
            };
            if now != seen.0 {
                seen = (now, Instant::now());
            } else if seen.1.elapsed() > PATIENCE {
                remove_dead(path, &seen.0, &name)?;
                continue;
            }
            thread::sleep(GLANCE);
        }
    }

    fn hold(path: &Path, name: String, mut file: File) -> Self {
        let stop = Arc::new((Mutex::new(false), Condvar::new()));
        let (own, beating) = (name.clone(), Arc::clone(&stop));
        let beats = thread::spawn(move || {
            let (stopped, changed) = &*beating;
            let mut stopped = stopped.lock().unwrap_or_else(PoisonError::into_inner);
            let mut number = 0u64;
            while !*stopped {
                number += 1;
                let beat = file
                    .rewind()
                    .and_then(|()| file.write_all(format!("{own} {number}").as_bytes()));
                if beat.is_err() {
                    return;
                }
                let waited = changed.wait_timeout(stopped, BEAT);
                stopped = waited.unwrap_or_else(PoisonError::into_inner).0;
            }
        });
        Self {
            path: path.to_path_buf(),
            name,
            stop,
            beats: Some(beats),
        }
    }
}

/// Takes a lease away that shows no life. Only one process can move it, and it looks again at what it moved.
fn remove_dead(path: &Path, seen: &str, name: &str) -> io::Result<()> {
    let aside = path.with_extension(format!("lease.{name}"));
    match fs::rename(path, &aside) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    }
    let mut moved = String::new();
    File::open(&aside)?.read_to_string(&mut moved)?;
    if moved != seen {
        // Another process was faster, and this is its lease.
        let _ = fs::hard_link(&aside, path);
    }
    fs::remove_file(&aside)
}

impl Drop for Lease {
    fn drop(&mut self) {
        *self.stop.0.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.stop.1.notify_all();
        if let Some(beats) = self.beats.take() {
            let _ = beats.join();
        }
        let is_own = fs::read_to_string(&self.path)
            .is_ok_and(|text| text.starts_with(&format!("{} ", self.name)));
        if is_own {
            let _ = fs::remove_file(&self.path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file system without locks leaves the file behind that could not be locked.
    #[test]
    fn without_locks_nobody_waits_for_a_file_that_nobody_holds() {
        let folder = std::env::temp_dir().join(format!("fvopt-lock-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("room");
        let path = folder.join("key");
        fs::write(&path, "").expect("room");
        let start = Instant::now();
        let held = Locks::Leases.acquire(&path).expect("a lease");
        assert!(start.elapsed() < PATIENCE / 2);
        drop(held);
        fs::remove_dir_all(&folder).expect("ours");
    }
}
