//! Copyable handles to IR.

mod attribute;
mod block;
mod build;
mod location;
mod mapping;
mod op;
mod rewriter;
mod symbol;
mod types;
mod value;

pub use attribute::{Attr, EnumKind};
pub use block::{Block, Region};
pub use build::{BuildError, Builder, OpState};
pub use location::Loc;
pub use mapping::Mapping;
pub use op::{Op, OwnedModule, SymbolTables, Walk};
pub use rewriter::Rewriter;
pub use symbol::Symbol;
pub use types::{Scalar, Shaped, Ty};
pub use value::Value;

use mlir_sys::MlirStringRef;
use std::{ffi::c_void, marker::PhantomData};

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

/// The text of a reference that lives as long as `'a` (chosen by the caller).
///
/// # Safety
/// The text must be UTF-8-like bytes alive for `'a`.
pub(crate) unsafe fn text<'a>(reference: MlirStringRef) -> &'a str {
    if reference.length == 0 {
        return "";
    }
    // SAFETY: promised by the caller; MLIR's identifiers and our texts are UTF-8.
    unsafe {
        let bytes = std::slice::from_raw_parts(reference.data.cast::<u8>(), reference.length);
        std::str::from_utf8(bytes).unwrap_or("<not UTF-8>")
    }
}

pub(crate) unsafe extern "C" fn append(reference: MlirStringRef, user_data: *mut c_void) {
    if reference.length == 0 {
        return;
    }
    // SAFETY: every caller passes the list of `collect` as user data, alive during the call,
    // and so is the text.
    unsafe {
        let bytes = std::slice::from_raw_parts(reference.data.cast::<u8>(), reference.length);
        (*user_data.cast::<Vec<u8>>()).extend_from_slice(bytes);
    }
}

/// Collects what a printing function gives to its callback. MLIR gives long texts in parts, and
/// a part may end within a letter: they are bytes until all are there.
pub(crate) fn collect(print: impl FnOnce(*mut c_void)) -> String {
    let mut bytes: Vec<u8> = Vec::new();
    print((&raw mut bytes).cast());
    String::from_utf8_lossy(&bytes).into_owned()
}
