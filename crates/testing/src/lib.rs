//! Random programs over every kind of operation, and every way to run them compared.
//!
//! [`generate`] writes a program as MLIR text from a seed; the same seed gives the same text.
//! [`differential`] runs a program by the interpreter at every stage of the pipeline and as
//! compiled code, and compares whole allocations bit for bit. [`smallest`] shrinks a failing
//! program by leaving steps of it out.

mod body;
mod program;
mod random;
mod run;
pub mod scalars;
mod stencil;
mod types;

pub use program::{Case, KINDS, Parameter, generate};
pub use random::Random;
pub use run::{After, Data, Fields, Outcome, Runner, context, differential, parse};

/// The smallest variant of a failing program that still fails in the same way: steps of the
/// entry are left out one by one as long as it fails.
pub fn smallest(seed: u64, fails: impl Fn(&Case) -> bool) -> Case {
    let mut kept: Vec<bool> = vec![true; generate(seed, None).steps];
    loop {
        let before = kept.clone();
        for step in (0..kept.len()).rev().filter(|step| before[*step]) {
            kept[step] = false;
            if !fails(&generate(seed, Some(&kept))) {
                kept[step] = true;
            }
        }
        if kept == before {
            return generate(seed, Some(&kept));
        }
    }
}
