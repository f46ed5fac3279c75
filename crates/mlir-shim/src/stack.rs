//! Threads with a large stack, for what recurses in upstream and cannot be looked at before.

/// The size of a large stack. Only what is used of it takes memory.
pub const LARGE: usize = 256 << 20;

/// Does some work on a thread with a large stack; nothing where the system gives no such thread.
pub fn on_large<R: Send>(work: impl FnOnce() -> R + Send) -> Option<R> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .stack_size(LARGE)
            .spawn_scoped(scope, work)
            .ok()?;
        match thread.join() {
            Ok(result) => Some(result),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}
