//! Copyable handles to IR.

mod attribute;
mod block;
mod build;
mod interface;
mod location;
mod mapping;
mod op;
mod rewriter;
mod types;
mod value;

pub use attribute::{Attr, EnumKind};
pub use block::{Block, Region};
pub use build::{BuildError, Builder, OpState};
pub use fvopt_native::{Scalar, Symbol};
pub use interface::{FieldView, MemoryEffect};
pub use location::Loc;
pub use mapping::Mapping;
pub use op::{Op, OwnedModule, SymbolTables, Walk};
pub use rewriter::Rewriter;
pub use types::{Shaped, Ty};
pub use value::Value;

use crate::{diagnostic, nesting};
use mlir_sys::MlirStringRef;
use std::{
    collections::BTreeSet,
    ffi::c_void,
    marker::PhantomData,
    sync::{Mutex, PoisonError},
};

/// A handle to a context.
#[derive(Clone, Copy, Debug)]
pub struct Ctx<'c>(
    pub(crate) mlir_sys::MlirContext,
    pub(crate) PhantomData<&'c ()>,
);

impl<'c> Ctx<'c> {
    /// The handle of a melior context.
    pub fn of(context: &'c melior::Context) -> Self {
        Self(context.to_raw(), PhantomData)
    }

    /// Whether the operation's dialect is loaded and has it.
    pub fn is_registered(self, name: &str) -> bool {
        // SAFETY: the context is alive for 'c.
        unsafe { mlir_sys::mlirContextIsRegisteredOperation(self.0, string_ref(name)) }
    }
}

pub(crate) fn string_ref(text: &str) -> MlirStringRef {
    MlirStringRef {
        data: text.as_ptr().cast(),
        length: text.len(),
    }
}

/// The bytes of a reference that live as long as `'a` (chosen by the caller).
///
/// # Safety
/// The bytes must be alive for `'a`.
pub(crate) unsafe fn bytes<'a>(reference: MlirStringRef) -> &'a [u8] {
    if reference.length == 0 {
        return &[];
    }
    // SAFETY: promised by the caller.
    unsafe { std::slice::from_raw_parts(reference.data.cast::<u8>(), reference.length) }
}

/// The text of a reference that lives as long as `'a` (chosen by the caller).
///
/// # Safety
/// The bytes must be alive for `'a`.
pub(crate) unsafe fn text<'a>(reference: MlirStringRef) -> &'a str {
    // SAFETY: promised by the caller; MLIR's identifiers and our texts are UTF-8.
    let bytes = unsafe { bytes(reference) };
    std::str::from_utf8(bytes).unwrap_or_else(|_| escaped(bytes))
}

/// A text in place of bytes that are none, as a quoted symbol or attribute may have them (`"\FF"`):
/// one for each, so that two of them stay different. There are few, and they are kept for ever.
fn escaped(bytes: &[u8]) -> &'static str {
    static KNOWN: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let text = format!("<not UTF-8: {}>", bytes.escape_ascii());
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(text) = known.get(text.as_str()) {
        return text;
    }
    let text: &'static str = text.leak();
    known.insert(text);
    text
}

/// Emits an error where a text nests too deep for a parser that recurses.
fn check_nesting(context: Ctx, source: &str) -> Option<()> {
    let Err(place) = nesting::scan(source.as_bytes(), None) else {
        return Some(());
    };
    let (line, column) = (place.line as u32, place.column as u32);
    diagnostic::error(
        Loc::file(context, "-", line, column),
        &place.to_string(),
        &[],
    );
    None
}

pub(crate) unsafe extern "C" fn append(reference: MlirStringRef, user_data: *mut c_void) {
    // SAFETY: every caller passes a vector of bytes as user data, alive during the call.
    unsafe { (*user_data.cast::<Vec<u8>>()).extend_from_slice(bytes(reference)) }
}

/// Collects what a printing function gives to its callback, in parts that may end within a
/// character. What is no character, as bytecode may have it, becomes U+FFFD.
pub(crate) fn collect(print: impl FnOnce(*mut c_void)) -> String {
    let mut out: Vec<u8> = Vec::new();
    print((&raw mut out).cast());
    String::from_utf8(out)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}
