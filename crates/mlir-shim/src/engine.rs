//! Machine code in memory, aligned buffers, and calls.

use crate::{ir::OwnedModule, libm, pages, pool};
use mlir_sys::*;
use std::{
    alloc::{Layout, dealloc},
    ffi::{CString, c_void},
    fmt,
    sync::{
        Mutex, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
};

/// Why code could not be made or run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EngineError(pub String);

impl fmt::Display for EngineError {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for EngineError {}

/// Zeroed, aligned memory that compiled code reads and writes.
///
/// Not `Sync`, and no slices are handed out: compiled code holds raw pointers
/// into it, several of them when arguments alias.
pub struct Buffer {
    data: *mut u8,
    /// How far the data is into the block.
    start: usize,
    /// That of the block.
    layout: Layout,
}

impl Buffer {
    /// Alignment of every buffer, in bytes: a cache line, and any vector.
    pub const ALIGNMENT: usize = 64;

    /// Memory of a number of bytes.
    pub fn new(bytes: usize) -> Result<Self, EngineError> {
        let start = pages::stagger(bytes);
        let layout = bytes
            .checked_add(start)
            .and_then(|whole| pages::layout(whole.max(1), Self::ALIGNMENT))
            .ok_or_else(|| EngineError(format!("{bytes} bytes are more than can be addressed")))?;
        let block = pages::allocate(layout);
        if block.is_null() {
            return Err(EngineError(format!("there is no memory for {bytes} bytes")));
        }
        // SAFETY: allocated with this size, which holds the start.
        let data = unsafe {
            block.write_bytes(0, layout.size());
            block.add(start)
        };
        Ok(Self {
            data,
            start,
            layout,
        })
    }

    /// Its size in bytes.
    pub fn bytes(&self) -> usize {
        self.layout.size() - self.start
    }

    /// Its address.
    pub fn address(&self) -> *mut u8 {
        self.data
    }

    /// Copies bytes in, starting at an offset.
    pub fn write(&self, offset: usize, source: &[u8]) {
        assert!(
            offset + source.len() <= self.bytes(),
            "writing past the end of a buffer"
        );
        // SAFETY: in range; `source` is another allocation.
        unsafe {
            std::ptr::copy_nonoverlapping(source.as_ptr(), self.data.add(offset), source.len())
        }
    }

    /// A copy of its bytes.
    pub fn to_vec(&self) -> Vec<u8> {
        // SAFETY: in range, and initialized (zeroed) when it was made; nothing runs meanwhile.
        unsafe { std::slice::from_raw_parts(self.data, self.bytes()).to_vec() }
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        // SAFETY: allocated with this layout.
        unsafe { dealloc(self.data.sub(self.start), self.layout) }
    }
}

impl fmt::Debug for Buffer {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "Buffer({} bytes)", self.bytes())
    }
}

/// What compiled code asks of the host while it runs.
pub trait Host {
    /// `program.callback`: the number of the callback in the program, and the
    /// words that the memory ABI describes. A status other than 0 ends the call.
    ///
    /// # Safety
    /// The words hold addresses of live fields of the running call.
    fn callback(&mut self, callback: i64, words: &[i64]) -> i32;
    /// A finding of checked mode: the number of the place in the program, what
    /// happened, and three numbers that belong to it.
    fn report(&mut self, place: i64, kind: i64, numbers: [i64; 3]);
}

extern "C" fn host_callback(
    host: *mut c_void,
    callback: i64,
    words: *const i64,
    count: i64,
) -> i32 {
    // SAFETY: compiled code passes on the host pointer it was called with (see
    // `Function::call`) and an array of `count` words.
    let (host, words) = unsafe {
        (
            &mut **host.cast::<&mut dyn Host>(),
            std::slice::from_raw_parts(words, count as usize),
        )
    };
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        host.callback(callback, words)
    }))
    .unwrap_or(i32::MAX)
}

extern "C" fn host_report(host: *mut c_void, place: i64, kind: i64, a: i64, b: i64, c: i64) {
    // Loops that report run on several threads.
    static LOCK: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let _guard = LOCK.lock();
    // SAFETY: as above; the lock makes the access exclusive.
    let host = unsafe { &mut **host.cast::<&mut dyn Host>() };
    let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        host.report(place, kind, [a, b, c])
    }));
}

/// Compiled code in memory.
pub struct Engine {
    /// The program first, then its parts, which it calls.
    raw: Vec<Raw>,
}

/// An engine of MLIR, owned.
struct Raw(MlirExecutionEngine);

// SAFETY: an engine is handed from the thread that made it to the one that keeps it, and
// nothing of it is tied to a thread.
unsafe impl Send for Raw {}

impl Drop for Raw {
    fn drop(&mut self) {
        // SAFETY: owned, destroyed once; functions borrow the engine.
        unsafe { mlirExecutionEngineDestroy(self.0) }
        pool::release();
    }
}

