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
    ffi::c_void,
    ptr,
    sync::atomic::{AtomicPtr, AtomicUsize, Ordering},
};

/// The least alignment of memory given out, and the room in front of it for its header.
const ALIGNMENT: usize = 64;

/// A kind of block: its bytes and its alignment.
type Kind = (usize, usize);

/// What stands in front of the memory of a block.
struct Header {
    kind: Kind,
    /// How far the memory is into the block.
    room: usize,
    /// While the block is free: the next one of its kind, or null.
    next: *mut Header,
}

const _: () = assert!(size_of::<Header>() <= ALIGNMENT);

/// Free blocks: for each kind the one that was freed last, which leads to the others. Ordered by kind; programs
/// have few kinds.
#[derive(Default)]
struct Lists(Vec<(Kind, *mut Header)>);

impl Lists {
    fn place(&self, kind: Kind) -> Result<usize, usize> {
        self.0.binary_search_by_key(&kind, |(other, _)| *other)
    }

    fn push(&mut self, block: *mut Header) {
        // SAFETY: a free block is this list's alone.
        unsafe {
            let kind = (*block).kind;
            match self.place(kind) {
                Ok(place) => {
                    (*block).next = self.0[place].1;
                    self.0[place].1 = block;
                }
                Err(place) => {
                    (*block).next = ptr::null_mut();
                    self.0.insert(place, (kind, block));
                }
            }
        }
    }

    fn pop(&mut self, kind: Kind) -> Option<*mut Header> {
        let place = self.place(kind).ok()?;
        let (_, first) = &mut self.0[place];
        let block = *first;
        if block.is_null() {
            return None;
        }
        // SAFETY: as above.
        *first = unsafe { (*block).next };
        Some(block)
    }

    /// All blocks of all kinds, which the list has no more.
    fn drain(&mut self) -> Vec<*mut Header> {
        let mut blocks = Vec::new();
        for (_, mut block) in self.0.drain(..) {
            while !block.is_null() {
                blocks.push(block);
                // SAFETY: as above.
                block = unsafe { (*block).next };
            }
        }
        blocks
    }
}

/// There are this many lists. Threads beyond that share them.
const SHARDS: usize = 256;

/// The lists of a thread, or null while it uses them. Whoever wants them takes them away and gives them back, so
/// that nobody waits and no call takes a lock. On a cache line of its own.
#[repr(align(64))]
struct Shard(AtomicPtr<Lists>);

static SHARDS_OF_THREADS: [Shard; SHARDS] =
    [const { Shard(AtomicPtr::new(ptr::null_mut())) }; SHARDS];

impl Shard {
    /// That of this thread.
    fn own() -> &'static Self {
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
        &SHARDS_OF_THREADS[own]
    }

    /// Its lists, unless another thread has them just now.
    fn take(&self) -> Option<Box<Lists>> {
        let lists = self.0.swap(ptr::null_mut(), Ordering::Acquire);
        // SAFETY: what is there was put there by `give`, and is taken once.
        (!lists.is_null()).then(|| unsafe { Box::from_raw(lists) })
    }

    /// Gives lists back; to those that another thread gave back meanwhile they are added.
    fn give(&self, mut lists: Box<Lists>) {
        loop {
            let raw = Box::into_raw(lists);
            let empty = ptr::null_mut();
            let given = self
                .0
                .compare_exchange(empty, raw, Ordering::Release, Ordering::Relaxed);
            if given.is_ok() {
                return;
            }
            // SAFETY: made just now, and not given away.
            lists = unsafe { Box::from_raw(raw) };
            if let Some(mut others) = self.take() {
                for block in others.drain() {
                    lists.push(block);
                }
            }
        }
    }

    fn with<R>(&self, work: impl FnOnce(&mut Lists) -> R) -> R {
        let mut lists = self.take().unwrap_or_default();
        let result = work(&mut lists);
        self.give(lists);
        result
    }
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
    if let Some(block) = Shard::own().with(|lists| lists.pop(kind)) {
        return memory(block);
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
        let header = block.add(room - ALIGNMENT).cast::<Header>();
        header.write(Header {
            kind,
            room,
            next: ptr::null_mut(),
        });
        memory(header)
    }
}

