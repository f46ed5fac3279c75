//! How much memory the process has from its C allocator, which is MLIR's too.

/// glibc's `struct mallinfo2`.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[repr(C)]
struct Info {
    arena: usize,
    free_chunks: usize,
    free_fast_chunks: usize,
    mapped_chunks: usize,
    mapped_bytes: usize,
    unused: usize,
    free_fast_bytes: usize,
    used_bytes: usize,
    free_bytes: usize,
    releasable_bytes: usize,
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
unsafe extern "C" {
    fn mallinfo2() -> Info;
}

/// Bytes that are in use, those of MLIR's operations and attributes among them; `None` where the
/// C library does not tell.
pub fn heap_bytes() -> Option<usize> {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        // SAFETY: takes nothing and gives numbers.
        let info = unsafe { mallinfo2() };
        Some(info.used_bytes + info.mapped_bytes)
    }
    #[cfg(not(all(target_os = "linux", target_env = "gnu")))]
    None
}
