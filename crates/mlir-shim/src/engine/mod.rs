//! Machine code in memory, aligned buffers, and calls.

mod buffer;
mod cpu;
mod frame;
mod host;
mod openmp;
mod parts;

pub use buffer::{Buffer, read, write};
pub use cpu::Cpu;
pub use frame::Frame;
pub use host::Host;
pub use openmp::set_threads;

use crate::{ir::OwnedModule, pool};
use mlir_sys::*;
use parts::{Part, Raw};
use std::{ffi::c_void, fmt, sync::Arc};

/// Why code could not be made or run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EngineError(pub String);

impl fmt::Display for EngineError {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for EngineError {}

/// Compiled code in memory. Clones share it; it needs nothing of the module that it was made of,
/// nor of the module's context.
#[derive(Clone)]
pub struct Engine(Arc<Parts>);

struct Parts {
    /// The program first, then its parts, which it calls.
    raw: Vec<Raw>,
    // Last, so that no code is left when the memory of programs goes.
    _pool: pool::User,
}

impl Engine {
    /// Compiles a module of the LLVM dialect for this machine. Levels are LLVM's, 0 to 3.
    pub fn new(module: &OwnedModule, level: u8) -> Result<Self, EngineError> {
        Self::of_parts((module, level), &[], level, &Cpu::host())
    }

    /// Compiles a module of the LLVM dialect that calls functions of other modules, given with
    /// the names of these functions. The parts are compiled side by side, at the second level;
    /// the program has one of its own. The code is for a processor, which must do here.
    pub fn of_parts(
        (module, program_level): (&OwnedModule, u8),
        parts: &[(&OwnedModule, &[String])],
        level: u8,
        cpu: &Cpu,
    ) -> Result<Self, EngineError> {
        cpu.check_here()?;
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
        let compiled = parts::compile(&parts, level, cpu, cores.min(allowed))?;
        // SAFETY: the module is alive.
        let program = unsafe { Raw::new(module.0, program_level, cpu)? };
        let mut raw = vec![program];
        for (engine, addresses) in compiled {
            for (name, address) in addresses {
                raw[0].define(&name, address as *mut ());
            }
            raw.push(engine);
        }
        Ok(Self(Arc::new(Parts {
            raw,
            _pool: pool::User::new(),
        })))
    }

    /// The code of a function that the module defines with `llvm.emit_c_interface`. LLVM compiles
    /// it when it is first asked for.
    pub fn function(&self, name: &str) -> Result<Function, EngineError> {
        let address = self.0.raw[0]
            .lookup_packed(name)
            .ok_or_else(|| EngineError(format!("there is no compiled function `{name}`")))?;
        // SAFETY: packed functions have this signature.
        let code = unsafe {
            std::mem::transmute::<*mut c_void, unsafe extern "C" fn(*mut *mut c_void)>(address)
        };
        Ok(Function {
            code,
            _engine: self.clone(),
        })
    }
}

/// A compiled function, which keeps the code that it belongs to. It holds no data: several threads
/// may call it at once, each with a frame of its own.
#[derive(Clone)]
pub struct Function {
    code: unsafe extern "C" fn(*mut *mut c_void),
    _engine: Engine,
}

impl Function {
    /// Calls the function with a host and the words of a frame, each one an argument, and gives
    /// its status. Looks nothing up and allocates nothing by itself.
    ///
    /// # Safety
    /// The words must be what the function was compiled to take, and the memory that they point
    /// to must be there. While the call lasts, nobody else may write to what it reads, nor read
    /// or write what it writes.
    pub unsafe fn call(&self, host: &mut dyn Host, frame: &mut Frame) -> i32 {
        let mut host: &mut dyn Host = host;
        let arguments = frame.enter((&raw mut host).cast());
        // SAFETY: promised by the caller; the frame holds as many arguments as it was made with.
        unsafe { (self.code)(arguments) };
        frame.status()
    }
}

impl fmt::Debug for Function {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("Function")
    }
}
