//! How verifiers, folds and canonicalizations written in Rust reach MLIR.

use crate::{
    diagnostic, ffi,
    ir::{Attr, Loc, Op, Rewriter, SymbolTables, Ty, Value, string_ref, text},
};
use fvopt_boxes::Axes;
use mlir_sys::*;
use std::{
    ffi::c_void,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::OnceLock,
};

/// Which dialect hooks belong to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
#[non_exhaustive]
pub enum Dialect {
    Stencil = 0,
    Program = 1,
}

/// The logic of a dialect's operations. MLIR calls these from several threads.
#[derive(Clone, Copy)]
pub struct DialectHooks {
    /// Verifies an operation without looking into its regions; emits errors.
    pub verify: fn(Op<'_>) -> bool,
    /// Verifies an operation whose regions are known to be well formed; emits errors.
    pub verify_regions: fn(Op<'_>) -> bool,
    /// Verifies the symbols that an operation uses; emits errors.
    pub verify_symbol_uses: fn(Op<'_>, &SymbolTables) -> bool,
    /// Verifies a discardable attribute that has the dialect's prefix, on any operation; emits
    /// errors.
    pub verify_attribute: fn(Op<'_>, &str, Attr<'_>) -> bool,
    /// The value that the only result may be replaced by.
    pub fold: for<'c> fn(Op<'c>) -> Option<Value<'c>>,
    /// Simplifies an operation through the rewriter; true when it did.
    pub canonicalize: for<'c> fn(Op<'c>, &Rewriter<'c>) -> bool,
}

/// Checks axes, data dimensions, element type and order of the layout.
pub type VerifyField = fn(Axes, &[i64], Ty<'_>, Option<&str>) -> Result<(), String>;

/// The logic of the stencil dialect's types and attributes.
#[derive(Clone, Copy)]
pub struct StencilHooks {
    /// Text of a box (positions as `%n`) to its code, or what is wrong with it.
    pub parse_box: fn(&str) -> Result<Vec<i64>, String>,
    /// Code of a box to text; position n is given as its name, or `pos(n)`.
    pub print_box: fn(&[i64], &[&str]) -> String,
    /// Axes, data dimensions, element type and order of the layout.
    pub verify_field: VerifyField,
    /// Axes, data dimensions and element type.
    pub verify_temp: fn(Axes, &[i64], Ty<'_>) -> Result<(), String>,
    /// Order, alignment, padding.
    pub verify_layout: fn(&str, i64, i64) -> Result<(), String>,
    /// Order, parallel axes, tile sizes, vector width.
    pub verify_schedule: fn(&str, &str, &[i64], i64) -> Result<(), String>,
}

static DIALECTS: [OnceLock<DialectHooks>; 2] = [OnceLock::new(), OnceLock::new()];
static STENCIL: OnceLock<StencilHooks> = OnceLock::new();

/// A panic must not cross into C++: it becomes an error at the operation.
fn guard<R>(location: MlirLocation, what: &str, fallback: R, work: impl FnOnce() -> R) -> R {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        let location = Loc::from_raw(location);
        diagnostic::error(
            location,
            &format!("internal error in {what}; this is a bug in fvopt"),
            &[],
        );
        fallback
    })
}

macro_rules! dialect_trampolines {
    ($module:ident, $dialect:expr) => {
        mod $module {
            use super::*;

            fn hooks() -> &'static DialectHooks {
                DIALECTS[$dialect as usize]
                    .get()
                    .expect("hooks are set before the dialect is used")
            }

            fn location(operation: MlirOperation) -> MlirLocation {
                // SAFETY: MLIR hands over a live operation.
                unsafe { mlirOperationGetLocation(operation) }
            }

            pub extern "C" fn verify(operation: MlirOperation) -> bool {
                guard(location(operation), "a verifier", false, || {
                    (hooks().verify)(Op::from_raw(operation))
                })
            }

            pub extern "C" fn verify_regions(operation: MlirOperation) -> bool {
                guard(location(operation), "a verifier", false, || {
                    (hooks().verify_regions)(Op::from_raw(operation))
                })
            }

            pub extern "C" fn verify_symbol_uses(
                operation: MlirOperation,
                tables: *mut c_void,
            ) -> bool {
                guard(location(operation), "a verifier", false, || {
                    (hooks().verify_symbol_uses)(Op::from_raw(operation), &SymbolTables(tables))
                })
            }

            pub extern "C" fn verify_attribute(
                operation: MlirOperation,
                name: MlirStringRef,
                value: MlirAttribute,
            ) -> bool {
                guard(location(operation), "a verifier", false, || {
                    // SAFETY: the name is alive during the call.
                    let name = unsafe { text(name) };
                    let value = Attr::from_raw(value);
                    (hooks().verify_attribute)(Op::from_raw(operation), name, value)
                })
            }

            pub extern "C" fn fold(operation: MlirOperation) -> MlirValue {
                let none = MlirValue {
                    ptr: std::ptr::null(),
                };
                guard(location(operation), "a fold", none, || {
                    (hooks().fold)(Op::from_raw(operation)).map_or(none, |value| value.0)
                })
            }

            pub extern "C" fn canonicalize(
                operation: MlirOperation,
                rewriter: MlirPatternRewriter,
            ) -> bool {
                guard(location(operation), "a canonicalization", false, || {
                    // SAFETY: the rewriter is alive during the call.
                    let base = unsafe { mlirPatternRewriterAsBase(rewriter) };
                    let rewriter = Rewriter(base, std::marker::PhantomData);
                    (hooks().canonicalize)(Op::from_raw(operation), &rewriter)
                })
            }
        }
    };
}

dialect_trampolines!(stencil, Dialect::Stencil);
dialect_trampolines!(program, Dialect::Program);

/// Sets the hooks of a dialect's operations. The first call counts.
pub fn set_dialect_hooks(dialect: Dialect, hooks: DialectHooks) {
    if DIALECTS[dialect as usize].set(hooks).is_err() {
        return;
    }
    macro_rules! table {
        ($module:ident) => {
            ffi::DialectHooks {
                verify: $module::verify,
                verify_regions: $module::verify_regions,
                verify_symbol_uses: $module::verify_symbol_uses,
                verify_attribute: $module::verify_attribute,
                fold: $module::fold,
                canonicalize: $module::canonicalize,
            }
        };
    }
    let table = match dialect {
        Dialect::Stencil => table!(stencil),
        Dialect::Program => table!(program),
    };
    // SAFETY: the functions live as long as the process.
    unsafe { ffi::fvoptSetDialectHooks(dialect as i32, table) }
}

fn slice<'a>(data: *const i64, size: isize) -> &'a [i64] {
    if size == 0 {
        return &[];
    }
    // SAFETY: the C++ side passes an array of this size, alive during the hook.
    unsafe { std::slice::from_raw_parts(data, size as usize) }
}

fn stencil_hooks() -> &'static StencilHooks {
    STENCIL
        .get()
        .expect("hooks are set before the dialect is used")
}

