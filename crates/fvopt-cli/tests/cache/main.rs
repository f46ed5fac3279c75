//! The cache as processes see it: who compiles, who waits, and what goes wrong.

mod faults;
mod harness;
mod kills;
mod processes;