impl Raw {
    /// Takes a module of the LLVM dialect in; LLVM compiles it when a function is asked for.
    ///
    /// # Safety
    /// The module must be alive, in a context with the translations registered.
    unsafe fn new(module: MlirModule, level: u8) -> Result<Self, EngineError> {
        let openmp = openmp_library()?;
        let paths = [crate::ir::string_ref(openmp)];
        // SAFETY: promised by the caller; the module is only read.
        let raw = unsafe {
            mlirExecutionEngineCreate(module, i32::from(level), 1, paths.as_ptr(), false, false)
        };
        if raw.ptr.is_null() {
            return Err(EngineError("LLVM could not compile the module".into()));
        }
        let engine = Self(raw);
        for (name, address) in libm::addresses().into_iter().chain(pool::addresses()) {
            engine.define(name, address);
        }
        engine.define("fvopt_host_callback", host_callback as *mut ());
        engine.define("fvopt_host_report", host_report as *mut ());
        Ok(engine)
    }

    /// Defines a symbol that the module declares.
    fn define(&self, name: &str, address: *mut ()) {
        // SAFETY: the engine is alive, and so are the addresses while it is: those of this
        // process, or of engines that are kept with this one. The C interface mangles the name.
        unsafe {
            mlirExecutionEngineRegisterSymbol(self.0, crate::ir::string_ref(name), address.cast())
        }
    }

    /// The address of a function.
    fn lookup(&self, name: &str) -> Result<*mut c_void, EngineError> {
        // SAFETY: the engine is alive.
        let address = unsafe { mlirExecutionEngineLookup(self.0, crate::ir::string_ref(name)) };
        match address.is_null() {
            true => Err(EngineError(format!(
                "there is no compiled function `{name}`"
            ))),
            false => Ok(address),
        }
    }
}

/// A module and the functions in it that others call.
struct Part {
    module: MlirModule,
    functions: Vec<String>,
}

/// What came of a part: the engine, and the functions with their addresses.
type Compiled = (Raw, Vec<(String, usize)>);

// SAFETY: a part is read by one thread at a time, while its owner waits.
unsafe impl Send for Part {}
// SAFETY: as above: parts are taken by number, each once.
unsafe impl Sync for Part {}

impl Part {
    fn compile(&self, level: u8) -> Result<Compiled, EngineError> {
        // SAFETY: `Engine::of_parts` borrows the modules while this runs.
        let engine = unsafe { Raw::new(self.module, level)? };
        let addresses = self
            .functions
            .iter()
            .map(|name| Ok((name.clone(), engine.lookup(name)? as usize)))
            .collect::<Result<_, EngineError>>()?;
        Ok((engine, addresses))
    }
}

/// Compiles parts on as many threads as the machine has cores and the context allows.
fn compile(parts: &[Part], level: u8, threads: usize) -> Result<Vec<Compiled>, EngineError> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..threads.min(parts.len()) {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let Some(part) = parts.get(number) else { break };
                    let compiled = part.compile(level);
                    if let Ok(mut done) = done.lock() {
                        done.push((number, compiled));
                    }
                }
            });
        }
    });
    let mut done = done
        .into_inner()
        .map_err(|_| EngineError("a thread that compiled panicked".into()))?;
    // In their order, whichever was ready first.
    done.sort_by_key(|(number, _)| *number);
    done.into_iter().map(|(_, compiled)| compiled).collect()
}

impl Engine {
    /// Compiles a module of the LLVM dialect for this machine. Levels are LLVM's, 0 to 3.
    pub fn new(module: &OwnedModule, level: u8) -> Result<Self, EngineError> {
        Self::of_parts(module, &[], level)
    }

    /// Compiles a module of the LLVM dialect that calls functions of other modules, given with
    /// the names of these functions. The parts are compiled side by side.
    pub fn of_parts(
        module: &OwnedModule,
        parts: &[(&OwnedModule, &[String])],
        level: u8,
    ) -> Result<Self, EngineError> {
        // SAFETY: the context is alive; translations may be registered often.
        let allowed = unsafe {
            let context = mlirModuleGetContext(module.0);
            mlirRegisterAllLLVMTranslations(context);
            // A context without threads is not to be used by several.
            mlirContextGetNumThreads(context) as usize
        };
        let parts: Vec<Part> = parts
            .iter()
            .map(|(module, functions)| Part {
                module: module.0,
                functions: functions.to_vec(),
            })
            .collect();
        let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get());
        let compiled = compile(&parts, level, cores.min(allowed))?;
        // SAFETY: the module is alive.
        let program = unsafe { Raw::new(module.0, level)? };
        let mut raw = vec![program];
        for (engine, addresses) in compiled {
            for (name, address) in addresses {
                raw[0].define(&name, address as *mut ());
            }
            raw.push(engine);
        }
        Ok(Self { raw })
    }

    /// The code of a function that the module defines with `llvm.emit_c_interface`.
    pub fn function(&self, name: &str) -> Result<Function<'_>, EngineError> {
        // SAFETY: the engine is alive.
        let address =
            unsafe { mlirExecutionEngineLookupPacked(self.raw[0].0, crate::ir::string_ref(name)) };
        if address.is_null() {
            return Err(EngineError(format!(
                "there is no compiled function `{name}`"
            )));
        }
        // SAFETY: packed functions have this signature.
        let code = unsafe {
            std::mem::transmute::<*mut c_void, unsafe extern "C" fn(*mut *mut c_void)>(address)
        };
        Ok(Function {
            code,
            _engine: std::marker::PhantomData,
        })
    }
}

