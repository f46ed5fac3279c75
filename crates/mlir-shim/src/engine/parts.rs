//! Engines of MLIR, one for each part of a program, made on several threads.

use super::{Cpu, EngineError, host, openmp};
use crate::{
    ffi::{fvoptEngineCreate, fvoptSetLlvmOption},
    ir::{append, collect, string_ref},
    libm, pool,
};
use mlir_sys::*;
use std::{
    ffi::c_void,
    sync::{
        Mutex, Once,
        atomic::{AtomicUsize, Ordering},
    },
};

/// An engine of MLIR, owned.
pub(super) struct Raw(MlirExecutionEngine);

// SAFETY: nothing of an engine is tied to a thread: it has a context of LLVM's own, and refers neither
// to the module that it was made of nor to that module's context.
unsafe impl Send for Raw {}
// SAFETY: what a shared engine offers is looking functions up, and for that LLVM's execution session takes
// its own lock. Symbols are defined through `&mut`, so before the engine is shared.
unsafe impl Sync for Raw {}

impl Drop for Raw {
    fn drop(&mut self) {
        // SAFETY: owned, destroyed once; functions borrow the engine.
        unsafe { mlirExecutionEngineDestroy(self.0) }
    }
}

impl Raw {
    /// Takes a module of the LLVM dialect in; LLVM compiles it when a function is asked for.
    ///
    /// # Safety
    /// The module must be alive, in a context with the translations registered.
    pub(super) unsafe fn new(
        module: MlirModule,
        level: u8,
        cpu: &Cpu,
    ) -> Result<Self, EngineError> {
        let openmp = openmp::library()?;
        // MLIR reads a path to its NUL, whatever the length says.
        let paths = [MlirStringRef {
            data: openmp.as_ptr(),
            length: openmp.count_bytes(),
        }];
        let mut raw = MlirExecutionEngine {
            ptr: std::ptr::null_mut(),
        };
        let problem = collect(|problem| {
            // SAFETY: promised by the caller; the module is only read.
            raw = unsafe {
                fvoptEngineCreate(
                    module,
                    i32::from(level),
                    string_ref(cpu.llvm_name()),
                    string_ref(&cpu.features),
                    paths.as_ptr(),
                    1,
                    Some(append),
                    problem,
                )
            };
        });
        if raw.ptr.is_null() {
            return Err(EngineError(format!(
                "LLVM could not compile the module: {problem}"
            )));
        }
        let mut engine = Self(raw);
        let symbols = libm::addresses().into_iter().chain(pool::addresses());
        for (name, address) in symbols.chain(host::addresses()) {
            engine.define(name, address);
        }
        Ok(engine)
    }

    /// Defines a symbol that the module declares.
    pub(super) fn define(&mut self, name: &str, address: *mut ()) {
        // SAFETY: the engine is alive, and so are the addresses while it is: those of this
        // process, or of engines that are kept with this one. The C interface mangles the name.
        unsafe { mlirExecutionEngineRegisterSymbol(self.0, string_ref(name), address.cast()) }
    }

    /// The address of the function that takes its arguments packed.
    pub(super) fn lookup_packed(&self, name: &str) -> Option<*mut c_void> {
        // SAFETY: the engine is alive.
        let address = unsafe { mlirExecutionEngineLookupPacked(self.0, string_ref(name)) };
        (!address.is_null()).then_some(address)
    }

    /// The address of a function.
    fn lookup(&self, name: &str) -> Result<*mut c_void, EngineError> {
        // SAFETY: the engine is alive.
        let address = unsafe { mlirExecutionEngineLookup(self.0, string_ref(name)) };
        match address.is_null() {
            true => Err(EngineError(format!(
                "there is no compiled function `{name}`"
            ))),
            false => Ok(address),
        }
    }
}

/// A module and the functions in it that others call.
pub(super) struct Part {
    pub(super) module: MlirModule,
    pub(super) functions: Vec<String>,
}

/// What came of a part: the engine, and the functions with their addresses.
pub(super) type Compiled = (Raw, Vec<(String, usize)>);

// SAFETY: a part is read by one thread at a time, while its owner waits.
unsafe impl Send for Part {}
// SAFETY: as above: parts are taken by number, each once.
unsafe impl Sync for Part {}

impl Part {
    fn compile(&self, level: u8, cpu: &Cpu) -> Result<Compiled, EngineError> {
        // SAFETY: `Engine::of_parts` borrows the modules while this runs.
        let engine = unsafe { Raw::new(self.module, level, cpu)? };
        let addresses = self
            .functions
            .iter()
            .map(|name| Ok((name.clone(), engine.lookup(name)? as usize)))
            .collect::<Result<_, EngineError>>()?;
        Ok((engine, addresses))
    }
}

/// What of LLVM's code generation is left out or bounded, with the option and the value that does so.
/// Each grows faster than the code it works on, and kernels have dozens of streams and thousands of
/// operations in one block; none makes the code of the benchmark's kernels faster.
///
/// There is no other way to these than options of the process; where this LLVM has none of the name,
/// it works as it always does.
const BOUNDS: &[(&str, &str)] = &[
    // Searches for a formula for every address of a loop: two thirds of the time with dozens of
    // streams, and nothing that the processor's addressing modes do not do as fast.
    ("disable-lsr", "true"),
    // Compares every store of a block with every other: kernels store whole vectors already.
    ("combiner-store-merging", "false"),
    // Every load waits for every store that may alias it; of more than so many the schedulers,
    // before and after registers are assigned, take them in order. Quadratic below this limit.
    ("dag-maps-huge-region", "128"),
    // Looks for the operands of all memory operations before a point in one list, each in all others:
    // hundreds of arguments of a call are such a list.
    ("combiner-tokenfactor-inline-limit", "64"),
];

/// Sets the bounds of code generation, once for the process.
pub(super) fn bound_code_generation() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        for (name, value) in BOUNDS {
            // SAFETY: both are copied; it is done before fvopt generates code for the first time.
            unsafe { fvoptSetLlvmOption(string_ref(name), string_ref(value)) };
        }
    });
}

/// Compiles parts on as many threads as the machine has cores and the context allows.
pub(super) fn compile(
    parts: &[Part],
    level: u8,
    cpu: &Cpu,
    threads: usize,
) -> Result<Vec<Compiled>, EngineError> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..threads.min(parts.len()) {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let Some(part) = parts.get(number) else { break };
                    let compiled = part.compile(level, cpu);
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
