//! The builders of both dialects: with good input, with bad input, and against the definitions.

// requirement P4

mod bad;
mod definitions;
mod good;
mod harness;
