//! Every operation of both dialects, by text in and arrays or errors out.

mod apply;
mod bodies;
mod boxes;
mod calls;
mod compare;
mod control;
mod harness;
mod host;
mod inserts;
mod memory;
mod speed;
mod sweeps;