fn report(result: Result<(), String>, error: ffi::TextCallback, data: *mut c_void) -> bool {
    match result {
        Ok(()) => true,
        Err(message) => {
            if let Some(error) = error {
                // SAFETY: the callback copies the text.
                unsafe { error(string_ref(&message), data) };
            }
            false
        }
    }
}

/// As [`guard`], for hooks that know no location.
fn guard_text(
    error: ffi::TextCallback,
    data: *mut c_void,
    work: impl FnOnce() -> Result<(), String>,
) -> bool {
    let result = catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err("internal error in a verifier; this is a bug in fvopt".into()));
    report(result, error, data)
}

extern "C" fn parse_box(
    source: MlirStringRef,
    code: ffi::CodeCallback,
    error: ffi::TextCallback,
    data: *mut c_void,
) -> bool {
    guard_text(error, data, || {
        // SAFETY: the text is alive during the call.
        let values = (stencil_hooks().parse_box)(unsafe { text(source) })?;
        if let Some(code) = code {
            // SAFETY: the callback copies the values.
            unsafe { code(values.as_ptr(), values.len() as isize, data) };
        }
        Ok(())
    })
}

extern "C" fn print_box(
    code: *const i64,
    size: isize,
    names: *const MlirStringRef,
    count: isize,
    callback: ffi::TextCallback,
    data: *mut c_void,
) {
    let names: Vec<&str> = (0..count as usize)
        // SAFETY: the C++ side passes `count` names, alive during the call.
        .map(|index| unsafe { text(*names.add(index)) })
        .collect();
    let printed = catch_unwind(AssertUnwindSafe(|| {
        (stencil_hooks().print_box)(slice(code, size), &names)
    }))
    .unwrap_or_else(|_| "(<malformed box>)".into());
    if let Some(callback) = callback {
        // SAFETY: the callback copies the text.
        unsafe { callback(string_ref(&printed), data) };
    }
}

extern "C" fn verify_field(
    axes: u32,
    sizes: *const i64,
    size: isize,
    element: MlirType,
    order: MlirStringRef,
    error: ffi::TextCallback,
    data: *mut c_void,
) -> bool {
    guard_text(error, data, || {
        // SAFETY: the text is alive during the call; `-` stands for no layout.
        let order = unsafe { text(order) };
        let order = (order != "-").then_some(order);
        let axes = Axes::of_bits(axes);
        (stencil_hooks().verify_field)(axes, slice(sizes, size), Ty::from_raw(element), order)
    })
}

extern "C" fn verify_temp(
    axes: u32,
    sizes: *const i64,
    size: isize,
    element: MlirType,
    error: ffi::TextCallback,
    data: *mut c_void,
) -> bool {
    guard_text(error, data, || {
        let axes = Axes::of_bits(axes);
        (stencil_hooks().verify_temp)(axes, slice(sizes, size), Ty::from_raw(element))
    })
}

extern "C" fn verify_layout(
    order: MlirStringRef,
    alignment: i64,
    padding: i64,
    error: ffi::TextCallback,
    data: *mut c_void,
) -> bool {
    guard_text(error, data, || {
        // SAFETY: the text is alive during the call.
        (stencil_hooks().verify_layout)(unsafe { text(order) }, alignment, padding)
    })
}

extern "C" fn verify_schedule(
    order: MlirStringRef,
    parallel: MlirStringRef,
    tile: *const i64,
    size: isize,
    vector: i64,
    error: ffi::TextCallback,
    data: *mut c_void,
) -> bool {
    guard_text(error, data, || {
        // SAFETY: the texts are alive during the call.
        let (order, parallel) = unsafe { (text(order), text(parallel)) };
        (stencil_hooks().verify_schedule)(order, parallel, slice(tile, size), vector)
    })
}

/// Sets the hooks of the stencil dialect's types and attributes. The first call counts.
pub fn set_stencil_hooks(hooks: StencilHooks) {
    if STENCIL.set(hooks).is_err() {
        return;
    }
    let table = ffi::StencilHooks {
        parse_box,
        print_box,
        verify_field,
        verify_temp,
        verify_layout,
        verify_schedule,
    };
    // SAFETY: the functions live as long as the process.
    unsafe { ffi::fvoptSetStencilHooks(table) }
}
