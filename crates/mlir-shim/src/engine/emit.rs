//! Relocatable objects of modules, made on several threads.

use super::{Cpu, EngineError, check};
use crate::{
    ffi::{fvoptObjectOf, fvoptSetLlvmOption},
    ir::{OwnedModule, append, collect, string_ref},
};
use mlir_sys::*;
use std::{
    ffi::c_void,
    sync::{
        Mutex, Once,
        atomic::{AtomicUsize, Ordering},
    },
};

/// How objects are made.
#[derive(Clone, Debug)]
pub struct Emission<'e> {
    /// The processor that code is for.
    pub cpu: &'e Cpu,
    /// What is added to the names of fvopt's functions, so that several variants of a program can be in one
    /// object.
    pub suffix: &'e str,
    /// How the program is entered: the symbol of a function, and the name under which an object offers it as a
    /// function that takes its arguments as words.
    pub entries: &'e [(&'e str, &'e str)],
}

/// A module of the LLVM dialect, and LLVM's level for it, 0 to 3.
#[derive(Clone, Copy)]
pub struct Part<'m, 'c> {
    /// The module.
    pub module: &'m OwnedModule<'c>,
    /// The level.
    pub level: u8,
}

impl Emission<'_> {
    /// Makes an object of a program and one of each module that it calls functions of, on as many threads as
    /// the machine has cores and the context allows. The program has the entries; its object is the first.
    pub fn objects(&self, program: Part, parts: &[Part]) -> Result<Vec<Vec<u8>>, EngineError> {
        check(self.cpu)?;
        bound_code_generation();
        // SAFETY: the context is alive; translations may be registered often.
        let allowed = unsafe {
            let context = mlirModuleGetContext(program.module.0);
            mlirRegisterAllLLVMTranslations(context);
            // A context without threads is not to be used by several.
            mlirContextGetNumThreads(context) as usize
        };
        let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get());
        let jobs: Vec<Job> = std::iter::once((program, self.entries))
            .chain(parts.iter().map(|part| (*part, &[][..])))
            .map(|(part, entries)| Job {
                module: part.module.0,
                level: part.level,
                entries,
            })
            .collect();
        self.all(&jobs, cores.min(allowed).max(1))
    }

    fn all(&self, jobs: &[Job], threads: usize) -> Result<Vec<Vec<u8>>, EngineError> {
        if let [job] = jobs {
            return Ok(vec![self.object(job)?]);
        }
        let next = AtomicUsize::new(0);
        let done = Mutex::new(Vec::new());
        let work = || {
            loop {
                // The program last: kernels take longer.
                let turn = next.fetch_add(1, Ordering::Relaxed);
                if turn >= jobs.len() {
                    break;
                }
                let number = (turn + 1) % jobs.len();
                let object = self.object(&jobs[number]);
                if let Ok(mut done) = done.lock() {
                    done.push((number, object));
                }
            }
        };
        let all_ended = std::thread::scope(|scope| {
            let threads = (0..threads.min(jobs.len())).map(|_| scope.spawn(work));
            let threads: Vec<_> = threads.collect();
            // Joined, not only waited for: what a thread does when it ends is part of compiling.
            let joined = threads.into_iter().map(|thread| thread.join().is_ok());
            let joined: Vec<bool> = joined.collect();
            joined.into_iter().all(|has_ended| has_ended)
        });
        if !all_ended {
            return Err(EngineError("a thread that compiled panicked".into()));
        }
        let mut done = done
            .into_inner()
            .map_err(|_| EngineError("a thread that compiled panicked".into()))?;
        // In their order, whichever was ready first.
        done.sort_by_key(|(number, _)| *number);
        done.into_iter().map(|(_, object)| object).collect()
    }

    fn object(&self, job: &Job) -> Result<Vec<u8>, EngineError> {
        let entries: Vec<MlirStringRef> = job
            .entries
            .iter()
            .flat_map(|(name, exported)| [string_ref(name), string_ref(exported)])
            .collect();
        let mut object: Vec<u8> = Vec::new();
        let problem = collect(|problem| {
            // SAFETY: `Emission::objects` borrows the modules while this runs, and they are only read;
            // `append` belongs to both data.
            unsafe {
                fvoptObjectOf(
                    job.module,
                    i32::from(job.level),
                    string_ref(self.cpu.llvm_name()),
                    string_ref(&self.cpu.features),
                    string_ref(self.suffix),
                    entries.as_ptr(),
                    job.entries.len() as isize,
                    Some(append),
                    (&raw mut object).cast::<c_void>(),
                    Some(append),
                    problem,
                );
            }
        });
        match problem.is_empty() {
            true => Ok(object),
            false => Err(EngineError(format!(
                "LLVM could not compile the module: {problem}"
            ))),
        }
    }
}

/// A module to make an object of.
struct Job<'e> {
    module: MlirModule,
    level: u8,
    entries: &'e [(&'e str, &'e str)],
}

// SAFETY: jobs are taken by number, each once, while the owners of the modules wait; making an object
// only reads its module.
unsafe impl Sync for Job<'_> {}

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
fn bound_code_generation() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        for (name, value) in BOUNDS {
            // SAFETY: both are copied; it is done before fvopt generates code for the first time.
            unsafe { fvoptSetLlvmOption(string_ref(name), string_ref(value)) };
        }
    });
}
