//! Upstream's tools with our dialects.

use crate::{
    ffi,
    ir::{bytes, string_ref},
    nesting::{self, MAXIMUM_NESTING},
    stack,
};
use melior::dialect::DialectRegistry;
use mlir_sys::{MlirDialectRegistry, MlirStringRef};
use std::ffi::{CString, OsString, c_void};
use std::os::unix::ffi::OsStringExt;

fn with_arguments(
    arguments: impl IntoIterator<Item = OsString>,
    call: impl FnOnce(i32, *mut *mut libc::c_char) -> i32,
) -> i32 {
    // An argument of a process cannot hold a zero byte.
    let arguments: Vec<CString> = arguments
        .into_iter()
        .filter_map(|text| CString::new(text.into_vec()).ok())
        .collect();
    let mut pointers: Vec<*mut libc::c_char> = arguments
        .iter()
        .map(|argument| argument.as_ptr().cast_mut())
        .collect();
    let count = pointers.len() as i32;
    pointers.push(std::ptr::null_mut());
    call(count, pointers.as_mut_ptr())
}

/// From now on a reader that closes the pipe ends the process, as other tools of
/// the command line have it; Rust would let the next line printed fail.
pub fn end_with_the_reader() {
    // SAFETY: resets the signal to what it was when the process started.
    unsafe {
        libc::signal(libc::SIGPIPE, libc::SIG_DFL);
    }
}

/// Ends the process now, with what was printed so far: without the destructors that other threads,
/// at work in MLIR or LLVM, still rely on.
pub fn end_at_once(status: u8) -> ! {
    use std::io::Write;
    // Where nobody reads any more there is nothing to do about it.
    let _ = std::io::stdout().flush();
    // SAFETY: takes any number and returns to nobody.
    unsafe { libc::_exit(i32::from(status)) }
}

/// Tells the user where a text nests too deep.
extern "C" fn nests_too_deep(
    name: MlirStringRef,
    text: MlirStringRef,
    marker: MlirStringRef,
) -> bool {
    // SAFETY: the caller's texts live during the call.
    let [name, text, marker] = [name, text, marker].map(|text| unsafe { bytes(text) });
    let marker = (!marker.is_empty()).then_some(marker);
    let Err(place) = nesting::scan(text, marker) else {
        return false;
    };
    eprint!("{}", place.render(&String::from_utf8_lossy(name)));
    true
}

/// `mlir-opt` under a name of ours, on a large stack. Gives the exit status.
pub fn opt_main(
    name: &str,
    arguments: impl IntoIterator<Item = OsString>,
    registry: &DialectRegistry,
) -> i32 {
    let registry = registry.to_raw().ptr as usize;
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let run = move || {
        let registry = MlirDialectRegistry {
            ptr: registry as *mut c_void,
        };
        with_arguments(arguments, |count, pointers| {
            let name = string_ref(name);
            // SAFETY: the arguments are alive and end with a null pointer; the callee does not
            // write to them. The registry outlives the thread.
            unsafe {
                ffi::fvoptOptMain(
                    count,
                    pointers,
                    name,
                    registry,
                    nests_too_deep,
                    MAXIMUM_NESTING,
                )
            }
        })
    };
    stack::on_large(run).unwrap_or_else(no_stack)
}

/// The language server, on a large stack. Gives the exit status.
pub fn lsp_server_main(
    arguments: impl IntoIterator<Item = OsString>,
    registry: &DialectRegistry,
) -> i32 {
    let registry = registry.to_raw().ptr as usize;
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let run = move || {
        let registry = MlirDialectRegistry {
            ptr: registry as *mut c_void,
        };
        with_arguments(arguments, |count, pointers| {
            // SAFETY: as above.
            unsafe { ffi::fvoptLspServerMain(count, pointers, registry) }
        })
    };
    stack::on_large(run).unwrap_or_else(no_stack)
}

fn no_stack() -> i32 {
    eprintln!(
        "error: the system gives no thread with a stack of {} MiB",
        stack::LARGE >> 20
    );
    1
}
