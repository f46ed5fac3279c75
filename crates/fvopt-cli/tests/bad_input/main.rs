//! What users are told about bad input. Every case: a clear message, with a
//! location where there is one, an exit status from 1 to 99, no panic, nothing
//! on standard output, and no file left behind.
//!
//! Accept new texts with `INSTA_UPDATE=always cargo test -p fvopt-cli --test bad_input`.

mod arguments;
mod harness;
mod programs;
mod running;
