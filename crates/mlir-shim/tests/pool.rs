//! The memory of compiled programs: kept for the next call, until no program is left.

// requirement L9

use mlir_shim::{
    engine::{Cpu, Emission, Engine, Frame, Host, Part},
    ir::{Ctx, OwnedModule},
    melior::{Context, dialect::DialectRegistry, utility::register_all_dialects},
};
use std::{
    alloc::{GlobalAlloc, Layout, System},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
};

/// Counts blocks as large as those that the tests ask for; nothing else here has such sizes.
struct Counting;

const SMALLEST: usize = 300_000_000;

static TAKEN: AtomicUsize = AtomicUsize::new(0);
static GIVEN_BACK: AtomicUsize = AtomicUsize::new(0);

// SAFETY: the system's allocator does the work.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if layout.size() >= SMALLEST {
            TAKEN.fetch_add(1, SeqCst);
        }
        // SAFETY: promised by the caller.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if layout.size() >= SMALLEST {
            GIVEN_BACK.fetch_add(1, SeqCst);
        }
        // SAFETY: promised by the caller.
        unsafe { System.dealloc(block, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The pool is one for the process: tests take turns.
fn alone() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A program that takes memory and frees it as lowered allocations do.
const PROGRAM: &str = "
llvm.func @_mlir_memref_to_llvm_alloc(i64) -> !llvm.ptr
llvm.func @_mlir_memref_to_llvm_aligned_alloc(i64, i64) -> !llvm.ptr
llvm.func @_mlir_memref_to_llvm_free(!llvm.ptr)

llvm.func @take(%host: !llvm.ptr, %alignment: i64, %bytes: i64, %target: !llvm.ptr) -> i32
    attributes {llvm.emit_c_interface} {
  %memory = llvm.call @_mlir_memref_to_llvm_aligned_alloc(%alignment, %bytes) : (i64, i64) -> !llvm.ptr
  llvm.store %memory, %target : !llvm.ptr, !llvm.ptr
  %zero = llvm.mlir.constant(0 : i32) : i32
  llvm.return %zero : i32
}

llvm.func @take_any(%host: !llvm.ptr, %bytes: i64, %target: !llvm.ptr) -> i32
    attributes {llvm.emit_c_interface} {
  %memory = llvm.call @_mlir_memref_to_llvm_alloc(%bytes) : (i64) -> !llvm.ptr
  llvm.store %memory, %target : !llvm.ptr, !llvm.ptr
  %zero = llvm.mlir.constant(0 : i32) : i32
  llvm.return %zero : i32
}

llvm.func @free(%host: !llvm.ptr, %memory: !llvm.ptr) -> i32 attributes {llvm.emit_c_interface} {
  llvm.call @_mlir_memref_to_llvm_free(%memory) : (!llvm.ptr) -> ()
  %zero = llvm.mlir.constant(0 : i32) : i32
  llvm.return %zero : i32
}";

// The names under which the program offers its functions.
const TAKE: &str = "entry_take";
const TAKE_ANY: &str = "entry_take_any";
const FREE: &str = "entry_free";

struct Nobody;

impl Host for Nobody {
    fn callback(&mut self, _callback: i64, _words: &[i64]) -> i32 {
        unreachable!("the program has no callbacks")
    }

    fn report(&mut self, _place: i64, _kind: i64, _numbers: [i64; 3]) {
        unreachable!("the program is not checked")
    }
}

/// Compiled code, and the functions of the program as Rust has them.
struct Program(Engine);

impl Program {
    fn new() -> Self {
        let registry = DialectRegistry::new();
        register_all_dialects(&registry);
        let context = Context::new();
        context.append_dialect_registry(&registry);
        context.load_all_available_dialects();
        let module = OwnedModule::parse(Ctx::of(&context), PROGRAM).expect("valid text");
        let entries = [("take", TAKE), ("take_any", TAKE_ANY), ("free", FREE)];
        let emission = Emission {
            cpu: &Cpu::host(),
            suffix: "",
            entries: &entries,
        };
        let program = Part {
            module: &module,
            level: 0,
        };
        let objects = emission.objects(program, &[]).expect("it compiles");
        Self(Engine::of_objects(&objects, false).expect("it loads"))
    }

    fn call(&self, name: &str, words: &[u64]) {
        let function = self.0.function(name).expect("a function of the program");
        // SAFETY: the callers below give what the program's functions take.
        let status = unsafe { function.call(&mut Nobody, &Frame::new(words)) };
        assert_eq!(status, 0);
    }

    fn take(&self, alignment: usize, bytes: usize) -> usize {
        let mut address = 0usize;
        let target = (&raw mut address) as u64;
        self.call(TAKE, &[alignment as u64, bytes as u64, target]);
        address
    }

    fn take_any(&self, bytes: usize) -> usize {
        let mut address = 0usize;
        let target = (&raw mut address) as u64;
        self.call(TAKE_ANY, &[bytes as u64, target]);
        address
    }

    fn free(&self, address: usize) {
        self.call(FREE, &[address as u64]);
    }
}

#[test]
fn what_was_freed_is_what_the_next_one_gets() {
    let _turn = alone();
    let program = Program::new();
    for bytes in [1, 64, 1000, 3 << 20, 5 << 20] {
        let first = program.take(64, bytes);
        let second = program.take(64, bytes);
        assert_ne!(first, second, "{bytes} bytes");
        program.free(first);
        program.free(second);
        // The latest first: it is the one in the cache.
        assert_eq!(program.take(64, bytes), second, "{bytes} bytes");
        assert_eq!(program.take(64, bytes), first, "{bytes} bytes");
        program.free(first);
        program.free(second);
    }
}

#[test]
fn only_the_same_kind_is_given_again() {
    let _turn = alone();
    let program = Program::new();
    let memory = program.take(64, 4000);
    program.free(memory);
    let others = [
        program.take(64, 4000 + 64),
        program.take(64, 4000 - 64),
        program.take(256, 4000),
    ];
    assert!(!others.contains(&memory));
    // Sizes count in whole lines of 64 bytes; the least alignment is such a line.
    assert_eq!(program.take_any(4030), memory);
    for address in [memory, others[0], others[1], others[2]] {
        program.free(address);
    }
}

#[test]
fn memory_is_aligned_and_its_own() {
    let _turn = alone();
    let program = Program::new();
    let mut all: Vec<(usize, usize)> = Vec::new();
    for alignment in [1, 8, 64, 128, 4096, 1 << 16] {
        for bytes in [1, 63, 64, 65, 4096, 5 << 20] {
            // Fresh memory, and memory that was given back.
            for _ in 0..2 {
                let address = program.take(alignment, bytes);
                assert_eq!(address % alignment.max(64), 0, "{alignment}, {bytes}");
                // SAFETY: the program has given so many bytes, and nobody else has them.
                unsafe { (address as *mut u8).write_bytes(0xff, bytes) };
                all.push((address, bytes));
            }
            let (latest, _) = all.pop().expect("just added");
            program.free(latest);
            let again = program.take(alignment, bytes);
            assert_eq!(again, latest);
            all.push((again, bytes));
        }
    }
    all.sort();
    for pair in all.windows(2) {
        let ((low, bytes), (high, _)) = (pair[0], pair[1]);
        assert!(
            low + bytes <= high,
            "{bytes} bytes at {low}, next at {high}"
        );
    }
    for (address, _) in all {
        program.free(address);
    }
}

#[test]
fn memory_goes_back_to_the_thread_that_freed_it() {
    let _turn = alone();
    let program = Program::new();
    let memory = program.take(64, 7000);
    let elsewhere = std::thread::spawn(move || {
        program.free(memory);
        let own = program.take(64, 7000);
        program.free(own);
        (program, own)
    });
    let (program, own) = elsewhere.join().expect("it does not panic");
    assert_eq!(own, memory, "the other thread has it again");
    let here = program.take(64, 7000);
    assert_ne!(here, memory, "this one has not freed it");
    program.free(here);
}

#[test]
fn what_cannot_be_had_is_null() {
    let _turn = alone();
    let program = Program::new();
    assert_eq!(program.take(64, usize::MAX), 0);
    assert_eq!(program.take(64, usize::MAX / 2), 0);
    assert_eq!(program.take_any(isize::MAX as usize - 63), 0);
    // As in C, nothing happens.
    program.free(0);
}

#[test]
fn memory_is_kept_while_another_program_is_left() {
    let _turn = alone();
    let (first, second) = (Program::new(), Program::new());
    let memory = first.take(64, SMALLEST);
    first.free(memory);
    let given_back = GIVEN_BACK.load(SeqCst);
    drop(first);
    assert_eq!(GIVEN_BACK.load(SeqCst), given_back, "a program is left");
    assert_eq!(second.take(64, SMALLEST), memory);
    second.free(memory);
    drop(second);
    assert_eq!(GIVEN_BACK.load(SeqCst) - given_back, 1);
}

#[test]
fn all_goes_back_when_the_program_is_dropped() {
    let _turn = alone();
    let program = Program::new();
    let (taken, given_back) = (TAKEN.load(SeqCst), GIVEN_BACK.load(SeqCst));
    for _ in 0..3 {
        let memory = [
            program.take(64, SMALLEST),
            program.take(64, SMALLEST),
            program.take(4096, SMALLEST),
            program.take_any(2 * SMALLEST),
        ];
        for address in memory {
            assert_ne!(address, 0);
            program.free(address);
        }
    }
    assert_eq!(TAKEN.load(SeqCst) - taken, 4, "taken once, then kept");
    assert_eq!(GIVEN_BACK.load(SeqCst), given_back, "nothing goes back yet");
    drop(program);
    assert_eq!(GIVEN_BACK.load(SeqCst) - given_back, 4);
}
