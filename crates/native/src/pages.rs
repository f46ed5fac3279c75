//! Large memory in large pages: a field is streamed over, and a page of 4 KiB is over soon.

use std::{
    alloc::{Layout, alloc},
    sync::atomic::{AtomicUsize, Ordering},
};

/// The size of a large page.
const LARGE: usize = 2 << 20;

/// The layout of so many bytes: aligned as asked for, and to large pages from two of them on. From
/// eight on the last page is a large one as well: the end of a field is a good part of it.
pub(crate) fn layout(bytes: usize, alignment: usize) -> Option<Layout> {
    let alignment = match bytes >= 2 * LARGE {
        true => alignment.max(LARGE),
        false => alignment,
    };
    let bytes = match bytes >= 8 * LARGE {
        true => bytes.checked_next_multiple_of(LARGE)?,
        false => bytes,
    };
    Layout::from_size_align(bytes, alignment).ok()
}

/// Room for [`stagger`].
pub(crate) const STAGGER: usize = 4096;

/// How far into its memory a field starts, a multiple of 64 and below [`STAGGER`].
///
/// Fields of one shape that all start at a large page have the same elements at
/// the same distance from a small page, where a processor takes a load for one of
/// what was just stored to the other, and in the same sets of its caches. Each
/// field starts a little further than the one before it.
pub(crate) fn stagger(bytes: usize) -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    match bytes >= 2 * LARGE {
        true => NEXT.fetch_add(1, Ordering::Relaxed) * 11 % 16 * (STAGGER / 16),
        false => 0,
    }
}

/// Memory of a layout (not of size 0), not initialized; null where there is none.
pub(crate) fn allocate(layout: Layout) -> *mut u8 {
    // SAFETY: the size is positive.
    let data = unsafe { alloc(layout) };
    #[cfg(target_os = "linux")]
    if !data.is_null() && layout.align() >= LARGE {
        // A hint; where it is not followed, pages are small.
        // SAFETY: the range is the one that was just allocated, and starts at a page.
        unsafe {
            libc::madvise(data.cast(), layout.size(), libc::MADV_HUGEPAGE);
        }
    }
    data
}