/// The memory of a block.
fn memory(header: *mut Header) -> *mut c_void {
    header.cast::<u8>().wrapping_add(ALIGNMENT).cast()
}

/// The header of a block's memory.
fn header(memory: *mut c_void) -> *mut Header {
    memory.cast::<u8>().wrapping_sub(ALIGNMENT).cast()
}

extern "C" fn plain_alloc(bytes: usize) -> *mut c_void {
    aligned_alloc(ALIGNMENT, bytes)
}

extern "C" fn free(memory: *mut c_void) {
    if !memory.is_null() {
        Shard::own().with(|lists| lists.push(header(memory)));
    }
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
    for shard in &SHARDS_OF_THREADS {
        for block in shard.take().into_iter().flat_map(|mut lists| lists.drain()) {
            // SAFETY: allocated above with this layout, and in no list any more.
            unsafe {
                let Header { kind, room, .. } = block.read();
                let layout = layout(kind, room).expect("it was allocated with this layout");
                dealloc(memory(block).cast::<u8>().sub(room), layout)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{slice, thread};

    /// Takes blocks, fills each with a value of its own, and looks whether it is still there.
    fn take_and_free(thread: u8) {
        let kinds = [
            (64, 8),
            (64, 100),
            (128, 4096),
            (2 << 20, 64),
            (64, 5 << 20),
        ];
        for round in 0..20u8 {
            let blocks: Vec<_> = kinds
                .iter()
                .cycle()
                .take(7)
                .enumerate()
                .map(|(number, (alignment, bytes))| {
                    let memory = aligned_alloc(*alignment, *bytes);
                    assert!(!memory.is_null() && (memory as usize).is_multiple_of(*alignment));
                    let mark = thread.wrapping_mul(31) ^ round ^ (number as u8) << 4;
                    // SAFETY: it is as large as was asked for; its first and last bytes will do.
                    let ends = unsafe {
                        let memory = memory.cast::<u8>();
                        memory.write(mark);
                        memory.add(*bytes - 1).write(mark);
                        [memory, memory.add(*bytes - 1)]
                    };
                    (memory, ends, mark)
                })
                .collect();
            thread::yield_now();
            for (memory, ends, mark) in blocks {
                for end in ends {
                    // SAFETY: written above.
                    assert_eq!(unsafe { slice::from_raw_parts(end, 1) }, [mark]);
                }
                free(memory);
            }
        }
    }

    #[test]
    fn blocks_are_one_owners_each_however_many_threads_there_are() {
        let user = User::new();
        // More than there are lists, so that some share one; several at a time.
        for batch in 0..2 * SHARDS / 8 {
            thread::scope(|scope| {
                for number in 0..8 {
                    scope.spawn(move || take_and_free((8 * batch + number) as u8));
                }
            });
        }
        // What one thread frees and takes again is the same block.
        let first = aligned_alloc(64, 1000);
        free(first);
        assert_eq!(aligned_alloc(64, 1000), first);
        free(first);
        drop(user);
        let kept = SHARDS_OF_THREADS.iter().filter_map(Shard::take);
        assert_eq!(kept.count(), 0, "it went back to the system");
    }

    #[test]
    fn lists_that_two_threads_used_become_one() {
        static SHARED: Shard = Shard(AtomicPtr::new(ptr::null_mut()));
        let mut blocks = [0, 1, 2].map(|number| Header {
            kind: (64 + 64 * (number / 2), 64),
            room: ALIGNMENT,
            next: ptr::null_mut(),
        });
        let blocks = blocks.each_mut().map(|block| block as *mut Header);
        // One thread has the lists when another one comes, finds none, and starts new ones.
        SHARED.with(|first| {
            first.push(blocks[0]);
            SHARED.with(|second| {
                second.push(blocks[1]);
                second.push(blocks[2]);
            });
        });
        SHARED.with(|lists| {
            let mut found = [
                lists.pop((64, 64)),
                lists.pop((64, 64)),
                lists.pop((128, 64)),
            ];
            found[..2].sort();
            let mut expected = blocks.map(Some);
            expected[..2].sort();
            assert_eq!(found, expected);
            assert_eq!(lists.pop((64, 64)), None);
            assert_eq!(lists.pop((7, 64)), None);
        });
    }
}
