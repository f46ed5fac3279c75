//! The memory of compiled programs: what a call gives back is kept for the next one.
//!
//! A temporary field is as large as the caches or larger. The system would map
//! it anew in every call, page by page; here it stays mapped until no compiled
//! program is left. Memory goes back to the thread that freed it, so that the
//! buffers of a tile stay in the cache of their core.

use crate::pages;
use std::{
    alloc::{Layout, dealloc},
    cell::Cell,
    collections::HashMap,
    ffi::c_void,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

/// The least alignment of memory given out, and the room in front of it that tells its kind.
const ALIGNMENT: usize = 64;

/// A kind of block: its bytes and its alignment.
type Kind = (usize, usize);

/// What stands in the 64 bytes in front of the memory of a block: its kind, and
/// how far the memory is into the block.
type Header = (Kind, usize);

/// Threads share this many lists.
const SHARDS: usize = 64;

/// Free blocks by kind, the latest last. Addresses, so that the lists can be shared.
type Free = HashMap<Kind, Vec<usize>>;

static FREE: [Mutex<Option<Free>>; SHARDS] = [const { Mutex::new(None) }; SHARDS];

fn shard() -> MutexGuard<'static, Option<Free>> {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    thread_local! {
        static OWN: Cell<Option<usize>> = const { Cell::new(None) };
    }
    let own = OWN.with(|own| {
        own.get().unwrap_or_else(|| {
            let number = NEXT.fetch_add(1, Ordering::Relaxed) % SHARDS;
            own.set(Some(number));
            number
        })
    });
    FREE[own].lock().unwrap_or_else(PoisonError::into_inner)
}

fn layout((bytes, alignment): Kind, room: usize) -> Option<Layout> {
    pages::layout(bytes.checked_add(room)?, alignment)
}

/// Memory of a size and alignment (a power of two); null where there is none.
extern "C" fn aligned_alloc(alignment: usize, bytes: usize) -> *mut c_void {
    let alignment = alignment.max(ALIGNMENT);
    let Some(rounded) = bytes.checked_next_multiple_of(ALIGNMENT) else {
        return std::ptr::null_mut();
    };
    let kind = (rounded, alignment);
    let kept = shard()
        .get_or_insert_default()
        .get_mut(&kind)
        .and_then(Vec::pop);
    if let Some(address) = kept {
        return address as *mut c_void;
    }
    // A start that is staggered keeps the least alignment only.
    let room = match alignment {
        ALIGNMENT => ALIGNMENT + pages::stagger(rounded),
        _ => alignment,
    };
    let Some(layout) = layout(kind, room) else {
        return std::ptr::null_mut();
    };
    // SAFETY: the layout is not empty; the room in front holds the header.
    unsafe {
        let block = pages::allocate(layout);
        if block.is_null() {
            return std::ptr::null_mut();
        }
        let memory = block.add(room);
        memory.sub(ALIGNMENT).cast::<Header>().write((kind, room));
        memory.cast()
    }
}

extern "C" fn plain_alloc(bytes: usize) -> *mut c_void {
    aligned_alloc(ALIGNMENT, bytes)
}

extern "C" fn free(memory: *mut c_void) {
    if memory.is_null() {
        return;
    }
    // SAFETY: compiled code frees what `aligned_alloc` gave it, which has its header in front.
    let (kind, _) = unsafe { memory.cast::<u8>().sub(ALIGNMENT).cast::<Header>().read() };
    shard()
        .get_or_insert_default()
        .entry(kind)
        .or_default()
        .push(memory as usize);
}

/// What a shared object calls for memory, in this order, by the structure `fvopt_memory` of its own.
pub(crate) fn functions() -> [*mut c_void; 2] {
    [aligned_alloc as *mut c_void, free as *mut c_void]
}

/// The functions that lowered allocations call, with their addresses.
pub(crate) fn addresses() -> [(&'static str, *mut ()); 3] {
    [
        ("_mlir_memref_to_llvm_alloc", plain_alloc as *mut ()),
        (
            "_mlir_memref_to_llvm_aligned_alloc",
            aligned_alloc as *mut (),
        ),
        ("_mlir_memref_to_llvm_free", free as *mut ()),
    ]
}

/// How many compiled programs there are.
static USERS: AtomicUsize = AtomicUsize::new(0);

/// What a compiled program holds: with the last one the kept memory goes back to the system.
pub(crate) struct User(());

impl User {
    pub(crate) fn new() -> Self {
        USERS.fetch_add(1, Ordering::AcqRel);
        Self(())
    }
}

impl Drop for User {
    fn drop(&mut self) {
        if USERS.fetch_sub(1, Ordering::AcqRel) == 1 {
            release();
        }
    }
}

/// Gives the kept memory back to the system.
fn release() {
    for shard in &FREE {
        let free = shard.lock().unwrap_or_else(PoisonError::into_inner).take();
        for (kind, blocks) in free.into_iter().flatten() {
            for address in blocks {
                let memory = address as *mut u8;
                // SAFETY: allocated above with this layout, and in no list any more.
                unsafe {
                    let (_, room) = memory.sub(ALIGNMENT).cast::<Header>().read();
                    let layout = layout(kind, room).expect("it was allocated with this layout");
                    dealloc(memory.sub(room), layout)
                }
            }
        }
    }
}