/// A compiled function.
#[derive(Clone, Copy)]
pub struct Function<'e> {
    code: unsafe extern "C" fn(*mut *mut c_void),
    _engine: std::marker::PhantomData<&'e Engine>,
}

impl Function<'_> {
    /// Calls the function with a host and a number of words, each one an
    /// argument (integers, indices, addresses, and floats as their bits in the
    /// low bytes), and gives its status.
    ///
    /// # Safety
    /// The words must be what the function was compiled to take, and the
    /// memory that they point to must be there.
    pub unsafe fn call(&self, host: &mut dyn Host, words: &mut [u64]) -> i32 {
        let mut host: &mut dyn Host = host;
        let mut pointer: *mut c_void = (&raw mut host).cast();
        let mut status = 0i32;
        let mut arguments: Vec<*mut c_void> = Vec::with_capacity(words.len() + 2);
        arguments.push((&raw mut pointer).cast());
        arguments.extend(
            words
                .iter_mut()
                .map(|word| (&raw mut *word).cast::<c_void>()),
        );
        arguments.push((&raw mut status).cast());
        // SAFETY: promised by the caller.
        unsafe { (self.code)(arguments.as_mut_ptr()) };
        status
    }
}

/// The path of LLVM's OpenMP library: `FVOPT_OPENMP_LIBRARY`, or that of the
/// LLVM that fvopt was built with.
fn openmp_library() -> Result<&'static str, EngineError> {
    static PATH: OnceLock<Result<String, EngineError>> = OnceLock::new();
    PATH.get_or_init(|| {
        let path = std::env::var("FVOPT_OPENMP_LIBRARY")
            .unwrap_or_else(|_| concat!(env!("FVOPT_LLVM_PREFIX"), "/lib/libomp.so").to_string());
        if std::path::Path::new(&path).exists() {
            Ok(path)
        } else {
            Err(EngineError(format!(
                "LLVM's OpenMP library is not at {path}: install libomp-22-dev or set FVOPT_OPENMP_LIBRARY"
            )))
        }
    })
    .as_deref()
    .map_err(Clone::clone)
}

/// Sets how many threads parallel loops of compiled code use from now on.
pub fn set_threads(threads: usize) -> Result<(), EngineError> {
    let path = CString::new(openmp_library()?).map_err(|error| EngineError(error.to_string()))?;
    // SAFETY: the library is the one that engines load; `omp_set_num_threads` takes an int.
    unsafe {
        let library = libc::dlopen(path.as_ptr(), libc::RTLD_NOW | libc::RTLD_GLOBAL);
        if library.is_null() {
            return Err(EngineError("LLVM's OpenMP library cannot be loaded".into()));
        }
        let symbol = libc::dlsym(library, c"omp_set_num_threads".as_ptr());
        if symbol.is_null() {
            return Err(EngineError(
                "LLVM's OpenMP library has no omp_set_num_threads".into(),
            ));
        }
        let set = std::mem::transmute::<*mut c_void, unsafe extern "C" fn(i32)>(symbol);
        set(threads.min(i32::MAX as usize) as i32);
    }
    Ok(())
}

/// The bits of an element in memory.
///
/// # Safety
/// There must be a live element of this type at the address.
pub unsafe fn read(address: usize, scalar: crate::ir::Scalar) -> u64 {
    // SAFETY: promised by the caller.
    unsafe {
        match scalar.bytes() {
            1 => u64::from(*(address as *const u8)),
            2 => u64::from(*(address as *const u16)),
            4 => u64::from(*(address as *const u32)),
            _ => *(address as *const u64),
        }
    }
}

/// Sets the bits of an element in memory.
///
/// # Safety
/// There must be a live element of this type at the address.
pub unsafe fn write(address: usize, scalar: crate::ir::Scalar, bits: u64) {
    // SAFETY: promised by the caller.
    unsafe {
        match scalar.bytes() {
            1 => *(address as *mut u8) = bits as u8,
            2 => *(address as *mut u16) = bits as u16,
            4 => *(address as *mut u32) = bits as u32,
            _ => *(address as *mut u64) = bits,
        }
    }
}
