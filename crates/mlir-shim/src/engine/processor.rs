//! The processor that code is made for, as LLVM knows it.

use super::EngineError;
use crate::{
    ffi::{fvoptCheckProcessor, fvoptLlvmVersion, fvoptProcessorFeatures},
    ir::{append, bytes, collect, string_ref},
};
pub use fvopt_native::cpu::Cpu;
use mlir_sys::MlirStringRef;
use std::ffi::c_void;

/// Whether LLVM knows a processor and its features.
pub fn check(cpu: &Cpu) -> Result<(), EngineError> {
    check_where(cpu, false)
}

/// Whether code for a processor runs here, as far as LLVM can tell (on x86).
pub fn check_here(cpu: &Cpu) -> Result<(), EngineError> {
    check_where(cpu, true)
}

fn check_where(cpu: &Cpu, runs_here: bool) -> Result<(), EngineError> {
    if let Some(feature) = cpu
        .feature_list()
        .find(|feature| !feature.starts_with(['+', '-']))
    {
        return Err(EngineError(format!(
            "the feature `{feature}` of the processor starts neither with + nor with -"
        )));
    }
    let mut is_well = false;
    let problem = collect(|problem| {
        // SAFETY: the texts are read during the call; `append` belongs to the data.
        is_well = unsafe {
            fvoptCheckProcessor(
                string_ref(cpu.llvm_name()),
                string_ref(&cpu.features),
                runs_here,
                Some(append),
                problem,
            )
        };
    });
    match is_well {
        true => Ok(()),
        false => Err(EngineError(problem)),
    }
}

/// What code for a processor relies on.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Processor {
    /// LLVM's triple.
    pub triple: String,
    /// The name of the processor; that of this machine where code is for it.
    pub name: String,
    /// All features that code may use, by LLVM's names, in order.
    pub features: Vec<String>,
}

impl Processor {
    /// What code for a processor relies on.
    pub fn of(cpu: &Cpu) -> Result<Self, EngineError> {
        unsafe extern "C" fn take(text: MlirStringRef, list: *mut c_void) {
            // SAFETY: `list` is the list below; the text is alive during the call.
            unsafe {
                let text = String::from_utf8_lossy(bytes(text)).into_owned();
                (*list.cast::<Vec<String>>()).push(text);
            }
        }
        check(cpu)?;
        let mut texts: Vec<String> = Vec::new();
        // SAFETY: the texts are read during the call; `take` belongs to the list.
        let is_known = unsafe {
            fvoptProcessorFeatures(
                string_ref(cpu.llvm_name()),
                string_ref(&cpu.features),
                Some(take),
                (&raw mut texts).cast(),
            )
        };
        let mut texts = texts.into_iter();
        match (texts.next(), texts.next()) {
            (Some(triple), Some(name)) if is_known => {
                let mut features: Vec<String> = texts.collect();
                features.sort();
                Ok(Self {
                    triple,
                    name,
                    features,
                })
            }
            _ => Err(EngineError(format!("LLVM makes no code for {cpu}"))),
        }
    }
}

/// The version of LLVM that code is made by.
pub fn llvm_version() -> &'static str {
    // SAFETY: a constant of the library.
    let version = unsafe { bytes(fvoptLlvmVersion()) };
    std::str::from_utf8(version).unwrap_or("unknown")
}
