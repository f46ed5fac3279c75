//! Emitting diagnostics with notes, and collecting them into owned values.

use crate::{
    bytecode, ffi,
    ir::{Ctx, Loc, OwnedModule, append, collect, string_ref},
    nesting::{self, MAXIMUM_NESTING},
    stack,
};
pub use fvopt_native::{Diagnostic, Severity};
use mlir_sys::*;
use std::{ffi::c_void, marker::PhantomData};

fn emit(location: Loc, severity: i32, message: &str, notes: &[(Loc, String)]) {
    let locations: Vec<_> = notes.iter().map(|(location, _)| location.0).collect();
    let texts: Vec<_> = notes.iter().map(|(_, note)| string_ref(note)).collect();
    // SAFETY: locations are of a live context; texts are copied.
    unsafe {
        ffi::fvoptEmitDiagnostic(
            location.0,
            severity,
            string_ref(message),
            locations.as_ptr(),
            texts.as_ptr(),
            texts.len() as isize,
        )
    }
}

/// Emits an error.
pub fn error(location: Loc, message: &str, notes: &[(Loc, String)]) {
    emit(location, 0, message, notes)
}

/// Emits a warning.
pub fn warning(location: Loc, message: &str, notes: &[(Loc, String)]) {
    emit(location, 1, message, notes)
}

/// Emits a remark.
pub fn remark(location: Loc, message: &str, notes: &[(Loc, String)]) {
    emit(location, 2, message, notes)
}

/// Runs some work and gives the diagnostics that it emitted in this context.
pub fn capture<R>(context: Ctx, work: impl FnOnce() -> R) -> (R, Vec<Diagnostic>) {
    unsafe extern "C" fn handler(raw: MlirDiagnostic, data: *mut c_void) -> MlirLogicalResult {
        // SAFETY: `data` is the list below; the diagnostic is alive during the call.
        unsafe {
            let list = &mut *data.cast::<Vec<Diagnostic>>();
            let place = |diagnostic| Loc::from_raw(mlirDiagnosticGetLocation(diagnostic)).short();
            let message =
                |diagnostic| collect(|data| mlirDiagnosticPrint(diagnostic, Some(append), data));
            let severity = match mlirDiagnosticGetSeverity(raw) {
                value if value == MlirDiagnosticSeverity_MlirDiagnosticError => Severity::Error,
                value if value == MlirDiagnosticSeverity_MlirDiagnosticWarning => Severity::Warning,
                _ => Severity::Remark,
            };
            let notes = (0..mlirDiagnosticGetNumNotes(raw))
                .map(|index| {
                    let note = mlirDiagnosticGetNote(raw, index);
                    (place(note), message(note))
                })
                .collect();
            list.push(Diagnostic {
                severity,
                location: place(raw),
                message: message(raw),
                notes,
            });
        }
        MlirLogicalResult { value: 1 }
    }
    let mut list: Vec<Diagnostic> = Vec::new();
    // SAFETY: the handler is detached before the list goes; MLIR serializes calls to it.
    unsafe {
        let identifier = mlirContextAttachDiagnosticHandler(
            context.0,
            Some(handler),
            (&raw mut list).cast(),
            None,
        );
        let result = work();
        mlirContextDetachDiagnosticHandler(context.0, identifier);
        (result, list)
    }
}

/// A source text whose diagnostics are rendered with the line they point to.
pub struct SourceDiagnostics<'c> {
    handle: *mut c_void,
    context: Ctx<'c>,
    is_bytecode: bool,
    /// Why the source is not given to MLIR.
    refused: Option<String>,
}

impl<'c> SourceDiagnostics<'c> {
    /// From now on, diagnostics of this context are rendered against this text.
    pub fn new(context: Ctx<'c>, name: &str, source: &[u8]) -> Self {
        // SAFETY: the text is copied; the handle is destroyed with this value.
        let handle = unsafe {
            ffi::fvoptSourceDiagnosticsCreate(
                context.0,
                string_ref(name),
                source.as_ptr(),
                source.len() as isize,
            )
        };
        let is_bytecode = source.starts_with(bytecode::MAGIC);
        let refused = match is_bytecode {
            true => bytecode::check(source)
                .map_err(|error| format!("{name}: error: {error}\n"))
                .err(),
            false => nesting::scan(source, None)
                .map_err(|place| place.render(name))
                .err(),
        };
        Self {
            handle,
            context,
            is_bytecode,
            refused,
        }
    }

    /// Parses and verifies the text (or bytecode). What nests deeper than [`MAXIMUM_NESTING`] is
    /// refused. Bytecode is read on a stack of [`stack::LARGE`] bytes.
    pub fn parse(&self) -> Option<OwnedModule<'c>> {
        if self.refused.is_some() {
            return None;
        }
        let (handle, context) = (self.handle as usize, self.context.0.ptr as usize);
        let parse = move || {
            let context = MlirContext {
                ptr: context as *mut c_void,
            };
            // SAFETY: the handle and context are alive, and nobody else uses them meanwhile.
            let raw = unsafe {
                ffi::fvoptSourceDiagnosticsParse(handle as *mut c_void, context, MAXIMUM_NESTING)
            };
            raw.ptr as usize
        };
        let raw = MlirModule {
            ptr: match self.is_bytecode {
                true => stack::on_large(parse)?,
                false => parse(),
            } as *mut c_void,
        };
        (!raw.ptr.is_null()).then_some(OwnedModule(raw, PhantomData))
    }

    /// What was rendered since the last call, and why the source was refused.
    pub fn take(&self) -> String {
        // SAFETY: the handle is alive; `append` expects bytes.
        let rendered = collect(|data| unsafe {
            ffi::fvoptSourceDiagnosticsTake(self.handle, Some(append), data)
        });
        format!("{}{rendered}", self.refused.as_deref().unwrap_or_default())
    }
}

impl Drop for SourceDiagnostics<'_> {
    fn drop(&mut self) {
        // SAFETY: owned, destroyed once, before the context.
        unsafe { ffi::fvoptSourceDiagnosticsDestroy(self.handle) }
    }
}
