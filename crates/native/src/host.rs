//! What compiled code asks of its host.

use std::ffi::c_void;

/// What compiled code asks of the host while it runs.
pub trait Host {
    /// `program.callback`: the number of the callback in the program, and the
    /// words that the memory ABI describes: addresses of fields that live as long as the call. A status
    /// other than 0 ends the call.
    fn callback(&mut self, callback: i64, words: &[i64]) -> i32;
    /// A finding of checked mode: the number of the place in the program, what
    /// happened, and three numbers that belong to it.
    fn report(&mut self, place: i64, kind: i64, numbers: [i64; 3]);
}

/// The status of a call that ended because a function of its host panicked.
pub const HOST_PANICKED: i32 = i32::MAX;

/// What compiled code knows of its host: two functions, which get the table itself. Whoever calls a
/// compiled program from another language makes such a table (see the page on the memory ABI).
#[repr(C)]
pub(crate) struct HostTable<'h> {
    callback: extern "C" fn(*mut c_void, i64, *const i64, i64) -> i32,
    report: extern "C" fn(*mut c_void, i64, i64, i64, i64, i64),
    // Compiled code does not know what comes from here on.
    host: &'h mut dyn Host,
}

impl<'h> HostTable<'h> {
    pub(crate) fn new(host: &'h mut dyn Host) -> Self {
        Self {
            callback: table_callback,
            report: table_report,
            host,
        }
    }
}

extern "C" fn table_callback(
    table: *mut c_void,
    callback: i64,
    words: *const i64,
    count: i64,
) -> i32 {
    // SAFETY: compiled code passes on the table that it was called with (see `Function::call`) and an
    // array of `count` words.
    let (table, words) = unsafe {
        (
            &mut *table.cast::<HostTable>(),
            std::slice::from_raw_parts(words, count as usize),
        )
    };
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        table.host.callback(callback, words)
    }))
    .unwrap_or(HOST_PANICKED)
}

extern "C" fn table_report(table: *mut c_void, place: i64, kind: i64, a: i64, b: i64, c: i64) {
    // Loops that report run on several threads.
    static LOCK: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let _guard = LOCK.lock();
    // SAFETY: as above; the lock makes the access exclusive.
    let table = unsafe { &mut *table.cast::<HostTable>() };
    let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        table.host.report(place, kind, [a, b, c])
    }));
}

/// `fvopt_host_callback`, which compiled code calls.
extern "C" fn host_callback(
    host: *mut c_void,
    callback: i64,
    words: *const i64,
    count: i64,
) -> i32 {
    // SAFETY: compiled code passes on the table that it was called with.
    let function = unsafe { (*host.cast::<HostTable>()).callback };
    function(host, callback, words, count)
}

/// `fvopt_host_report`, which compiled code calls.
extern "C" fn host_report(host: *mut c_void, place: i64, kind: i64, a: i64, b: i64, c: i64) {
    // SAFETY: as above.
    let function = unsafe { (*host.cast::<HostTable>()).report };
    function(host, place, kind, a, b, c)
}

/// The functions by which compiled code calls the host, with their addresses.
pub(crate) fn addresses() -> [(&'static str, *mut ()); 2] {
    [
        ("fvopt_host_callback", host_callback as *mut ()),
        ("fvopt_host_report", host_report as *mut ()),
    ]
}
