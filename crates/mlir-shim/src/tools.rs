//! Upstream's tools with our dialects.

use crate::{ffi, ir::string_ref};
use melior::dialect::DialectRegistry;
use std::ffi::{CString, OsString};
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

/// `mlir-opt` under a name of ours. Gives the exit status.
pub fn opt_main(
    name: &str,
    arguments: impl IntoIterator<Item = OsString>,
    registry: &DialectRegistry,
) -> i32 {
    with_arguments(arguments, |count, pointers| {
        // SAFETY: the arguments are alive and end with a null pointer; the callee does not write to them.
        unsafe { ffi::fvoptOptMain(count, pointers, string_ref(name), registry.to_raw()) }
    })
}

/// The language server. Gives the exit status.
pub fn lsp_server_main(
    arguments: impl IntoIterator<Item = OsString>,
    registry: &DialectRegistry,
) -> i32 {
    with_arguments(arguments, |count, pointers| {
        // SAFETY: as above.
        unsafe { ffi::fvoptLspServerMain(count, pointers, registry.to_raw()) }
    })
}
