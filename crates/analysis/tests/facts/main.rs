//! What analyses tell of programs.

mod access;
mod dependence;
mod required;
