//! Machine code in memory, aligned buffers, and calls.

mod buffer;
mod host;
mod openmp;
mod parts;

pub use buffer::{Buffer, read, write};
pub use host::Host;
pub use openmp::set_threads;

use crate::{ir::OwnedModule, pool};
use mlir_sys::*;
use parts::{Part, Raw};
use std::{ffi::c_void, fmt};

/// Why code could not be made or run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EngineError(pub String);

impl fmt::Display for EngineError {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for EngineError {}

/// Compiled code in memory.
pub struct Engine {
    /// The program first, then its parts, which it calls.
    raw: Vec<Raw>,
    // Last, so that no code is left when the memory of programs goes.
    _pool: pool::User,
}

impl Engine {
    /// Compiles a module of the LLVM dialect for this machine. Levels are LLVM's, 0 to 3.
    pub fn new(module: &OwnedModule, level: u8) -> Result<Self, EngineError> {
        Self::of_parts((module, level), &[], level)
    }

    /// Compiles a module of the LLVM dialect that calls functions of other modules, given with
    /// the names of these functions. The parts are compiled side by side, at the second level;
    /// the program has one of its own.
    pub fn of_parts(
        (module, program_level): (&OwnedModule, u8),
        parts: &[(&OwnedModule, &[String])],
        level: u8,
    ) -> Result<Self, EngineError> {
        parts::bound_code_generation();
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
        let compiled = parts::compile(&parts, level, cores.min(allowed))?;
        // SAFETY: the module is alive.
        let program = unsafe { Raw::new(module.0, program_level)? };
        let mut raw = vec![program];
        for (engine, addresses) in compiled {
            for (name, address) in addresses {
                raw[0].define(&name, address as *mut ());
            }
            raw.push(engine);
        }
        Ok(Self {
            raw,
            _pool: pool::User::new(),
        })
    }

    /// The code of a function that the module defines with `llvm.emit_c_interface`.
    pub fn function(&self, name: &str) -> Result<Function<'_>, EngineError> {
        let address = self.raw[0]
            .lookup_packed(name)
            .ok_or_else(|| EngineError(format!("there is no compiled function `{name}`")))?;
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
