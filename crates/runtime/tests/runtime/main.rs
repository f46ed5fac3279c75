//! The runtime by itself: artifacts on other threads, bindings that change, errors.

mod artifact;
mod errors;
mod harness;
mod rebinding;
