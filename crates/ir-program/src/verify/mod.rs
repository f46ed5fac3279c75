//! The numbered constraints of the program dialect. As in `ir_stencil::verify`,
//! what the definitions make MLIR check is not repeated.

mod control;
mod function;
mod host;
mod memory;

pub use crate::simplify::canonicalize;

use crate::attributes;
use ir_stencil::verify::violation::passes;
use mlir_shim::ir::{Attr, Op, SymbolTables};

/// Verifies an operation without looking into its regions.
pub fn verify(op: Op<'_>) -> bool {
    passes(match op.name() {
        "program.func" => function::func(op),
        "program.call" => function::call(op),
        "program.bound" => function::bound(op),
        "program.for" => control::for_loop(op),
        "program.if" => control::branch(op),
        "program.alloc" => memory::alloc(op),
        "program.view" => memory::view(op),
        "program.swap" => memory::swap(op),
        "program.callback" => host::callback(op),
        "program.exchange" => host::exchange(op),
        "program.reduce" => host::reduce(op),
        _ => Ok(()),
    })
}

/// Verifies a discardable attribute with the dialect's prefix, on any operation.
pub fn verify_attribute(op: Op<'_>, name: &str, value: Attr<'_>) -> bool {
    passes(attributes::verify(op, name, value))
}

/// Verifies the symbols that an operation uses.
pub fn verify_symbol_uses(op: Op<'_>, tables: &SymbolTables) -> bool {
    passes(match op.name() {
        "program.call" => function::call_symbols(op, tables),
        _ => Ok(()),
    })
}
